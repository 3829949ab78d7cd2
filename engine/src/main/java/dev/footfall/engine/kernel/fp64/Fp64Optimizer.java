package dev.footfall.engine.kernel.fp64;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.OptimizerKernel;

/** Steps of optimisers in double precision. */
final class Fp64Optimizer implements OptimizerKernel {

  @Override
  public void sgd(
      int n,
      double rate,
      double penalty,
      double momentum,
      double share,
      boolean nesterov,
      Tensor dw,
      Tensor v,
      Tensor w) {
    for (int i = 0; i < n; i++) {
      double g = dw.doubles()[i] + penalty * w.doubles()[i];
      double velocity = momentum * v.doubles()[i] + share * g;
      v.doubles()[i] = velocity;
      w.doubles()[i] -= rate * (nesterov ? g + momentum * velocity : velocity);
    }
  }

  @Override
  public void adam(
      int n,
      double penalty,
      double decay,
      double beta1,
      double beta2,
      double epsilon,
      double stepSize,
      double rootCorrection,
      Tensor dw,
      Tensor m,
      Tensor v,
      Tensor w) {
    for (int i = 0; i < n; i++) {
      double g = dw.doubles()[i] + penalty * w.doubles()[i];
      double mean = beta1 * m.doubles()[i] + (1 - beta1) * g;
      double square = beta2 * v.doubles()[i] + (1 - beta2) * g * g;
      m.doubles()[i] = mean;
      v.doubles()[i] = square;
      double decayed = w.doubles()[i] - decay * w.doubles()[i];
      w.doubles()[i] = decayed - stepSize * mean / (Math.sqrt(square) / rootCorrection + epsilon);
    }
  }

  @Override
  public void rmsProp(
      int n,
      double rate,
      double penalty,
      double alpha,
      double epsilon,
      double centering,
      double momentum,
      Tensor dw,
      Tensor s,
      Tensor m,
      Tensor v,
      Tensor w) {
    for (int i = 0; i < n; i++) {
      double g = dw.doubles()[i] + penalty * w.doubles()[i];
      double square = alpha * s.doubles()[i] + (1 - alpha) * g * g;
      double mean = alpha * m.doubles()[i] + (1 - alpha) * g;
      double deviation = Math.sqrt(Math.max(0, square - centering * mean * mean));
      double velocity = momentum * v.doubles()[i] + g / (deviation + epsilon);
      s.doubles()[i] = square;
      m.doubles()[i] = mean;
      v.doubles()[i] = velocity;
      w.doubles()[i] -= rate * velocity;
    }
  }

  @Override
  public void lion(
      int n, double rate, double decay, double beta1, double beta2, Tensor dw, Tensor m, Tensor w) {
    for (int i = 0; i < n; i++) {
      double g = dw.doubles()[i];
      double mean = m.doubles()[i];
      double decayed = w.doubles()[i] - decay * w.doubles()[i];
      w.doubles()[i] = decayed - rate * Math.signum(beta1 * mean + (1 - beta1) * g);
      m.doubles()[i] = beta2 * mean + (1 - beta2) * g;
    }
  }
}
