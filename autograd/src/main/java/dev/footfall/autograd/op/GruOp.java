package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Matrix;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.GemmKernel;
import java.util.Arrays;

/**
 * Gated recurrent unit over a whole sequence: {@code x [N, C, T]} to {@code y [N, H, T]}, with
 * {@code weightX [3H, C]}, {@code weightH [3H, H]}, {@code biasX [3H]}, {@code biasH [3H]} (gates
 * in the order r, z, n) and, optionally, the initial output {@code h0 [N, H]}, zero where absent.
 *
 * <pre>
 * r = sigmoid(Wxr x_t + bxr + Whr h_(t-1) + bhr)
 * z = sigmoid(Wxz x_t + bxz + Whz h_(t-1) + bhz)
 * q = Whn h_(t-1) + bhn,  n = tanh(Wxn x_t + bxn + r q)
 * h_t = (1 - z) n + z h_(t-1),  y_t = h_t
 * </pre>
 *
 * Backwards through time, with dh_t collecting dy_t and what comes from t + 1:
 *
 * <pre>
 * dan = dh (1 - z) (1 - n^2),  dq = dan r
 * dar = dan q r (1 - r),  daz = dh (h_(t-1) - n) z (1 - z)
 * dh_(t-1) = dh z + Wh^T (dar, daz, dq)
 * dWx += (dar, daz, dan) x^T,  dbx += sum (dar, daz, dan),  dx += Wx^T (dar, daz, dan)
 * dWh += (dar, daz, dq) h_(t-1)^T,  dbh += sum (dar, daz, dq)
 * </pre>
 *
 * <p>Convention and order are those of PyTorch: the reset gate acts on q, bias included, so the two
 * biases of n differ and both are kept. In reverse the steps run from the last sample to the first:
 * read t + 1 for t - 1. The last sample of y (the first, in reverse) is the state with which the
 * next window goes on: {@link SliceOp} cuts it out, and h0 may have its shape {@code [N, H, 1]}.
 *
 * @param reverse whether the last sample comes first
 */
public record GruOp(boolean reverse) implements Op {
  private static final int X = 0;
  private static final int WEIGHT_X = 1;
  private static final int WEIGHT_H = 2;
  private static final int BIAS_X = 3;
  private static final int BIAS_H = 4;
  private static final int H0 = 5;

  // What the forward pass saves.
  private static final int INPUT = 0; // [C, T, N]
  private static final int GATES = 1; // [4H, T, N], r, z, q, n: what h feeds comes first
  private static final int OUTPUT = 2; // [H, T + 1, N]

  /** Forwards in time. */
  public GruOp() {
    this(false);
  }

  @Override
  public String name() {
    return "gru";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireRank(name(), "x", inputs[X], 3, "[N, C, T]");
    Shapes.requireRank(name(), "weightH", inputs[WEIGHT_H], 2, "[3H, H]");
    Recurrence r = Recurrence.of(inputs[X], inputs[WEIGHT_H], reverse);
    int hidden = r.hidden();
    boolean fits =
        inputs[WEIGHT_X].equals(Shape.of(3 * hidden, r.channels()))
            && inputs[WEIGHT_H].extent(0) == 3 * hidden
            && inputs[BIAS_X].equals(Shape.of(3 * hidden))
            && inputs[BIAS_H].equals(Shape.of(3 * hidden))
            && (inputs.length == H0 || (inputs.length == H0 + 1 && r.isState(inputs[H0])));
    if (!fits) {
      throw new IllegalArgumentException(
          "gru: x has "
              + r.channels()
              + " channels and weightH "
              + hidden
              + " features, so weightX ["
              + 3 * hidden
              + ", "
              + r.channels()
              + "], weightH ["
              + 3 * hidden
              + ", "
              + hidden
              + "], two biases ["
              + 3 * hidden
              + "] and, if given, a state "
              + Shape.of(r.batch(), hidden)
              + " are expected (found "
              + Arrays.toString(inputs)
              + ")");
    }
    return Shape.of(r.batch(), hidden, r.length());
  }

  @Override
  public void forward(OpContext cx) {
    Recurrence r = recurrence(cx);
    int hidden = r.hidden();
    GemmKernel gemm = cx.kernels().gemm();
    Tensor input = cx.save(r.sequence(r.channels()));
    Tensor gates = cx.save(r.sequence(4 * hidden));
    Tensor output = cx.save(r.states());
    Recurrence.toFeatureMajor(cx.input(X), 0, input);
    Tensor biasX = cx.input(BIAS_X);
    Tensor biasH = cx.input(BIAS_H);
    for (int row = 0; row < 4 * hidden; row++) {
      double fromX = row < 2 * hidden ? biasX.get(row) : 0;
      double fromH = row < 3 * hidden ? biasH.get(row) : biasX.get(row - hidden);
      gates.fill(row * r.sequenceRow(), (row + 1) * r.sequenceRow(), fromX + fromH);
    }
    Matrix x = Matrix.of(input);
    Tensor weightX = cx.input(WEIGHT_X);
    gemm.gemm(1, resetAndUpdate(weightX, r.channels()), x, 1, resetAndUpdate(gates, r));
    gemm.gemm(1, candidate(weightX, r.channels()), x, 1, candidate(gates, r));
    r.initialise(cx, H0, output);
    r.forEachBlock(
        cx,
        first -> {
          int columns = r.columns(first);
          for (int step = 0; step < r.length(); step++) {
            int t = r.sample(step);
            int now = t * r.batch() + first;
            int before = r.before(t) + first;
            r.addRecurrent(cx, t, first, cx.input(WEIGHT_H), output, gates);
            cx.kernels()
                .gru()
                .forward(
                    hidden,
                    columns,
                    gates,
                    now,
                    r.sequenceRow(),
                    output,
                    before,
                    r.after(t) + first,
                    r.stateRow());
          }
        });
    r.copyStates(output, cx.output(), 0);
  }

  @Override
  public void backward(OpContext cx) {
    Recurrence r = recurrence(cx);
    int hidden = r.hidden();
    GemmKernel gemm = cx.kernels().gemm();
    Tensor gates = cx.saved(GATES);
    Tensor output = cx.saved(OUTPUT);
    Tensor dGates = cx.temporary(gates.shape());
    Tensor dy = cx.temporary(r.sequence(hidden));
    Tensor dh = cx.temporary(Shape.of(hidden, r.batch()));
    Recurrence.toFeatureMajor(cx.outputGradient(), 0, dy);
    dh.fill(0);
    r.forEachBlock(
        cx,
        first -> {
          int columns = r.columns(first);
          for (int step = r.length() - 1; step >= 0; step--) {
            int t = r.sample(step);
            int now = t * r.batch() + first;
            r.addSample(cx, t, first, dy, dh);
            cx.kernels()
                .gru()
                .backward(
                    hidden,
                    columns,
                    gates,
                    now,
                    r.sequenceRow(),
                    output,
                    r.before(t) + first,
                    r.stateRow(),
                    dh,
                    first,
                    r.batch(),
                    dGates);
            r.backRecurrent(cx, t, first, cx.input(WEIGHT_H), dGates, 1, dh);
          }
        });
    Matrix dGatesRz = resetAndUpdate(dGates, r);
    Matrix dGatesN = candidate(dGates, r);
    Matrix input = Matrix.of(cx.saved(INPUT));
    if (cx.wants(WEIGHT_X)) {
      Tensor dWeight = cx.inputGradient(WEIGHT_X);
      gemm.gemm(1, dGatesRz, input.transposed(), 1, resetAndUpdate(dWeight, r.channels()));
      gemm.gemm(1, dGatesN, input.transposed(), 1, candidate(dWeight, r.channels()));
    }
    if (cx.wants(WEIGHT_H)) {
      r.addWeightGradient(cx, dGates, output, cx.inputGradient(WEIGHT_H));
    }
    if (cx.wants(BIAS_X)) {
      Tensor db = cx.inputGradient(BIAS_X);
      r.addSums(cx, dGates, 0, 2 * hidden, db, 0);
      r.addSums(cx, dGates, 3 * hidden, hidden, db, 2 * hidden);
    }
    if (cx.wants(BIAS_H)) {
      r.addSums(cx, dGates, 0, 3 * hidden, cx.inputGradient(BIAS_H), 0);
    }
    if (cx.wants(X)) {
      Tensor weightX = cx.input(WEIGHT_X);
      Tensor dInput = cx.temporary(cx.saved(INPUT).shape());
      Matrix dx = Matrix.of(dInput);
      gemm.gemm(1, resetAndUpdate(weightX, r.channels()).transposed(), dGatesRz, 0, dx);
      gemm.gemm(1, candidate(weightX, r.channels()).transposed(), dGatesN, 1, dx);
      Recurrence.addFeatureMajor(dInput, cx.inputGradient(X));
    }
    r.addToInitial(cx, H0, dh);
  }

  private Recurrence recurrence(OpContext cx) {
    return Recurrence.of(cx.input(X).shape(), cx.input(WEIGHT_H).shape(), reverse);
  }

  /** The rows of r and z of a weight [3H, columns]. */
  private static Matrix resetAndUpdate(Tensor weight, int columns) {
    return Matrix.of(weight, 0, weight.shape().extent(0) / 3 * 2, columns);
  }

  /** The rows of n of a weight [3H, columns]. */
  private static Matrix candidate(Tensor weight, int columns) {
    int hidden = weight.shape().extent(0) / 3;
    return Matrix.of(weight, 2 * hidden * columns, hidden, columns);
  }

  /** The rows of r and z of gates [4H, T, N]. */
  private static Matrix resetAndUpdate(Tensor gates, Recurrence r) {
    return Matrix.of(gates, 0, 2 * r.hidden(), r.sequenceRow());
  }

  /** The rows of n of gates [4H, T, N]. */
  private static Matrix candidate(Tensor gates, Recurrence r) {
    return Matrix.of(gates, 3 * r.hidden() * r.sequenceRow(), r.hidden(), r.sequenceRow());
  }
}
