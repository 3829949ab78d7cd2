package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Matrix;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.GemmKernel;
import java.util.Arrays;

/**
 * Long short-term memory over a whole sequence: {@code x [N, C, T]} to {@code y [N, H, T]}, with
 * {@code weightX [4H, C]}, {@code weightH [4H, H]}, {@code bias [4H]} (gates in the order i, f, g,
 * o) and, optionally, the initial output {@code h0 [N, H]} and cell state {@code c0 [N, H]}, zero
 * where absent.
 *
 * <pre>
 * a_t = Wx x_t + Wh h_(t-1) + b
 * i, f, o = sigmoid(a),  g = tanh(a)
 * c_t = f c_(t-1) + i g,  h_t = o tanh(c_t),  y_t = h_t
 * </pre>
 *
 * Backwards through time, with dh_t collecting dy_t and what comes from t + 1:
 *
 * <pre>
 * dc += dh o (1 - tanh(c)^2),  do = dh tanh(c),  di = dc g,  dg = dc i,  df = dc c_(t-1)
 * da = (di, df, dg, do) times the slopes,  dc_(t-1) = dc f,  dh_(t-1) = Wh^T da
 * dWx += da x^T,  dWh += da h_(t-1)^T,  db += sum da,  dx += Wx^T da
 * </pre>
 *
 * <p>In reverse the steps run from the last sample to the first: read t + 1 for t - 1. With cells
 * the output is {@code [N, 2H, T]}: first the H channels of h, then the H channels of c, whose
 * gradient joins dc. Its last sample (the first, in reverse) is the state with which the next
 * window goes on: {@link SliceOp} cuts it out, and h0 and c0 may have its shape {@code [N, H, 1]}.
 *
 * <p>PyTorch has two biases, of which only the sum counts: {@code bias = bias_ih + bias_hh}.
 *
 * @param reverse whether the last sample comes first
 * @param cells whether the output holds the cell states too
 */
public record LstmOp(boolean reverse, boolean cells) implements Op {
  private static final int X = 0;
  private static final int WEIGHT_X = 1;
  private static final int WEIGHT_H = 2;
  private static final int BIAS = 3;
  private static final int H0 = 4;
  private static final int C0 = 5;

  // What the forward pass saves.
  private static final int INPUT = 0; // [C, T, N]
  private static final int GATES = 1; // [4H, T, N], activations
  private static final int OUTPUT = 2; // [H, T + 1, N]
  private static final int CELL = 3; // [H, T + 1, N]

  /** Forwards in time, the output alone. */
  public LstmOp() {
    this(false, false);
  }

  @Override
  public String name() {
    return "lstm";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireRank(name(), "x", inputs[X], 3, "[N, C, T]");
    Shapes.requireRank(name(), "weightH", inputs[WEIGHT_H], 2, "[4H, H]");
    Recurrence r = Recurrence.of(inputs[X], inputs[WEIGHT_H], reverse);
    int hidden = r.hidden();
    boolean fits =
        inputs[WEIGHT_X].equals(Shape.of(4 * hidden, r.channels()))
            && inputs[WEIGHT_H].extent(0) == 4 * hidden
            && inputs[BIAS].equals(Shape.of(4 * hidden))
            && (inputs.length == H0
                || (inputs.length == C0 + 1 && r.isState(inputs[H0]) && r.isState(inputs[C0])));
    if (!fits) {
      throw new IllegalArgumentException(
          "lstm: x has "
              + r.channels()
              + " channels and weightH "
              + hidden
              + " features, so weightX ["
              + 4 * hidden
              + ", "
              + r.channels()
              + "], weightH ["
              + 4 * hidden
              + ", "
              + hidden
              + "], bias ["
              + 4 * hidden
              + "] and, if given, two states "
              + Shape.of(r.batch(), hidden)
              + " are expected (found "
              + Arrays.toString(inputs)
              + ")");
    }
    return Shape.of(r.batch(), cells ? 2 * hidden : hidden, r.length());
  }

  @Override
  public void forward(OpContext cx) {
    Recurrence r = recurrence(cx);
    int hidden = r.hidden();
    GemmKernel gemm = cx.kernels().gemm();
    Tensor input = cx.save(r.sequence(r.channels()));
    Tensor gates = cx.save(r.sequence(4 * hidden));
    Tensor output = cx.save(r.states());
    Tensor cell = cx.save(r.states());
    Recurrence.toFeatureMajor(cx.input(X), 0, input);
    Tensor bias = cx.input(BIAS);
    for (int row = 0; row < 4 * hidden; row++) {
      gates.fill(row * r.sequenceRow(), (row + 1) * r.sequenceRow(), bias.get(row));
    }
    gemm.gemm(1, Matrix.of(cx.input(WEIGHT_X)), Matrix.of(input), 1, Matrix.of(gates));
    r.initialise(cx, H0, output);
    r.initialise(cx, C0, cell);
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
                .lstm()
                .forward(
                    hidden,
                    columns,
                    gates,
                    now,
                    r.sequenceRow(),
                    cell,
                    before,
                    r.after(t) + first,
                    r.stateRow(),
                    output);
          }
        });
    r.copyStates(output, cx.output(), 0);
    if (cells) {
      r.copyStates(cell, cx.output(), hidden);
    }
  }

  @Override
  public void backward(OpContext cx) {
    Recurrence r = recurrence(cx);
    int hidden = r.hidden();
    GemmKernel gemm = cx.kernels().gemm();
    Tensor gates = cx.saved(GATES);
    Tensor output = cx.saved(OUTPUT);
    Tensor cell = cx.saved(CELL);
    Tensor dGates = cx.temporary(gates.shape());
    Tensor dy = cx.temporary(r.sequence(hidden));
    Tensor dCells = cells ? cx.temporary(r.sequence(hidden)) : null;
    Tensor dh = cx.temporary(Shape.of(hidden, r.batch()));
    Tensor dc = cx.temporary(Shape.of(hidden, r.batch()));
    Recurrence.toFeatureMajor(cx.outputGradient(), 0, dy);
    if (cells) {
      Recurrence.toFeatureMajor(cx.outputGradient(), hidden, dCells);
    }
    dh.fill(0);
    dc.fill(0);
    r.forEachBlock(
        cx,
        first -> {
          int columns = r.columns(first);
          for (int step = r.length() - 1; step >= 0; step--) {
            int t = r.sample(step);
            int now = t * r.batch() + first;
            r.addSample(cx, t, first, dy, dh);
            if (cells) {
              r.addSample(cx, t, first, dCells, dc);
            }
            cx.kernels()
                .lstm()
                .backward(
                    hidden,
                    columns,
                    gates,
                    now,
                    r.sequenceRow(),
                    cell,
                    r.before(t) + first,
                    r.after(t) + first,
                    r.stateRow(),
                    dh,
                    dc,
                    first,
                    r.batch(),
                    dGates);
            r.backRecurrent(cx, t, first, cx.input(WEIGHT_H), dGates, 0, dh);
          }
        });
    Matrix da = Matrix.of(dGates, 0, 4 * hidden, r.sequenceRow());
    if (cx.wants(WEIGHT_X)) {
      gemm.gemm(
          1, da, Matrix.of(cx.saved(INPUT)).transposed(), 1, Matrix.of(cx.inputGradient(WEIGHT_X)));
    }
    if (cx.wants(WEIGHT_H)) {
      r.addWeightGradient(cx, dGates, output, cx.inputGradient(WEIGHT_H));
    }
    if (cx.wants(BIAS)) {
      r.addSums(cx, dGates, 0, 4 * hidden, cx.inputGradient(BIAS), 0);
    }
    if (cx.wants(X)) {
      Tensor dInput = cx.temporary(cx.saved(INPUT).shape());
      gemm.gemm(1, Matrix.of(cx.input(WEIGHT_X)).transposed(), da, 0, Matrix.of(dInput));
      Recurrence.addFeatureMajor(dInput, cx.inputGradient(X));
    }
    r.addToInitial(cx, H0, dh);
    r.addToInitial(cx, C0, dc);
  }

  private Recurrence recurrence(OpContext cx) {
    return Recurrence.of(cx.input(X).shape(), cx.input(WEIGHT_H).shape(), reverse);
  }
}
