package dev.footfall.autograd.op;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.autograd.testing.Sequences;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;

class GruOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 4) int hidden,
      @ForAll @IntRange(min = 1, max = 6) int length,
      @ForAll boolean reverse,
      @ForAll boolean givenState,
      @ForAll long seed) {
    application(batch, channels, hidden, length, reverse, givenState, seed).checkGradients();
  }

  /** The blocks of the batch are 32 columns wide: their borders take their own property. */
  @Property
  void gradientsAreRightAcrossBlocksOfTheBatch(
      @ForAll("aroundBlocks") int batch,
      @ForAll @IntRange(min = 1, max = 2) int length,
      @ForAll boolean reverse,
      @ForAll boolean givenState,
      @ForAll long seed) {
    application(batch, 1, 1, length, reverse, givenState, seed).checkGradients();
  }

  @Property
  void backEndsAgree(
      @ForAll("batches") int batch,
      @ForAll @IntRange(min = 1, max = 9) int channels,
      @ForAll @IntRange(min = 1, max = 9) int hidden,
      @ForAll @IntRange(min = 1, max = 9) int length,
      @ForAll boolean reverse,
      @ForAll boolean givenState,
      @ForAll long seed) {
    application(batch, channels, hidden, length, reverse, givenState, seed).checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("gru")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    boolean reverse = golden.spec().get("reverse").asBoolean();
    golden.check(kernels, golden.application(in -> gru(in, reverse)));
  }

  @Property
  void isWhatItsFormulaSays(
      @ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll @IntRange(min = 1, max = 3) int hidden,
      @ForAll @IntRange(min = 1, max = 8) int length,
      @ForAll boolean givenState,
      @ForAll long seed) {
    Application application = application(batch, 3, hidden, length, false, givenState, seed);
    Near.require(
        application.toString(),
        formula(application.inputs()),
        application.run(Backends.fp64(), null).get("y"),
        (i, expected) -> 1e-13);
  }

  /** The recurrence written out, one number after the other. */
  private static Tensor formula(Map<String, Tensor> in) {
    Tensor x = in.get("x");
    int batch = x.shape().extent(0);
    int length = x.shape().extent(2);
    int hidden = in.get("w_h").shape().extent(1);
    Tensor y = Tensor.zeros(x.dtype(), batch, hidden, length);
    for (int n = 0; n < batch; n++) {
      double[] h = new double[hidden];
      for (int k = 0; k < hidden && in.containsKey("h0"); k++) {
        h[k] = in.get("h0").get(n * hidden + k);
      }
      for (int t = 0; t < length; t++) {
        double[] next = new double[hidden];
        for (int k = 0; k < hidden; k++) {
          double r = sigmoid(fromX(in, n, k, t) + fromH(in, k, h));
          double z = sigmoid(fromX(in, n, hidden + k, t) + fromH(in, hidden + k, h));
          double q = fromH(in, 2 * hidden + k, h);
          double candidate = Math.tanh(fromX(in, n, 2 * hidden + k, t) + r * q);
          next[k] = (1 - z) * candidate + z * h[k];
          y.set((n * hidden + k) * length + t, next[k]);
        }
        h = next;
      }
    }
    return y;
  }

  /** What a row (gate * hidden + feature) of the weights makes of a sample. */
  private static double fromX(Map<String, Tensor> in, int n, int row, int t) {
    Tensor x = in.get("x");
    int channels = x.shape().extent(1);
    double sum = in.get("b_x").get(row);
    for (int c = 0; c < channels; c++) {
      sum +=
          in.get("w_x").get(row * channels + c)
              * x.get((n * channels + c) * x.shape().extent(2) + t);
    }
    return sum;
  }

  private static double fromH(Map<String, Tensor> in, int row, double[] h) {
    double sum = in.get("b_h").get(row);
    for (int k = 0; k < h.length; k++) {
      sum += in.get("w_h").get(row * h.length + k) * h[k];
    }
    return sum;
  }

  private static double sigmoid(double value) {
    return 1 / (1 + Math.exp(-value));
  }

  /** In reverse is forwards over the reversed sequence, and reversed. */
  @Property
  void reverseIsTheMirrorImage(
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 1, max = 6) int length,
      @ForAll boolean givenState,
      @ForAll long seed) {
    Application reverse = application(batch, 2, 3, length, true, givenState, seed);
    Application forwards = application(batch, 2, 3, length, false, givenState, seed);
    Map<String, Tensor> mirrored = new LinkedHashMap<>(reverse.inputs());
    mirrored.compute("x", (name, x) -> Sequences.reversed(x));
    Tensor seedGradient = reverse.seedGradient();
    for (Kernels kernels : Backends.all()) {
      Map<String, Tensor> found = reverse.run(kernels, seedGradient);
      Map<String, Tensor> mirror =
          forwards.with(mirrored).run(kernels, Sequences.reversed(seedGradient));
      Near.requireSameBits("y", Sequences.reversed(mirror.get("y")), found.get("y"));
      Near.requireSameBits("dx", Sequences.reversed(mirror.get("dx")), found.get("dx"));
      if (givenState) {
        Near.requireSameBits("dh0", mirror.get("dh0"), found.get("dh0"));
      }
    }
  }

  @Provide
  Arbitrary<Integer> batches() {
    return Extents.upTo(33);
  }

  @Provide
  Arbitrary<Integer> aroundBlocks() {
    return Arbitraries.of(31, 32, 33, 63, 64, 65);
  }

  private static Application application(
      int batch,
      int channels,
      int hidden,
      int length,
      boolean reverse,
      boolean givenState,
      long seed) {
    RandomTensors random = new RandomTensors(seed);
    Application application =
        Application.of("gru", in -> gru(in, reverse))
            .input("x", random.uniform(batch, channels, length))
            .input("w_x", random.uniform(3 * hidden, channels))
            .input("w_h", random.uniform(3 * hidden, hidden))
            .input("b_x", random.uniform(3 * hidden))
            .input("b_h", random.uniform(3 * hidden));
    return givenState ? application.input("h0", random.uniform(batch, hidden)) : application;
  }

  private static Variable gru(Map<String, Variable> in, boolean reverse) {
    Variable x = in.get("x");
    if (!reverse) {
      return in.containsKey("h0")
          ? F.gru(x, in.get("w_x"), in.get("w_h"), in.get("b_x"), in.get("b_h"), in.get("h0"))
          : F.gru(x, in.get("w_x"), in.get("w_h"), in.get("b_x"), in.get("b_h"));
    }
    GruOp op = new GruOp(true);
    return in.containsKey("h0")
        ? F.gru(x, in.get("w_x"), in.get("w_h"), in.get("b_x"), in.get("b_h"), in.get("h0"), op)
        : F.gru(x, in.get("w_x"), in.get("w_h"), in.get("b_x"), in.get("b_h"), op);
  }
}
