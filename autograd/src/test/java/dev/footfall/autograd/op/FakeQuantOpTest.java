package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.F;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.Json;
import dev.footfall.engine.kernel.Kernels;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class FakeQuantOpTest {

  private static FakeQuantOp of(float scale, int zeroPoint, int least, int most) {
    return new FakeQuantOp(new float[] {scale}, new int[] {zeroPoint}, least, most);
  }

  /**
   * No difference quotient sees through rounding, so the estimator is held to its definition: the
   * seed where the integer is in the range, and 0 where it is not.
   */
  @Property
  void gradientsAreRightByDefinition(
      @ForAll long seed,
      @ForAll @IntRange(min = -20, max = 20) int zeroPoint,
      @ForAll @IntRange(min = 1, max = 40) int steps) {
    double scale = 1.0 / steps;
    Tensor x = new RandomTensors(seed).uniform(3, 4);
    FakeQuantOp op = of((float) scale, zeroPoint, -10, 15);
    Application application =
        Application.of("fakeQuant", in -> F.fakeQuant(in.get("x"), op)).input("x", x);
    Tensor dy = application.seedGradient();
    Map<String, Tensor> found = application.run(Backends.fp64(), dy);
    for (int i = 0; i < x.elements(); i++) {
      double q = Math.rint(x.get(i) / (float) scale) + zeroPoint;
      double inside = Math.min(Math.max(q, -10), 15);
      assertEquals((float) scale * (inside - zeroPoint), found.get("y").get(i));
      assertEquals(q == inside ? dy.get(i) : 0, found.get("dx").get(i));
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("fake_quant")
  void agreesWithPyTorch(GoldenCase golden, Kernels kernels) {
    Json spec = golden.spec();
    int least = spec.get("least").asInt();
    int most = spec.get("most").asInt();
    FakeQuantOp op =
        golden.name().equals("rows")
            ? new FakeQuantOp(
                golden.inputs().get("scales").to(DType.FLOAT32).floats(),
                new int[] {0, 3, -1},
                least,
                most)
            : of(spec.get("scale").asFloat(), spec.get("zero_point").asInt(), least, most);
    Map<String, Tensor> found =
        golden
            .application(in -> F.fakeQuant(in.get("x"), op))
            .run(kernels, golden.seedGradient().orElseThrow());
    // Scales are powers of two and inputs multiples of 1/16: all is exact.
    assertExact(golden.outputs().get("y"), found.get("y"));
    assertExact(golden.gradients().get("x"), found.get("dx"));
  }

  private static void assertExact(Tensor expected, Tensor found) {
    for (int i = 0; i < expected.elements(); i++) {
      assertEquals(expected.get(i), found.get(i), "element " + i);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertEquals(
        "fakeQuant: 2 scales for the first axis of x [3, 4]",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new FakeQuantOp(new float[] {1, 1}, new int[2], 0, 1)
                        .outputShape(Shape.of(3, 4)))
            .getMessage());
    assertEquals(
        "fakeQuant: expected a zero point for each scale and least < most (scales [1], zero points"
            + " [2], least 0, most 1)",
        assertThrows(
                IllegalArgumentException.class,
                () -> new FakeQuantOp(new float[] {1}, new int[2], 0, 1))
            .getMessage());
    assertEquals(
        "fakeQuant: scale is 0.0",
        assertThrows(IllegalArgumentException.class, () -> of(0, 0, 0, 1)).getMessage());
  }
}
