package dev.footfall.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.plan.MemoryPlan.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {

  private static Buffer buffer(String name, int size, int first, int last) {
    return new Buffer(name, size, first, last, false);
  }

  @Test
  void buffersShareMemoryUnlessTheyLiveAtTheSameTime() {
    MemoryPlan plan =
        MemoryPlan.place(List.of(buffer("a", 4, 0, 1), buffer("b", 3, 1, 2), buffer("c", 2, 2, 3)));
    assertEquals(0, plan.address("a"));
    assertEquals(4, plan.address("b"));
    assertEquals(0, plan.address("c"));
    assertEquals(7, plan.elements());
    assertEquals(7, plan.lowerBound());
  }

  /** The example of the class comment: the largest first alone would take 22. */
  @Test
  void whereTheLargestFirstIsBlindAnotherOrderIsTried() {
    MemoryPlan plan =
        MemoryPlan.place(
            List.of(
                buffer("a", 10, 0, 1),
                buffer("b", 5, 1, 2),
                buffer("c", 8, 2, 3),
                buffer("d", 9, 3, 4)));
    assertEquals(17, plan.lowerBound());
    assertEquals(17, plan.elements());
  }

  @Test
  void theMapIsForPeople() {
    MemoryPlan plan =
        MemoryPlan.place(
            List.of(
                buffer("input", 8, 0, 1),
                new Buffer("conv ring", 40, 0, 3, true),
                buffer("conv rows", 16, 1, 2)));
    assertEquals(
        """
              0  conv ring      40  state
             40  conv rows      16  steps 1 to 2
             56  input           8  steps 0 to 1
             64  elements, 40 of them state; no placement needs fewer than 64
        """,
        plan.toString());
  }

  @Test
  void whatCannotBePlacedIsRefused() {
    assertProblem(
        "memory plan: Buffer[name=a, size=0, first=0, last=1, persistent=false] has no size or no"
            + " life",
        List.of(buffer("a", 0, 0, 1)));
    assertProblem(
        "memory plan: two buffers have one name",
        List.of(buffer("a", 1, 0, 1), buffer("a", 2, 0, 1)));
    assertProblem(
        "memory plan: 4294967294 elements are live at once, more than 16777216",
        List.of(buffer("a", Integer.MAX_VALUE, 0, 1), buffer("b", Integer.MAX_VALUE, 1, 1)));
  }

  private static void assertProblem(String message, List<Buffer> buffers) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> MemoryPlan.place(buffers)).getMessage());
  }

  @Property
  void noTwoBuffersMeetInTimeAndPlace(@ForAll Random random) {
    List<Buffer> buffers = new ArrayList<>();
    for (int i = random.nextInt(30); i >= 0; i--) {
      int first = random.nextInt(20);
      buffers.add(
          new Buffer(
              "b" + i,
              1 + random.nextInt(50),
              first,
              first + random.nextInt(5),
              random.nextInt(5) == 0));
    }
    assertSound(MemoryPlan.place(buffers));
  }

  /** Each buffer meets the one before and the one after, and no other. */
  @Property
  void aChainIsNearTheLowerBound(@ForAll Random random) {
    List<Buffer> buffers = new ArrayList<>();
    for (int i = random.nextInt(30); i >= 0; i--) {
      buffers.add(buffer("b" + i, 1 + random.nextInt(50), i, i + 1));
    }
    MemoryPlan plan = MemoryPlan.place(buffers);
    assertSound(plan);
    assertEquals(plan.lowerBound(), plan.elements());
  }

  @Property
  void thePlansOfRandomNetworksAreSound(@ForAll Random random) {
    Plan plan = RandomNetwork.plan(random);
    assertSound(MemoryPlan.streaming(plan));
    assertSound(MemoryPlan.window(plan, 1 + random.nextInt(100)));
  }

  private static void assertSound(MemoryPlan plan) {
    List<Buffer> buffers = new ArrayList<>(plan.buffers());
    buffers.sort(Comparator.comparing(Buffer::name));
    int end = 0;
    for (Buffer a : buffers) {
      int from = plan.address(a.name());
      assertTrue(a.persistent() || from >= plan.stateElements(), a.name());
      end = Math.max(end, from + a.size());
      for (Buffer b : buffers) {
        int at = plan.address(b.name());
        boolean apartInPlace = from + a.size() <= at || at + b.size() <= from;
        boolean apartInTime =
            !a.persistent() && !b.persistent() && (a.last() < b.first() || b.last() < a.first());
        assertTrue(a == b || apartInPlace || apartInTime, a + " and " + b + "\n" + plan);
      }
    }
    assertEquals(end, plan.elements());
    assertTrue(plan.lowerBound() <= plan.elements());
  }
}
