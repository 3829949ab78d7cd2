package dev.footfall.grf.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.quant.QuantizedPlan;
import dev.footfall.grf.emit.EmitSpec.Mode;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BudgetTest {

  /** Each case is two runs of the compiler. */
  @Property(tries = 10)
  void ramIsWhatTheFieldsOfTheEmittedClassTake(@ForAll Random random) {
    Plan plan = RandomPlans.any(random);
    EmitSpec spec = Specs.of(plan.inputs(), plan.outputs(), Mode.STREAMING);
    assertEquals(
        Budget.float32(plan).ramBytes(),
        CompiledKernel.of(Emitter.float32(plan, spec, 1), spec).fieldBytes());
    QuantizedPlan quantized = RandomPlans.quantized(plan, random);
    assertEquals(
        Budget.int8(quantized).ramBytes(),
        CompiledKernel.of(Emitter.int8(quantized, spec, 1), spec).fieldBytes());
  }

  @Test
  void flashIsParametersAndTables() {
    Plan plan = RandomPlans.lstmS(new Random(1), 8);
    assertEquals(4L * plan.parameters(), Budget.float32(plan).flashBytes());
    QuantizedPlan quantized = RandomPlans.quantized(plan, new Random(1));
    Budget budget = Budget.int8(quantized);
    assertEquals(quantized.weightBytes() + quantized.tableBytes(), budget.flashBytes());
    assertEquals(2 * 2 * 513, budget.tableBytes());
    assertEquals(plan.macsPerSample(), budget.macsPerSample());
    assertTrue(quantized.weightBytes() > plan.macsPerSample());
  }

  @Test
  void aBoardHoldsWhatExceedsNeitherOfItsSizes() {
    assertTrue(BoardClass.S.holds(budget(32 * 1024, 8 * 1024)));
    assertFalse(BoardClass.S.holds(budget(32 * 1024 + 1, 1)));
    assertFalse(BoardClass.S.holds(budget(1, 8 * 1024 + 1)));
    assertTrue(BoardClass.M.holds(budget(64 * 1024, 16 * 1024)));
    assertTrue(BoardClass.L.holds(budget(256 * 1024, 64 * 1024)));
    assertFalse(BoardClass.L.holds(budget(256 * 1024 + 1, 1)));
  }

  private static Budget budget(long flash, long ram) {
    return new Budget("int8", List.of(), flash, ram, 0);
  }

  @Test
  void loadIsCyclesOverTheClock() {
    // 1,000 MACs 200 times a second, 10 cycles each: 2 of 48 MHz.
    assertEquals(2.0 / 48, Core.M0_PLUS.load(10, 200_000), 1e-12);
    assertEquals(List.of(Core.M4F), Core.of("float32"));
    assertEquals(4, Core.of("int8").size());
  }
}
