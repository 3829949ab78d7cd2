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
import dev.footfall.autograd.testing.RoundingBound;
import dev.footfall.autograd.testing.Sequences;
import dev.footfall.engine.Shape;
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

class LstmOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 4) int hidden,
      @ForAll @IntRange(min = 1, max = 6) int length,
      @ForAll boolean givenState,
      @ForAll long seed) {
    application(batch, channels, hidden, length, givenState, seed).checkGradients();
  }

  /** The blocks of the batch are 32 columns wide: their borders take their own property. */
  @Property
  void gradientsAreRightAcrossBlocksOfTheBatch(
      @ForAll("aroundBlocks") int batch,
      @ForAll @IntRange(min = 1, max = 2) int length,
      @ForAll boolean givenState,
      @ForAll long seed) {
    application(batch, 1, 1, length, givenState, seed).checkGradients();
  }

  @Property
  void backEndsAgree(
      @ForAll("batches") int batch,
      @ForAll @IntRange(min = 1, max = 9) int channels,
      @ForAll @IntRange(min = 1, max = 9) int hidden,
      @ForAll @IntRange(min = 1, max = 9) int length,
      @ForAll boolean givenState,
      @ForAll long seed) {
    application(batch, channels, hidden, length, givenState, seed).checkBackends();
  }

  @Property
  void gradientsAreRightInReverseAndOfCells(
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 4) int hidden,
      @ForAll @IntRange(min = 1, max = 6) int length,
      @ForAll boolean reverse,
      @ForAll boolean cells,
      @ForAll boolean givenState,
      @ForAll long seed) {
    LstmOp op = new LstmOp(reverse, cells);
    application(op, batch, channels, hidden, length, givenState, seed).checkGradients();
  }

  @Property
  void gradientsOfCellsAreRightAcrossBlocksOfTheBatch(
      @ForAll("aroundBlocks") int batch,
      @ForAll @IntRange(min = 1, max = 2) int length,
      @ForAll boolean reverse,
      @ForAll long seed) {
    application(new LstmOp(reverse, true), batch, 1, 1, length, true, seed).checkGradients();
  }

  @Property
  void backEndsAgreeInReverseAndOnCells(
      @ForAll("batches") int batch,
      @ForAll @IntRange(min = 1, max = 9) int channels,
      @ForAll @IntRange(min = 1, max = 9) int hidden,
      @ForAll @IntRange(min = 1, max = 9) int length,
      @ForAll boolean reverse,
      @ForAll boolean cells,
      @ForAll boolean givenState,
      @ForAll long seed) {
    LstmOp op = new LstmOp(reverse, cells);
    application(op, batch, channels, hidden, length, givenState, seed).checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("lstm_states")
  void reverseAndCellsAreWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    LstmOp op =
        new LstmOp(
            golden.spec().get("reverse").asBoolean(), golden.spec().get("cells").asBoolean());
    golden.check(kernels, golden.application(in -> lstm(in, op)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("lstm")
  void theLastCellStateIsThatOfPyTorch(GoldenCase golden, Kernels kernels) {
    int hidden = golden.outputs().get("y").shape().extent(1);
    int last = golden.outputs().get("y").shape().extent(2) - 1;
    Application application =
        golden.application(
            in -> {
              Variable cells = F.slice(lstm(in, new LstmOp(false, true)), 1, hidden, 2 * hidden);
              return F.slice(cells, 2, last, last + 1);
            });
    Tensor expected = golden.outputs().get("c_last");
    RoundingBound bound = new RoundingBound(application, null);
    Near.require(
        golden + " c_last",
        expected,
        application.run(kernels, null).get("y").reshaped(expected.shape()),
        (i, e) -> GoldenCase.halfNinthDigit(e) + bound.of("y", kernels.dtype()));
  }

  /** In reverse is forwards over the reversed sequence, and reversed. */
  @Property
  void reverseIsTheMirrorImage(
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 1, max = 6) int length,
      @ForAll boolean cells,
      @ForAll boolean givenState,
      @ForAll long seed) {
    Application reverse =
        application(new LstmOp(true, cells), batch, 2, 3, length, givenState, seed);
    Application forwards =
        application(new LstmOp(false, cells), batch, 2, 3, length, givenState, seed);
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
        Near.requireSameBits("dc0", mirror.get("dc0"), found.get("dc0"));
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("lstm")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    golden.check(kernels, golden.application(LstmOpTest::lstm));
  }

  /**
   * PyTorch's last output and cell state, handed over as the initial state, continue its sequence:
   * this checks {@code c_last} where it is used.
   */
  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("lstm")
  void continuesWhereTheLastStateOfPyTorchLeftOff(GoldenCase golden, Kernels kernels) {
    Tensor x = golden.inputs().get("x");
    Tensor more = new RandomTensors(1).uniform(x.shape().extent(0), x.shape().extent(1), 3);
    Tensor y = golden.outputs().get("y");
    int length = x.shape().extent(2);

    Application whole = golden.application(LstmOpTest::lstm).input("x", joined(x, more));
    Application rest =
        golden
            .application(LstmOpTest::lstm)
            .input("x", more)
            .input("h0", Sequences.part(y, length - 1, length).reshaped(shapeWithoutTime(y)))
            .input("c0", golden.outputs().get("c_last"));
    RoundingBound bound = new RoundingBound(whole, null);
    Near.require(
        golden + " continued",
        Sequences.part(whole.run(kernels, null).get("y"), length, length + 3),
        rest.run(kernels, null).get("y"),
        // The state is printed with nine digits. With weights of at most 1 its error grows by at
        // most 2 + 2 H a step, H being 3 and the steps 3.
        (i, expected) -> 512 * GoldenCase.halfNinthDigit(1) + 2 * bound.of("y", kernels.dtype()));
  }

  @Property
  void isTheSameInTwoPartsWithTheStateCarriedOver(
      @ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll @IntRange(min = 1, max = 3) int hidden,
      @ForAll @IntRange(min = 1, max = 5) int before,
      @ForAll @IntRange(min = 1, max = 5) int after,
      @ForAll boolean givenState,
      @ForAll long seed) {
    Application whole = application(batch, 2, hidden, before + after, givenState, seed);
    Tensor y = whole.run(Backends.fp64(), null).get("y");
    Tensor x = whole.inputs().get("x");
    Reference reference = new Reference(whole);
    reference.run(0, before);
    Application rest =
        whole
            .with(whole.inputs())
            .input("x", Sequences.part(x, before, before + after))
            .input("h0", reference.h)
            .input("c0", reference.c);
    // Same operations on the same numbers, but for the reference's own rounding in the state.
    Near.require(
        whole + " in two parts",
        Sequences.part(y, before, before + after),
        rest.run(Backends.fp64(), null).get("y"),
        (i, expected) -> 1e-13);
  }

  @Property
  void isWhatItsFormulaSays(
      @ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll @IntRange(min = 1, max = 3) int hidden,
      @ForAll @IntRange(min = 1, max = 8) int length,
      @ForAll boolean givenState,
      @ForAll long seed) {
    Application application = application(batch, 3, hidden, length, givenState, seed);
    Tensor y = new Reference(application).run(0, length);
    Near.require(
        application.toString(),
        y,
        application.run(Backends.fp64(), null).get("y"),
        (i, expected) -> 1e-13);
  }

  /** The recurrence written out, one number after the other. */
  private static final class Reference {
    final Tensor x;
    final Tensor weightX;
    final Tensor weightH;
    final Tensor bias;
    final int hidden;
    Tensor h;
    Tensor c;

    Reference(Application application) {
      x = application.inputs().get("x");
      weightX = application.inputs().get("w_x");
      weightH = application.inputs().get("w_h");
      bias = application.inputs().get("b");
      hidden = weightH.shape().extent(1);
      Tensor zero = Tensor.zeros(x.dtype(), x.shape().extent(0), hidden);
      h = application.inputs().getOrDefault("h0", zero).copy();
      c = application.inputs().getOrDefault("c0", zero).copy();
    }

    Tensor run(int from, int to) {
      Tensor y = Tensor.zeros(x.dtype(), x.shape().extent(0), hidden, to - from);
      for (int t = from; t < to; t++) {
        Tensor next = h.copy();
        for (int n = 0; n < x.shape().extent(0); n++) {
          for (int k = 0; k < hidden; k++) {
            int at = n * hidden + k;
            double cell =
                sigmoid(a(n, hidden + k, t)) * c.get(at)
                    + sigmoid(a(n, k, t)) * Math.tanh(a(n, 2 * hidden + k, t));
            double out = sigmoid(a(n, 3 * hidden + k, t)) * Math.tanh(cell);
            c.set(at, cell);
            next.set(at, out);
            y.set(at * (to - from) + t - from, out);
          }
        }
        h = next;
      }
      return y;
    }

    /** One pre-activation; row = gate * hidden + feature. */
    private double a(int n, int row, int t) {
      int channels = x.shape().extent(1);
      double sum = bias.get(row);
      for (int k = 0; k < channels; k++) {
        int at = (n * channels + k) * x.shape().extent(2) + t;
        sum += weightX.get(row * channels + k) * x.get(at);
      }
      for (int k = 0; k < hidden; k++) {
        sum += weightH.get(row * hidden + k) * h.get(n * hidden + k);
      }
      return sum;
    }

    private static double sigmoid(double value) {
      return 1 / (1 + Math.exp(-value));
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
      int batch, int channels, int hidden, int length, boolean givenState, long seed) {
    return application(new LstmOp(), batch, channels, hidden, length, givenState, seed);
  }

  private static Application application(
      LstmOp op, int batch, int channels, int hidden, int length, boolean givenState, long seed) {
    RandomTensors random = new RandomTensors(seed);
    Application application =
        Application.of(op.toString(), in -> lstm(in, op))
            .input("x", random.uniform(batch, channels, length))
            .input("w_x", random.uniform(4 * hidden, channels))
            .input("w_h", random.uniform(4 * hidden, hidden))
            .input("b", random.uniform(4 * hidden));
    return givenState
        ? application
            .input("h0", random.uniform(batch, hidden))
            .input("c0", random.uniform(batch, hidden))
        : application;
  }

  private static Variable lstm(Map<String, Variable> in) {
    return in.containsKey("h0")
        ? F.lstm(in.get("x"), in.get("w_x"), in.get("w_h"), in.get("b"), in.get("h0"), in.get("c0"))
        : F.lstm(in.get("x"), in.get("w_x"), in.get("w_h"), in.get("b"));
  }

  private static Variable lstm(Map<String, Variable> in, LstmOp op) {
    Variable x = in.get("x");
    return in.containsKey("h0")
        ? F.lstm(x, in.get("w_x"), in.get("w_h"), in.get("b"), in.get("h0"), in.get("c0"), op)
        : F.lstm(x, in.get("w_x"), in.get("w_h"), in.get("b"), op);
  }

  private static Shape shapeWithoutTime(Tensor x) {
    return Shape.of(x.shape().extent(0), x.shape().extent(1));
  }

  /** Two sequences one after the other. */
  private static Tensor joined(Tensor a, Tensor b) {
    int first = a.shape().extent(2);
    int both = first + b.shape().extent(2);
    Tensor joined = Tensor.zeros(a.dtype(), a.shape().extent(0), a.shape().extent(1), both);
    Sequences.copyInto(joined, 0, a);
    Sequences.copyInto(joined, first, b);
    return joined;
  }
}
