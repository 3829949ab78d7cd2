package dev.footfall.autograd.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.nn.BatchNorm1d;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.Near;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class MovingAverageTest {

  /** A weight without a use. */
  private static final class Weight extends Module {
    Weight(Tensor value) {
      parameter("weight", value);
    }

    @Override
    public Variable forward(Variable x) {
      return x;
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("moving_average")
  void theAverageIsThatOfPyTorch(GoldenCase golden, Kernels kernels) {
    Tensor rows = golden.inputs().get("weight");
    Tensor expected = golden.outputs().get("average");
    int n = rows.shape().extent(1);
    Tensor weight = Tensor.zeros(kernels.dtype(), n);
    copyRow(rows, 0, weight);
    MovingAverage average =
        new MovingAverage(kernels, new Weight(weight), golden.spec().get("decay").asDouble());
    for (int row = 0; row < rows.shape().extent(0); row++) {
      copyRow(rows, row, weight);
      average.update();
      // Five roundings an update, of numbers up to 2.
      double rounding = 5 * (row + 1) * 2 * kernels.dtype().unitRoundoff();
      for (int i = 0; i < n; i++) {
        double value = expected.get(row * n + i);
        assertEquals(
            value,
            average.state().get("weight").get(i),
            GoldenCase.halfNinthDigit(value) + rounding);
      }
    }
  }

  private static void copyRow(Tensor rows, int row, Tensor out) {
    for (int i = 0; i < out.elements(); i++) {
      out.set(i, rows.get(row * out.elements() + i));
    }
  }

  @Test
  void swappingTwiceIsSwappingNever() {
    BatchNorm1d norm = new BatchNorm1d(2, new Initializer(DType.FLOAT32, new SplittableRandom(1)));
    MovingAverage average = new MovingAverage(Backends.scalar(), norm, 0.75);
    norm.state().get("weight").fill(5);
    norm.state().get("running_mean").fill(8);
    average.update();
    average.swap();
    assertEquals(0.75 * 1 + 0.25 * 5, norm.state().get("weight").get(0));
    assertEquals(8, norm.state().get("running_mean").get(0));
    average.swap();
    assertEquals(5, norm.state().get("weight").get(0));
    assertEquals(2, average.state().get("weight").get(1));
  }

  @Test
  void whatDoesNotMoveIsItsOwnAverage() {
    Tensor weight = Tensor.zeros(DType.FLOAT32, 3);
    weight.fill(0.1);
    MovingAverage average = new MovingAverage(Backends.scalar(), new Weight(weight), 0.999);
    for (int step = 0; step < 100; step++) {
      average.update();
    }
    Near.requireSameBits("average", weight, average.state().get("weight"));
  }

  @Test
  void whileSwappedThereIsNothingToAverage() {
    MovingAverage average =
        new MovingAverage(Backends.fp64(), new Weight(Tensor.zeros(DType.FLOAT64, 1)), 0.5);
    average.swap();
    assertEquals(
        "moving average: the network holds it; swap back first",
        assertThrows(IllegalStateException.class, average::update).getMessage());
  }

  @Test
  void aDecayOutOfRangeIsRejected() {
    assertEquals(
        "moving average: decay must be in [0, 1) (1.0)",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new MovingAverage(
                        Backends.fp64(), new Weight(Tensor.zeros(DType.FLOAT64, 1)), 1))
            .getMessage());
  }
}
