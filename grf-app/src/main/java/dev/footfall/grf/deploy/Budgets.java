package dev.footfall.grf.deploy;

import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.quant.QuantizedPlan;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.emit.Budget;
import dev.footfall.grf.model.Model;

/** What models take of a board. */
public final class Budgets {
  private Budgets() {}

  /**
   * The budget of a model that runs sample by sample.
   *
   * @param int8 in 8-bit integers, for which it must be calibrated
   * @throws InputException if the model cannot be a plan
   */
  public static Budget of(Model model, boolean int8) {
    try {
      Plan plan = model.plan();
      return int8 ? Budget.int8(QuantizedPlan.of(plan, model.calibration())) : Budget.float32(plan);
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }
}
