package dev.footfall.autograd.nn;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.BatchNormOp;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.Tensor;

/**
 * Batch normalisation layer over {@code [N, C, T]}; momentum 0.1 and epsilon 1e-5, PyTorch's
 * defaults.
 *
 * <p>{@linkplain Module#freeze Frozen}, it normalises with its running statistics on a training
 * tape too and leaves them alone, so that a frozen network computes there what it computes at
 * inference.
 */
public final class BatchNorm1d extends Module {
  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;

  private final Parameter gamma;
  private final Parameter beta;
  private final BatchNormOp op;
  private final BatchNormOp frozenOp;

  /** Starts as the identity on standardised input: gamma 1, beta 0, running mean 0, variance 1. */
  public BatchNorm1d(int channels, Initializer init) {
    gamma = parameter("weight", init.ones(channels));
    beta = parameter("bias", init.zeros(channels));
    Tensor mean = buffer("running_mean", init.zeros(channels));
    Tensor variance = buffer("running_var", init.ones(channels));
    op = new BatchNormOp(MOMENTUM, EPSILON, mean, variance);
    frozenOp = new BatchNormOp(MOMENTUM, EPSILON, mean, variance, true);
  }

  /** {@code [N, C, T]} to the same shape. */
  @Override
  public Variable forward(Variable x) {
    return F.batchNorm(x, gamma, beta, frozen() ? frozenOp : op);
  }
}
