package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Matrix;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;
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
 * <p>Inside, everything is feature-major {@code [features, time, batch]}: the input projection of
 * all samples is one matrix product, and a step works on neighbouring columns of the batch. Blocks
 * of the batch are independent and run on several threads.
 */
public record LstmOp() implements Op {
  private static final int X = 0;
  private static final int WEIGHT_X = 1;
  private static final int WEIGHT_H = 2;
  private static final int BIAS = 3;
  private static final int H0 = 4;
  private static final int C0 = 5;

  // What the forward pass saves.
  private static final int INPUT = 0; // [C, T, N]
  private static final int GATES = 1; // [4H, T, N], activations
  private static final int OUTPUT = 2; // [H, T + 1, N], h_0 first
  private static final int CELL = 3; // [H, T + 1, N], c_0 first

  /** Columns of the batch in one task. */
  private static final int BLOCK = 32;

  /** The sizes, resolved. */
  private record Sizes(int batch, int channels, int hidden, int length) {
    static Sizes of(OpContext cx) {
      Shape x = cx.input(X).shape();
      return new Sizes(x.extent(0), x.extent(1), cx.input(WEIGHT_H).shape().extent(1), x.extent(2));
    }

    int gatesRow() {
      return length * batch;
    }

    int stateRow() {
      return (length + 1) * batch;
    }

    int blocks() {
      return (batch + BLOCK - 1) / BLOCK;
    }

    int columns(int block) {
      return Math.min(BLOCK, batch - block * BLOCK);
    }
  }

  @Override
  public String name() {
    return "lstm";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireRank(name(), "x", inputs[X], 3, "[N, C, T]");
    Shapes.requireRank(name(), "weightH", inputs[WEIGHT_H], 2, "[4H, H]");
    int hidden = inputs[WEIGHT_H].extent(1);
    Shape state = Shape.of(inputs[X].extent(0), hidden);
    boolean fits =
        inputs[WEIGHT_X].equals(Shape.of(4 * hidden, inputs[X].extent(1)))
            && inputs[WEIGHT_H].extent(0) == 4 * hidden
            && inputs[BIAS].equals(Shape.of(4 * hidden))
            && (inputs.length == H0
                || (inputs.length == C0 + 1
                    && inputs[H0].equals(state)
                    && inputs[C0].equals(state)));
    if (!fits) {
      throw new IllegalArgumentException(
          "lstm: x has "
              + inputs[X].extent(1)
              + " channels and weightH "
              + hidden
              + " features, so weightX ["
              + 4 * hidden
              + ", "
              + inputs[X].extent(1)
              + "], weightH ["
              + 4 * hidden
              + ", "
              + hidden
              + "], bias ["
              + 4 * hidden
              + "] and, if given, two states "
              + state
              + " are expected (found "
              + Arrays.toString(inputs)
              + ")");
    }
    return Shape.of(inputs[X].extent(0), hidden, inputs[X].extent(2));
  }

  @Override
  public void forward(OpContext cx) {
    Sizes s = Sizes.of(cx);
    GemmKernel gemm = cx.kernels().gemm();
    Tensor input = cx.save(Shape.of(s.channels, s.length, s.batch));
    Tensor gates = cx.save(Shape.of(4 * s.hidden, s.length, s.batch));
    Tensor output = cx.save(Shape.of(s.hidden, s.length + 1, s.batch));
    Tensor cell = cx.save(Shape.of(s.hidden, s.length + 1, s.batch));
    toFeatureMajor(cx.input(X), input, false);
    Tensor bias = cx.input(BIAS);
    for (int row = 0; row < 4 * s.hidden; row++) {
      gates.fill(row * s.gatesRow(), (row + 1) * s.gatesRow(), bias.get(row));
    }
    gemm.gemm(1, Matrix.of(cx.input(WEIGHT_X)), Matrix.of(input), 1, Matrix.of(gates));
    initialState(cx, H0, output);
    initialState(cx, C0, cell);
    cx.workers()
        .forEach(
            s.blocks(),
            block -> {
              int first = block * BLOCK;
              int columns = s.columns(block);
              for (int t = 0; t < s.length; t++) {
                int now = t * s.batch + first;
                gemm.gemm(
                    1,
                    Matrix.of(cx.input(WEIGHT_H)),
                    new Matrix(output, now, s.hidden, columns, s.stateRow(), 1),
                    1,
                    new Matrix(gates, now, 4 * s.hidden, columns, s.gatesRow(), 1));
                cx.kernels()
                    .lstm()
                    .forward(
                        s.hidden,
                        columns,
                        gates,
                        now,
                        s.gatesRow(),
                        cell,
                        now,
                        now + s.batch,
                        s.stateRow(),
                        output);
              }
            });
    Tensor y = cx.output();
    for (int n = 0; n < s.batch; n++) {
      for (int h = 0; h < s.hidden; h++) {
        for (int t = 0; t < s.length; t++) {
          y.set(
              (n * s.hidden + h) * s.length + t,
              output.get(h * s.stateRow() + (t + 1) * s.batch + n));
        }
      }
    }
  }

  @Override
  public void backward(OpContext cx) {
    Sizes s = Sizes.of(cx);
    GemmKernel gemm = cx.kernels().gemm();
    Tensor gates = cx.saved(GATES);
    Tensor output = cx.saved(OUTPUT);
    Tensor cell = cx.saved(CELL);
    Tensor dGates = cx.temporary(gates.shape());
    Tensor dy = cx.temporary(Shape.of(s.hidden, s.length, s.batch));
    Tensor dh = cx.temporary(Shape.of(s.hidden, s.batch));
    Tensor dc = cx.temporary(Shape.of(s.hidden, s.batch));
    toFeatureMajor(cx.outputGradient(), dy, false);
    dh.fill(0);
    dc.fill(0);
    Matrix weightH = Matrix.of(cx.input(WEIGHT_H));
    cx.workers()
        .forEach(
            s.blocks(),
            block -> {
              ElementwiseKernel elementwise = cx.kernels().elementwise();
              int first = block * BLOCK;
              int columns = s.columns(block);
              for (int t = s.length - 1; t >= 0; t--) {
                int now = t * s.batch + first;
                for (int h = 0; h < s.hidden; h++) {
                  elementwise.axpy(columns, 1, dy, h * s.gatesRow() + now, dh, h * s.batch + first);
                }
                cx.kernels()
                    .lstm()
                    .backward(
                        s.hidden,
                        columns,
                        gates,
                        now,
                        s.gatesRow(),
                        cell,
                        now,
                        now + s.batch,
                        s.stateRow(),
                        dh,
                        dc,
                        first,
                        s.batch,
                        dGates);
                gemm.gemm(
                    1,
                    weightH.transposed(),
                    new Matrix(dGates, now, 4 * s.hidden, columns, s.gatesRow(), 1),
                    0,
                    new Matrix(dh, first, s.hidden, columns, s.batch, 1));
              }
            });
    Matrix da = Matrix.of(dGates, 0, 4 * s.hidden, s.gatesRow());
    if (cx.wants(WEIGHT_X)) {
      gemm.gemm(
          1, da, Matrix.of(cx.saved(INPUT)).transposed(), 1, Matrix.of(cx.inputGradient(WEIGHT_X)));
    }
    if (cx.wants(WEIGHT_H)) {
      // h_(t-1) of every step: the saved outputs without the last.
      Matrix previous = new Matrix(output, 0, s.hidden, s.gatesRow(), s.stateRow(), 1);
      gemm.gemm(1, da, previous.transposed(), 1, Matrix.of(cx.inputGradient(WEIGHT_H)));
    }
    if (cx.wants(BIAS)) {
      Tensor db = cx.inputGradient(BIAS);
      for (int row = 0; row < 4 * s.hidden; row++) {
        double sum = 0;
        for (int t = 0; t < s.length; t++) {
          sum += cx.kernels().reductions().sum(s.batch, dGates, row * s.gatesRow() + t * s.batch);
        }
        db.set(row, db.get(row) + sum);
      }
    }
    if (cx.wants(X)) {
      Tensor dInput = cx.temporary(cx.saved(INPUT).shape());
      gemm.gemm(1, Matrix.of(cx.input(WEIGHT_X)).transposed(), da, 0, Matrix.of(dInput));
      toFeatureMajor(cx.inputGradient(X), dInput, true);
    }
    if (cx.inputs() > H0) {
      addInitialStateGradient(cx, H0, dh);
      addInitialStateGradient(cx, C0, dc);
    }
  }

  /**
   * Copies batch-major {@code [N, F, T]} to feature-major {@code [F, T, N]}, or adds the latter to
   * the former.
   */
  private static void toFeatureMajor(Tensor batchMajor, Tensor featureMajor, boolean back) {
    Shape shape = batchMajor.shape();
    int features = shape.extent(1);
    int length = shape.extent(2);
    int batch = shape.extent(0);
    for (int n = 0; n < batch; n++) {
      for (int f = 0; f < features; f++) {
        int row = (n * features + f) * length;
        for (int t = 0; t < length; t++) {
          int at = (f * length + t) * batch + n;
          if (back) {
            batchMajor.set(row + t, batchMajor.get(row + t) + featureMajor.get(at));
          } else {
            featureMajor.set(at, batchMajor.get(row + t));
          }
        }
      }
    }
  }

  /** Writes slot 0 of a state [H, T + 1, N] from an input [N, H], or zeros. */
  private static void initialState(OpContext cx, int input, Tensor state) {
    Shape shape = state.shape();
    int batch = shape.extent(2);
    for (int h = 0; h < shape.extent(0); h++) {
      for (int n = 0; n < batch; n++) {
        double value = cx.inputs() > input ? cx.input(input).get(n * shape.extent(0) + h) : 0;
        state.set(h * shape.extent(1) * batch + n, value);
      }
    }
  }

  private static void addInitialStateGradient(OpContext cx, int input, Tensor gradient) {
    if (!cx.wants(input)) {
      return;
    }
    Tensor sum = cx.inputGradient(input);
    int hidden = gradient.shape().extent(0);
    int batch = gradient.shape().extent(1);
    for (int n = 0; n < batch; n++) {
      for (int h = 0; h < hidden; h++) {
        int at = n * hidden + h;
        sum.set(at, sum.get(at) + gradient.get(h * batch + n));
      }
    }
  }
}
