package dev.footfall.grf.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.nn.Initializer;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.scalar.ScalarKernels;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.Channel;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.data.Unit;
import dev.footfall.grf.window.Normalisation;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModelTest {
  private static final Kernels SCALAR = ScalarKernels.create(Workers.of(1));

  private static final Task TASK =
      new Task("two-in", 100, List.of("a", "b"), Unit.NEWTON, List.of("x", "y"), "made up");

  /** A student whose first tap of everything passes channel 0 on: y = relu(a'), twice. */
  private static Model passingOn() {
    SequenceNetwork network =
        Networks.named("cnn-s", 2, 2, new Initializer(DType.FLOAT32, new SplittableRandom(1)));
    network.state().values().forEach(tensor -> tensor.fill(0));
    for (String layer : List.of("conv1", "conv2", "conv3")) {
      network.state().get(layer + ".weight").set(4, 1); // output 0, input 0, newest tap
    }
    Tensor head = network.state().get("head.weight");
    head.set(0, 1);
    head.set(head.shape().extent(1), 2);
    Normalisation normalisation =
        new Normalisation(new float[] {10, 0}, new float[] {4, 1}, new float[] {100, 1000});
    return new Model(network, TASK, normalisation, null);
  }

  private static Recording recording(double rateHz, float... a) {
    return new Recording(
        "r",
        "s",
        "t",
        rateHz,
        Double.NaN,
        List.of(new Channel("b", Unit.NEWTON), new Channel("a", Unit.NEWTON)),
        new float[][] {new float[a.length], a});
  }

  @Test
  void anEstimateIsStandardisedOnTheWayInAndScaledOnTheWayOut() {
    // a' = (a - 10) / 4 is -2.5, 0, 1, 2; the first target is 100 relu(a'), the second 2000.
    assertArrayEquals(
        new float[] {0, 0, 100, 200, 0, 0, 2000, 4000},
        passingOn().estimate(recording(100, 0, 10, 14, 18), SCALAR));
  }

  @Test
  void aRecordingOfAnotherRateIsRefused() {
    Recording slow = recording(50, 0, 10, 14, 18);
    assertEquals(
        "r: sampled at 50 Hz but task two-in needs 100 Hz",
        assertThrows(InputException.class, () -> passingOn().estimate(slow, SCALAR)).getMessage());
  }
}
