package dev.footfall.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.Losses.Divisor;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.Json;
import dev.footfall.engine.kernel.Kernels;
import java.util.Map;
import java.util.function.BinaryOperator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;

/** The losses against PyTorch and against central differences. */
class LossesTest {

  /** Losses by name, with kinks at multiples of 1/8. */
  private static final Map<String, BinaryOperator<Variable>> LOSSES =
      Map.of(
          "mae", Losses::mae,
          "huber", (a, b) -> Losses.huber(a, b, 0.5),
          "smoothL1", (a, b) -> Losses.smoothL1(a, b, 0.25),
          "smoothL1 without a parabola", (a, b) -> Losses.smoothL1(a, b, 0),
          "pinball", (a, b) -> Losses.pinball(a, b, 0.125),
          "cosine over time", (a, b) -> Losses.cosine(a, b, 2),
          "cosine over channels", (a, b) -> Losses.cosine(a, b, 1),
          "klDivergence of windows", (a, b) -> Losses.klDivergence(a, b, Divisor.BATCH),
          "klDivergence of elements", (a, b) -> Losses.klDivergence(a, b, Divisor.ELEMENTS));

  /**
   * The two differ by odd multiples of 1/16, and are positive. There are two channels and samples
   * or more: the cosine of single numbers is constant, and its gradient nothing but rounding.
   */
  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 2, max = 4) int channels,
      @ForAll("extents") int length,
      @ForAll long seed) {
    RandomTensors random = new RandomTensors(seed);
    Shape shape = Shape.of(batch, channels, length);
    Tensor a = eighths(random, shape, 0);
    Tensor b = eighths(random, shape, 1.0 / 16);
    LOSSES.forEach(
        (name, loss) -> {
          Application application =
              Application.of(name, in -> loss.apply(in.get("a"), in.get("b")))
                  .input("a", a)
                  .input("b", b);
          application.checkGradients();
          withTerms(application).checkBackends();
        });
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("losses")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    golden.check(
        kernels, withTerms(golden.application(in -> loss(golden, in.get("a"), in.get("b")))));
  }

  private static Variable loss(GoldenCase golden, Variable a, Variable b) {
    Json spec = golden.spec();
    String name = golden.name();
    if (name.startsWith("mae")) {
      return Losses.mae(a, b);
    } else if (name.startsWith("huber")) {
      return Losses.huber(a, b, spec.get("delta").asDouble());
    } else if (name.startsWith("smooth_l1")) {
      return Losses.smoothL1(a, b, spec.get("beta").asDouble());
    } else if (name.startsWith("pinball")) {
      return Losses.pinball(a, b, spec.get("q").asDouble());
    } else if (name.startsWith("cosine")) {
      return Losses.cosine(a, b, spec.get("axis").asInt());
    } else {
      boolean batch = spec.get("batch").asBoolean();
      return Losses.klDivergence(a, b, batch ? Divisor.BATCH : Divisor.ELEMENTS);
    }
  }

  /**
   * Losses are means of differences of numbers of at most 4, cosines differences of terms of at
   * most 1 whose gradients are divided by a norm of at least 1/16.
   */
  private static Application withTerms(Application application) {
    return application.termsOf("y", 4).termsOf("da", 16).termsOf("db", 16);
  }

  @Test
  void aVectorOfZerosIsOrthogonalAndHasNoGradient() {
    Tensor a = Tensor.of(Shape.of(1, 2), new double[] {0, 0});
    Tensor b = Tensor.of(Shape.of(1, 2), new double[] {3, 4});
    for (Kernels kernels : Backends.all()) {
      Map<String, Tensor> results =
          Application.of("cosine", in -> Losses.cosine(in.get("a"), in.get("b"), 1))
              .input("a", a)
              .input("b", b)
              .run(kernels, Tensor.of(Shape.of(), new double[] {1}));
      assertEquals(1, results.get("y").get(0));
      assertEquals(-1, results.get("da").firstNonFinite());
      assertEquals(-1, results.get("db").firstNonFinite());
    }
  }

  /** Its norm of 5e-7 is small, but above the limit. */
  @Test
  void aFaintVectorStillHasADirection() {
    Tensor a = Tensor.of(Shape.of(1, 2), new double[] {3e-7, 4e-7});
    Tensor b = Tensor.of(Shape.of(1, 2), new double[] {3, 4});
    for (Kernels kernels : Backends.all()) {
      Tensor y =
          Application.of("cosine", in -> Losses.cosine(in.get("a"), in.get("b"), 1))
              .input("a", a)
              .input("b", b)
              .run(kernels, null)
              .get("y");
      assertEquals(0, y.get(0), 10 * kernels.dtype().unitRoundoff());
    }
  }

  /** The least of a pinball loss is the quantile, here of 0, 1, ... 4. */
  @Test
  void thePinballIsLeastAtTheQuantile() {
    Tensor target = Tensor.of(Shape.of(5), new double[] {0, 1, 2, 3, 4});
    double[] losses = new double[5];
    for (int guess = 0; guess < 5; guess++) {
      Tape tape = Tape.inference(Backends.fp64());
      Tensor prediction = Tensor.zeros(DType.FLOAT64, 5);
      prediction.fill(guess);
      losses[guess] = Losses.pinball(tape.constant(prediction), tape.constant(target), 0.75).item();
    }
    for (int guess = 0; guess < 5; guess++) {
      assertEquals(true, guess == 3 || losses[guess] > losses[3], "guess " + guess);
    }
  }

  @Test
  void whatDoesNotFitIsRejected() {
    Tape tape = Tape.inference(Backends.fp64());
    Variable a = tape.constant(Tensor.zeros(DType.FLOAT64, 2, 3));
    Variable b = tape.constant(Tensor.zeros(DType.FLOAT64, 3));
    Variable scalar = tape.constant(Tensor.zeros(DType.FLOAT64));
    rejects("mae: shapes differ ([2, 3], [3])", () -> Losses.mae(a, b));
    rejects("huber: shapes differ ([2, 3], [3])", () -> Losses.huber(a, b, 1));
    rejects("smoothL1: shapes differ ([2, 3], [3])", () -> Losses.smoothL1(a, b, 0));
    rejects("smoothL1: shapes differ ([2, 3], [3])", () -> Losses.smoothL1(a, b, 1));
    rejects("pinball: shapes differ ([3], [2, 3])", () -> Losses.pinball(a, b, 0.5));
    rejects("cosine: shapes differ ([2, 3], [3])", () -> Losses.cosine(a, b, 0));
    rejects("sum: there is no axis 2 (x [2, 3])", () -> Losses.cosine(a, a, 2));
    rejects(
        "klDivergence: shapes differ ([2, 3], [3])",
        () -> Losses.klDivergence(a, b, Divisor.BATCH));
    rejects(
        "klDivergence: there are no windows ([])",
        () -> Losses.klDivergence(scalar, scalar, Divisor.BATCH));
    rejects("huber: delta must be positive (-1.0)", () -> Losses.smoothL1(a, a, -1));
  }

  private static void rejects(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  /** Multiples of 1/8 from 1/8 to 2, shifted. */
  private static Tensor eighths(RandomTensors random, Shape shape, double shift) {
    Tensor tensor = random.between(1, 16, shape);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, Math.rint(tensor.get(i)) / 8 + shift);
    }
    return tensor;
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(17).filter(length -> length > 1);
  }
}
