package dev.footfall.autograd;

import dev.footfall.autograd.op.ActivationOp;
import dev.footfall.autograd.op.AddOp;
import dev.footfall.autograd.op.AvgPool1dOp;
import dev.footfall.autograd.op.BatchNormOp;
import dev.footfall.autograd.op.BinaryOp;
import dev.footfall.autograd.op.ConcatOp;
import dev.footfall.autograd.op.Conv1dOp;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.op.ConvTranspose1dOp;
import dev.footfall.autograd.op.ConvTranspose1dSpec;
import dev.footfall.autograd.op.DropoutOp;
import dev.footfall.autograd.op.FakeQuantOp;
import dev.footfall.autograd.op.GatherOp;
import dev.footfall.autograd.op.GramOp;
import dev.footfall.autograd.op.GroupNormOp;
import dev.footfall.autograd.op.GruOp;
import dev.footfall.autograd.op.LayerNormOp;
import dev.footfall.autograd.op.LinearOp;
import dev.footfall.autograd.op.LstmOp;
import dev.footfall.autograd.op.MatmulOp;
import dev.footfall.autograd.op.MaxPool1dOp;
import dev.footfall.autograd.op.MeanOp;
import dev.footfall.autograd.op.MseOp;
import dev.footfall.autograd.op.PadOp;
import dev.footfall.autograd.op.PermuteOp;
import dev.footfall.autograd.op.Pool1dSpec;
import dev.footfall.autograd.op.ReduceOp;
import dev.footfall.autograd.op.ReshapeOp;
import dev.footfall.autograd.op.ScaleOp;
import dev.footfall.autograd.op.SliceOp;
import dev.footfall.autograd.op.SoftmaxOp;
import dev.footfall.autograd.op.UnaryOp;
import dev.footfall.autograd.op.Upsample1dOp;
import dev.footfall.autograd.op.WhereOp;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.UnaryFunction;
import dev.footfall.engine.kernel.UnaryFunction.Kind;
import java.util.List;

/**
 * The functions: one line for every operation, the operation's own record holding formula, shapes
 * and errors.
 *
 * <p>At least one argument must be on a tape; parameters may stand beside it.
 */
public final class F {
  private F() {}

  /** {@code a + b}: {@link AddOp}. */
  public static Variable add(Variable a, Variable b) {
    return Tape.apply(new AddOp(), a, b);
  }

  /** {@code factor * x}: {@link ScaleOp}. */
  public static Variable scale(double factor, Variable x) {
    return Tape.apply(new ScaleOp(factor), x);
  }

  /** Rectified linear unit: {@link ActivationOp}. */
  public static Variable relu(Variable x) {
    return Tape.apply(new ActivationOp(ActivationOp.Function.RELU), x);
  }

  /** Logistic function: {@link ActivationOp}. */
  public static Variable sigmoid(Variable x) {
    return Tape.apply(new ActivationOp(ActivationOp.Function.SIGMOID), x);
  }

  /** Hyperbolic tangent: {@link ActivationOp}. */
  public static Variable tanh(Variable x) {
    return Tape.apply(new ActivationOp(ActivationOp.Function.TANH), x);
  }

  /** {@code a - b}: {@link BinaryOp}. */
  public static Variable subtract(Variable a, Variable b) {
    return Tape.apply(new BinaryOp(BinaryOp.Function.SUBTRACT), a, b);
  }

  /** {@code a b}, element by element: {@link BinaryOp}. */
  public static Variable multiply(Variable a, Variable b) {
    return Tape.apply(new BinaryOp(BinaryOp.Function.MULTIPLY), a, b);
  }

  /** {@code a / b}, element by element: {@link BinaryOp}. */
  public static Variable divide(Variable a, Variable b) {
    return Tape.apply(new BinaryOp(BinaryOp.Function.DIVIDE), a, b);
  }

  /** The larger of two, element by element: {@link BinaryOp}. */
  public static Variable maximum(Variable a, Variable b) {
    return Tape.apply(new BinaryOp(BinaryOp.Function.MAXIMUM), a, b);
  }

  /** The smaller of two, element by element: {@link BinaryOp}. */
  public static Variable minimum(Variable a, Variable b) {
    return Tape.apply(new BinaryOp(BinaryOp.Function.MINIMUM), a, b);
  }

  /** {@code a} where {@code condition} is not 0, {@code b} elsewhere: {@link WhereOp}. */
  public static Variable where(Tensor condition, Variable a, Variable b) {
    return Tape.apply(new WhereOp(condition), a, b);
  }

  /** {@code scale x + shift}: {@link UnaryFunction}. */
  public static Variable affine(double scale, Variable x, double shift) {
    return Tape.apply(new UnaryOp(new UnaryFunction(Kind.AFFINE, scale, shift)), x);
  }

  /** Magnitude: {@link UnaryFunction}. */
  public static Variable abs(Variable x) {
    return Tape.apply(UnaryOp.of(Kind.ABS), x);
  }

  /** Square root: {@link UnaryFunction}. */
  public static Variable sqrt(Variable x) {
    return Tape.apply(UnaryOp.of(Kind.SQRT), x);
  }

  /** Exponential: {@link UnaryFunction}. */
  public static Variable exp(Variable x) {
    return Tape.apply(UnaryOp.of(Kind.EXP), x);
  }

  /** Natural logarithm: {@link UnaryFunction}. */
  public static Variable log(Variable x) {
    return Tape.apply(UnaryOp.of(Kind.LOG), x);
  }

  /** {@code x ln x}, 0 at 0: {@link UnaryFunction}. */
  public static Variable xLogX(Variable x) {
    return Tape.apply(UnaryOp.of(Kind.X_LOG_X), x);
  }

  /** {@code x^exponent}: {@link UnaryFunction}. */
  public static Variable pow(Variable x, double exponent) {
    return Tape.apply(UnaryOp.of(Kind.POW, exponent), x);
  }

  /** x limited to {@code [low, high]}; either may be infinite: {@link UnaryFunction}. */
  public static Variable clamp(Variable x, double low, double high) {
    return Tape.apply(new UnaryOp(new UnaryFunction(Kind.CLAMP, low, high)), x);
  }

  /** Rectifier with a slope for negative numbers: {@link UnaryFunction}. */
  public static Variable leakyRelu(Variable x, double slope) {
    return Tape.apply(UnaryOp.of(Kind.LEAKY_RELU, slope), x);
  }

  /** Exponential linear unit: {@link UnaryFunction}. */
  public static Variable elu(Variable x, double alpha) {
    return Tape.apply(UnaryOp.of(Kind.ELU, alpha), x);
  }

  /** Gaussian error linear unit: {@link UnaryFunction}. */
  public static Variable gelu(Variable x) {
    return Tape.apply(UnaryOp.of(Kind.GELU), x);
  }

  /** Gaussian error linear unit, approximated with tanh: {@link UnaryFunction}. */
  public static Variable geluTanh(Variable x) {
    return Tape.apply(UnaryOp.of(Kind.GELU_TANH), x);
  }

  /** Sigmoid linear unit: {@link UnaryFunction}. */
  public static Variable silu(Variable x) {
    return Tape.apply(UnaryOp.of(Kind.SILU), x);
  }

  /** Smooth rectifier: {@link UnaryFunction}. */
  public static Variable softplus(Variable x) {
    return Tape.apply(UnaryOp.of(Kind.SOFTPLUS), x);
  }

  /** Softmax along an axis: {@link SoftmaxOp}. */
  public static Variable softmax(Variable x, int axis) {
    return Tape.apply(new SoftmaxOp(axis, false), x);
  }

  /** Logarithm of softmax along an axis: {@link SoftmaxOp}. */
  public static Variable logSoftmax(Variable x, int axis) {
    return Tape.apply(new SoftmaxOp(axis, true), x);
  }

  /** Sum over axes, or all if none is given: {@link ReduceOp}. */
  public static Variable sum(Variable x, boolean keep, int... axes) {
    return Tape.apply(ReduceOp.of(ReduceOp.Function.SUM, keep, axes), x);
  }

  /** Mean over axes, or all if none is given: {@link ReduceOp}. */
  public static Variable mean(Variable x, boolean keep, int... axes) {
    return Tape.apply(ReduceOp.of(ReduceOp.Function.MEAN, keep, axes), x);
  }

  /** Mean squared deviation from the mean over axes, or all: {@link ReduceOp}. */
  public static Variable variance(Variable x, boolean keep, int... axes) {
    return Tape.apply(ReduceOp.of(ReduceOp.Function.VARIANCE, keep, axes), x);
  }

  /** The same with m - 1 in the denominator (PyTorch's correction of 1): {@link ReduceOp}. */
  public static Variable sampleVariance(Variable x, boolean keep, int... axes) {
    return Tape.apply(ReduceOp.of(ReduceOp.Function.SAMPLE_VARIANCE, keep, axes), x);
  }

  /** The largest over axes, or all if none is given: {@link ReduceOp}. */
  public static Variable max(Variable x, boolean keep, int... axes) {
    return Tape.apply(ReduceOp.of(ReduceOp.Function.MAX, keep, axes), x);
  }

  /** The smallest over axes, or all if none is given: {@link ReduceOp}. */
  public static Variable min(Variable x, boolean keep, int... axes) {
    return Tape.apply(ReduceOp.of(ReduceOp.Function.MIN, keep, axes), x);
  }

  /** In training, drops a share p of the elements: {@link DropoutOp}. */
  public static Variable dropout(Variable x, double p, long seed) {
    return Tape.apply(new DropoutOp(p, seed), x);
  }

  /** Rounding to integers and back, with a straight-through gradient: {@link FakeQuantOp}. */
  public static Variable fakeQuant(Variable x, FakeQuantOp op) {
    return Tape.apply(op, x);
  }

  /** Convolution of {@code x [N, C, T]} without bias: {@link Conv1dOp}. */
  public static Variable conv1d(Variable x, Variable weight, Conv1dSpec spec) {
    return Tape.apply(new Conv1dOp(spec), x, weight);
  }

  /** Convolution of {@code x [N, C, T]}: {@link Conv1dOp}. */
  public static Variable conv1d(Variable x, Variable weight, Variable bias, Conv1dSpec spec) {
    return Tape.apply(new Conv1dOp(spec), x, weight, bias);
  }

  /** Transposed convolution of {@code x [N, C, T]} without bias: {@link ConvTranspose1dOp}. */
  public static Variable convTranspose1d(Variable x, Variable weight, ConvTranspose1dSpec spec) {
    return Tape.apply(new ConvTranspose1dOp(spec), x, weight);
  }

  /** Transposed convolution of {@code x [N, C, T]}: {@link ConvTranspose1dOp}. */
  public static Variable convTranspose1d(
      Variable x, Variable weight, Variable bias, ConvTranspose1dSpec spec) {
    return Tape.apply(new ConvTranspose1dOp(spec), x, weight, bias);
  }

  /** Batch normalisation of {@code x [N, C, T]}: {@link BatchNormOp}. */
  public static Variable batchNorm(Variable x, Variable gamma, Variable beta, BatchNormOp op) {
    return Tape.apply(op, x, gamma, beta);
  }

  /** Fully connected layer on {@code x [..., N, C]}: {@link LinearOp}. */
  public static Variable linear(Variable x, Variable weight, Variable bias) {
    return Tape.apply(new LinearOp(), x, weight, bias);
  }

  /** LSTM over {@code x [N, C, T]} from a zero state: {@link LstmOp}. */
  public static Variable lstm(Variable x, Variable weightX, Variable weightH, Variable bias) {
    return Tape.apply(new LstmOp(), x, weightX, weightH, bias);
  }

  /** LSTM over {@code x [N, C, T]} from a given state: {@link LstmOp}. */
  public static Variable lstm(
      Variable x, Variable weightX, Variable weightH, Variable bias, Variable h0, Variable c0) {
    return Tape.apply(new LstmOp(), x, weightX, weightH, bias, h0, c0);
  }

  /** LSTM over {@code x [N, C, T]} from a zero state, in either direction: {@link LstmOp}. */
  public static Variable lstm(
      Variable x, Variable weightX, Variable weightH, Variable bias, LstmOp op) {
    return Tape.apply(op, x, weightX, weightH, bias);
  }

  /** LSTM over {@code x [N, C, T]} from a given state, in either direction: {@link LstmOp}. */
  public static Variable lstm(
      Variable x,
      Variable weightX,
      Variable weightH,
      Variable bias,
      Variable h0,
      Variable c0,
      LstmOp op) {
    return Tape.apply(op, x, weightX, weightH, bias, h0, c0);
  }

  /** GRU over {@code x [N, C, T]} from a zero state: {@link GruOp}. */
  public static Variable gru(
      Variable x, Variable weightX, Variable weightH, Variable biasX, Variable biasH) {
    return Tape.apply(new GruOp(), x, weightX, weightH, biasX, biasH);
  }

  /** GRU over {@code x [N, C, T]} from a given state: {@link GruOp}. */
  public static Variable gru(
      Variable x, Variable weightX, Variable weightH, Variable biasX, Variable biasH, Variable h0) {
    return Tape.apply(new GruOp(), x, weightX, weightH, biasX, biasH, h0);
  }

  /** GRU over {@code x [N, C, T]} from a zero state, in either direction: {@link GruOp}. */
  public static Variable gru(
      Variable x, Variable weightX, Variable weightH, Variable biasX, Variable biasH, GruOp op) {
    return Tape.apply(op, x, weightX, weightH, biasX, biasH);
  }

  /** GRU over {@code x [N, C, T]} from a given state, in either direction: {@link GruOp}. */
  public static Variable gru(
      Variable x,
      Variable weightX,
      Variable weightH,
      Variable biasX,
      Variable biasH,
      Variable h0,
      GruOp op) {
    return Tape.apply(op, x, weightX, weightH, biasX, biasH, h0);
  }

  /** Joins along axis 1: {@link ConcatOp}. */
  public static Variable concat(Variable... parts) {
    return Tape.apply(new ConcatOp(), parts);
  }

  /** Joins along an axis: {@link ConcatOp}. */
  public static Variable concat(int axis, Variable... parts) {
    return Tape.apply(new ConcatOp(axis), parts);
  }

  /** Elements {@code start} to {@code end - 1} along an axis: {@link SliceOp}. */
  public static Variable slice(Variable x, int axis, int start, int end) {
    return slice(x, axis, start, end, 1);
  }

  /** Every step-th element along an axis: {@link SliceOp}. */
  public static Variable slice(Variable x, int axis, int start, int end, int step) {
    return Tape.apply(new SliceOp(axis, start, end, step), x);
  }

  /** An axis backwards, such as time for a backward recurrence: {@link SliceOp}. */
  public static Variable flip(Variable x, int axis) {
    return Tape.apply(SliceOp.flip(x.shape(), axis), x);
  }

  /** Lengthens an axis by a constant: {@link PadOp}. */
  public static Variable pad(Variable x, int axis, int before, int after, double value) {
    return Tape.apply(new PadOp(axis, before, after, PadOp.Mode.CONSTANT, value), x);
  }

  /** Lengthens an axis by its first and last elements: {@link PadOp}. */
  public static Variable padReplicate(Variable x, int axis, int before, int after) {
    return Tape.apply(new PadOp(axis, before, after, PadOp.Mode.REPLICATE, 0), x);
  }

  /** Elements along an axis by their indices: {@link GatherOp}. */
  public static Variable gather(Variable x, int axis, List<Integer> indices) {
    return Tape.apply(new GatherOp(axis, indices), x);
  }

  /** Other extents with the same product: {@link ReshapeOp}. */
  public static Variable reshape(Variable x, int... extents) {
    return Tape.apply(new ReshapeOp(Shape.of(extents)), x);
  }

  /** The axes in another order: {@link PermuteOp}. */
  public static Variable permute(Variable x, List<Integer> axes) {
    return Tape.apply(new PermuteOp(axes), x);
  }

  /** Two axes exchanged: {@link PermuteOp}. */
  public static Variable transpose(Variable x, int axisA, int axisB) {
    return Tape.apply(PermuteOp.transpose(x.shape().rank(), axisA, axisB), x);
  }

  /** Matrix products {@code [..., M, K] x [..., K, N]}: {@link MatmulOp}. */
  public static Variable matmul(Variable a, Variable b) {
    return matmul(a, b, false, false);
  }

  /** Matrix products, operands transposed as they are read: {@link MatmulOp}. */
  public static Variable matmul(Variable a, Variable b, boolean transposeA, boolean transposeB) {
    return Tape.apply(new MatmulOp(transposeA, transposeB), a, b);
  }

  /**
   * Scaled dot-product attention (Vaswani et al. 2017), a composition: {@code softmax(q k^T /
   * sqrt(d)) v}, the softmax over the keys.
   *
   * @param q queries {@code [..., L, d]}
   * @param k keys {@code [..., S, d]}
   * @param v values {@code [..., S, e]}
   * @return {@code [..., L, e]}
   */
  public static Variable attention(Variable q, Variable k, Variable v) {
    Variable scores = matmul(q, k, false, true);
    int width = q.shape().extent(q.shape().rank() - 1);
    return matmul(softmax(scale(1 / Math.sqrt(width), scores), scores.shape().rank() - 1), v);
  }

  /** Normalisation over the last axes, those of gamma and beta: {@link LayerNormOp}. */
  public static Variable layerNorm(Variable x, Variable gamma, Variable beta, double epsilon) {
    return Tape.apply(new LayerNormOp(epsilon), x, gamma, beta);
  }

  /** Normalisation of groups of channels of {@code x [N, C, T]}: {@link GroupNormOp}. */
  public static Variable groupNorm(
      Variable x, Variable gamma, Variable beta, int groups, double epsilon) {
    return Tape.apply(new GroupNormOp(groups, epsilon), x, gamma, beta);
  }

  /** Largest samples of windows of {@code x [N, C, T]}: {@link MaxPool1dOp}. */
  public static Variable maxPool1d(Variable x, Pool1dSpec spec) {
    return Tape.apply(new MaxPool1dOp(spec), x);
  }

  /** Means of windows of {@code x [N, C, T]}, padding counted as zeros: {@link AvgPool1dOp}. */
  public static Variable avgPool1d(Variable x, Pool1dSpec spec) {
    return avgPool1d(x, spec, true);
  }

  /** Means of windows of {@code x [N, C, T]}: {@link AvgPool1dOp}. */
  public static Variable avgPool1d(Variable x, Pool1dSpec spec, boolean countPadding) {
    return Tape.apply(new AvgPool1dOp(spec, countPadding), x);
  }

  /** Multiplies the sampling rate of {@code x [N, C, T]}: {@link Upsample1dOp}. */
  public static Variable upsample1d(Variable x, int factor, Upsample1dOp.Mode mode) {
    return Tape.apply(new Upsample1dOp(factor, mode), x);
  }

  /** Mean over all elements, a scalar: {@link MeanOp}. */
  public static Variable mean(Variable x) {
    return Tape.apply(new MeanOp(), x);
  }

  /** Mean squared error over all elements, a scalar: {@link MseOp}. */
  public static Variable mse(Variable a, Variable b) {
    return Tape.apply(new MseOp(), a, b);
  }

  /** Row-normalised Gram map of {@code x [N, C, T]}: {@link GramOp}. */
  public static Variable gram(Variable x, GramOp.Axis axis) {
    return Tape.apply(new GramOp(axis), x);
  }
}
