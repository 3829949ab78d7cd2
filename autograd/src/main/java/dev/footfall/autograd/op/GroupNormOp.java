package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;
import dev.footfall.engine.kernel.ReductionKernel;

/**
 * Group normalisation (Wu and He 2018) of {@code x [N, C, T]}: each window alone, over T and the C
 * / G channels of each of G groups, with {@code gamma [C]} and {@code beta [C]}; m = C T / G.
 *
 * <pre>
 * mean = 1/m sum x,  var = 1/m sum (x - mean)^2,  r = 1 / sqrt(var + epsilon)
 * xhat = (x - mean) r,  y = gamma xhat + beta
 * dbeta += sum dy,  dgamma += sum dy xhat
 * g = gamma dy,  dx += r (g - 1/m sum g - xhat 1/m sum g xhat)
 * </pre>
 *
 * <p>There are no running statistics: training and inference are the same. With G = C it is
 * instance normalisation. The mean looks at the whole of a window, so no output is causal.
 *
 * @param groups G, a divisor of C; group 0 holds the first C / G channels
 * @param epsilon added to the variance
 */
public record GroupNormOp(int groups, double epsilon) implements Op {
  private static final int X = 0;
  private static final int GAMMA = 1;
  private static final int BETA = 2;

  @Override
  public String name() {
    return "group_norm";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape x = inputs[X];
    Shapes.requireRank(name(), "x", x, 3, "[N, C, T]");
    Shape channels = Shape.of(x.extent(1));
    if (!inputs[GAMMA].equals(channels) || !inputs[BETA].equals(channels)) {
      throw new IllegalArgumentException(
          "group_norm: x has "
              + x.extent(1)
              + " channels (x "
              + x
              + ", gamma "
              + inputs[GAMMA]
              + ", beta "
              + inputs[BETA]
              + ")");
    }
    if (groups < 1 || x.extent(1) % groups != 0) {
      throw new IllegalArgumentException(
          "group_norm: "
              + x.extent(1)
              + " channels cannot be split into "
              + groups
              + " groups (x "
              + x
              + ")");
    }
    if (x.extent(1) * x.extent(2) == 0) {
      throw new IllegalArgumentException(
          "group_norm: there is nothing to normalise over (x " + x + ")");
    }
    return x;
  }

  @Override
  public void forward(OpContext cx) {
    Tensor xhat = blocks(cx).forward(cx, epsilon, cx.input(X));
    ElementwiseKernel elementwise = cx.kernels().elementwise();
    Tensor gamma = cx.input(GAMMA);
    Tensor beta = cx.input(BETA);
    forEachRow(
        cx,
        (c, n, at) -> elementwise.affine(n, gamma.get(c), beta.get(c), xhat, at, cx.output(), at));
  }

  @Override
  public void backward(OpContext cx) {
    Tensor xhat = Standardisation.xhat(cx);
    Tensor dy = cx.outputGradient();
    ReductionKernel sums = cx.kernels().reductions();
    if (cx.wants(BETA)) {
      Tensor dBeta = cx.inputGradient(BETA);
      forEachRow(cx, (c, n, at) -> dBeta.set(c, dBeta.get(c) + sums.sum(n, dy, at)));
    }
    if (cx.wants(GAMMA)) {
      Tensor dGamma = cx.inputGradient(GAMMA);
      forEachRow(cx, (c, n, at) -> dGamma.set(c, dGamma.get(c) + sums.dot(n, dy, at, 0, xhat, at)));
    }
    if (cx.wants(X)) {
      Tensor g = cx.temporary(dy.shape());
      Tensor gamma = cx.input(GAMMA);
      forEachRow(
          cx, (c, n, at) -> cx.kernels().elementwise().affine(n, gamma.get(c), 0, dy, at, g, at));
      blocks(cx).backward(cx, g, cx.inputGradient(X));
    }
  }

  private interface Row {
    void accept(int channel, int length, int offset);
  }

  private static void forEachRow(OpContext cx, Row row) {
    Shape x = cx.input(X).shape();
    int length = x.extent(2);
    for (int i = 0; i < x.extent(0) * x.extent(1); i++) {
      row.accept(i % x.extent(1), length, i * length);
    }
  }

  private Standardisation blocks(OpContext cx) {
    Shape x = cx.input(X).shape();
    return new Standardisation(
        x.extent(0) * groups, x.extent(1) / groups * x.extent(2), x.extent(2));
  }
}
