package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;
import dev.footfall.engine.kernel.ReductionKernel;
import java.util.List;
import java.util.Map;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) of {@code x [N, C, T]} over N and T, with {@code
 * gamma [C]} and {@code beta [C]}; m = N T values a channel.
 *
 * <pre>
 * mean = 1/m sum x,  var = 1/m sum (x - mean)^2,  r = 1 / sqrt(var + epsilon)
 * xhat = (x - mean) r,  y = gamma xhat + beta
 * dbeta += sum dy,  dgamma += sum dy xhat
 * dx += gamma r (dy - dbeta/m - xhat dgamma/m)
 * </pre>
 *
 * <p>In training the running statistics move towards those of the batch: {@code running += momentum
 * (batch - running)}, the variance with m - 1 in the denominator, as in PyTorch. (With a single
 * value it is 0, where PyTorch refuses.) At inference they take the place of mean and var, and
 * {@code dx += gamma r dy}. A frozen normalisation behaves in training as at inference; in PyTorch
 * it takes {@code eval()}, not {@code requires_grad_(False)}, to get that.
 *
 * @param momentum weight of the newest batch in the running statistics
 * @param epsilon added to the variance
 * @param runningMean {@code [C]}, updated by the forward pass in training
 * @param runningVariance {@code [C]}, likewise
 * @param frozen whether the running statistics stay as they are and serve in training too
 */
public record BatchNormOp(
    double momentum, double epsilon, Tensor runningMean, Tensor runningVariance, boolean frozen)
    implements Op {
  private static final int X = 0;
  private static final int GAMMA = 1;
  private static final int BETA = 2;
  private static final int MEAN = 0;
  private static final int INVERSE_STD = 1;

  /** Not frozen. */
  public BatchNormOp(double momentum, double epsilon, Tensor runningMean, Tensor runningVariance) {
    this(momentum, epsilon, runningMean, runningVariance, false);
  }

  @Override
  public String name() {
    return "batchNorm";
  }

  @Override
  public Map<String, Object> attributes() {
    return Map.of("epsilon", epsilon);
  }

  @Override
  public List<Tensor> buffers() {
    return List.of(runningMean, runningVariance);
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireRank(name(), "x", inputs[X], 3, "[N, C, T]");
    Shape channels = Shape.of(inputs[X].extent(1));
    if (!inputs[GAMMA].equals(channels)
        || !inputs[BETA].equals(channels)
        || !runningMean.shape().equals(channels)
        || !runningVariance.shape().equals(channels)) {
      throw new IllegalArgumentException(
          "batchNorm: x has "
              + inputs[X].extent(1)
              + " channels (x "
              + inputs[X]
              + ", gamma "
              + inputs[GAMMA]
              + ", beta "
              + inputs[BETA]
              + ", running mean "
              + runningMean.shape()
              + ", running variance "
              + runningVariance.shape()
              + ")");
    }
    if (inputs[X].elements() == 0) {
      throw new IllegalArgumentException("batchNorm: x has no elements (x " + inputs[X] + ")");
    }
    return inputs[X];
  }

  @Override
  public void forward(OpContext cx) {
    Tensor x = cx.input(X);
    Tensor y = cx.output();
    Tensor means = cx.save(runningMean.shape());
    Tensor inverseStds = cx.save(runningMean.shape());
    int length = x.shape().extent(2);
    boolean training = ofBatch(cx);
    cx.workers()
        .forEach(
            means.elements(),
            c -> {
              double mean = runningMean.get(c);
              double variance = runningVariance.get(c);
              if (training) {
                int m = x.shape().extent(0) * length;
                mean = sumRows(x, c, (at) -> cx.kernels().reductions().sum(length, x, at)) / m;
                double center = mean;
                variance =
                    sumRows(
                            x,
                            c,
                            at ->
                                cx.kernels()
                                    .reductions()
                                    .sumOfSquaredDeviations(length, center, x, at))
                        / m;
                double unbiased = variance * m / Math.max(1, m - 1);
                runningMean.set(c, runningMean.get(c) + momentum * (mean - runningMean.get(c)));
                runningVariance.set(
                    c, runningVariance.get(c) + momentum * (unbiased - runningVariance.get(c)));
              }
              double inverseStd = 1 / Math.sqrt(variance + epsilon);
              means.set(c, mean);
              inverseStds.set(c, inverseStd);
              double scale = cx.input(GAMMA).get(c) * inverseStd;
              double shift = cx.input(BETA).get(c) - mean * scale;
              ElementwiseKernel kernel = cx.kernels().elementwise();
              forEachRow(x, c, at -> kernel.affine(length, scale, shift, x, at, y, at));
            });
  }

  @Override
  public void backward(OpContext cx) {
    Tensor x = cx.input(X);
    Tensor dy = cx.outputGradient();
    int length = x.shape().extent(2);
    int m = x.shape().extent(0) * length;
    Tensor dx = cx.wants(X) ? cx.inputGradient(X) : null;
    Tensor dGammas = cx.wants(GAMMA) ? cx.inputGradient(GAMMA) : null;
    Tensor dBetas = cx.wants(BETA) ? cx.inputGradient(BETA) : null;
    cx.workers()
        .forEach(
            x.shape().extent(1),
            c -> {
              ReductionKernel sums = cx.kernels().reductions();
              double mean = cx.saved(MEAN).get(c);
              double r = cx.saved(INVERSE_STD).get(c);
              double dBeta = sumRows(x, c, at -> sums.sum(length, dy, at));
              double dGamma = r * sumRows(x, c, at -> sums.dot(length, dy, at, mean, x, at));
              if (dBetas != null) {
                dBetas.set(c, dBetas.get(c) + dBeta);
              }
              if (dGammas != null) {
                dGammas.set(c, dGammas.get(c) + dGamma);
              }
              if (dx != null) {
                // dx += scale dy + slope x + shift, with xhat = (x - mean) r written out.
                double scale = cx.input(GAMMA).get(c) * r;
                double slope = ofBatch(cx) ? -scale * r * dGamma / m : 0;
                double shift = ofBatch(cx) ? -scale * dBeta / m - slope * mean : 0;
                ElementwiseKernel kernel = cx.kernels().elementwise();
                forEachRow(
                    x,
                    c,
                    at ->
                        kernel.accumulateAffine(
                            length, scale, dy, at, slope, x, at, shift, dx, at));
              }
            });
  }

  /** Whether mean and variance are those of the batch, not the running ones. */
  private boolean ofBatch(OpContext cx) {
    return cx.training() && !frozen;
  }

  private interface RowSum {
    double at(int offset);
  }

  private interface Row {
    void at(int offset);
  }

  private static double sumRows(Tensor x, int c, RowSum row) {
    double sum = 0;
    for (int n = 0; n < x.shape().extent(0); n++) {
      sum += row.at((n * x.shape().extent(1) + c) * x.shape().extent(2));
    }
    return sum;
  }

  private static void forEachRow(Tensor x, int c, Row row) {
    for (int n = 0; n < x.shape().extent(0); n++) {
      row.at((n * x.shape().extent(1) + c) * x.shape().extent(2));
    }
  }
}
