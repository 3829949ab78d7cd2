package dev.footfall.autograd;

import dev.footfall.autograd.op.ActivationOp;
import dev.footfall.autograd.op.AddOp;
import dev.footfall.autograd.op.BatchNormOp;
import dev.footfall.autograd.op.ConcatOp;
import dev.footfall.autograd.op.Conv1dOp;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.op.FakeQuantOp;
import dev.footfall.autograd.op.GramOp;
import dev.footfall.autograd.op.LinearOp;
import dev.footfall.autograd.op.LstmOp;
import dev.footfall.autograd.op.MeanOp;
import dev.footfall.autograd.op.MseOp;
import dev.footfall.autograd.op.ScaleOp;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;

/**
 * The functions: one line for every operation, the operation's own record holding formula, shapes
 * and errors.
 *
 * <p>At least one argument must be on a tape; parameters may stand beside it.
 */
public final class F {
  private F() {}

  /** {@code a + b}, of one shape: {@link AddOp}. */
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

  /** Batch normalisation of {@code x [N, C, T]}: {@link BatchNormOp}. */
  public static Variable batchNorm(Variable x, Variable gamma, Variable beta, BatchNormOp op) {
    return Tape.apply(op, x, gamma, beta);
  }

  /** Fully connected layer on {@code x [N, C]}: {@link LinearOp}. */
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

  /** Joins along axis 1: {@link ConcatOp}. */
  public static Variable concat(Variable... parts) {
    return Tape.apply(new ConcatOp(), parts);
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
