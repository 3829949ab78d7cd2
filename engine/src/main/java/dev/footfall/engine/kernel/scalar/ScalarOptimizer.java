package dev.footfall.engine.kernel.scalar;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.OptimizerKernel;

/**
 * Steps of optimisers, one element after the other. C2 turns these loops into vector code by
 * itself, so the vector back end uses them too.
 */
public final class ScalarOptimizer implements OptimizerKernel {

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
    float step = (float) rate;
    float pull = (float) penalty;
    float keep = (float) momentum;
    float part = (float) share;
    float ahead = nesterov ? 1 : 0;
    float along = nesterov ? keep : 1;
    float[] gs = dw.floats();
    float[] vs = v.floats();
    float[] ws = w.floats();
    for (int i = 0; i < n; i++) {
      float g = gs[i] + pull * ws[i];
      vs[i] = keep * vs[i] + part * g;
      ws[i] -= step * (ahead * g + along * vs[i]);
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
    float pull = (float) penalty;
    float keep = (float) (1 - decay);
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float c1 = (float) (1 - beta1);
    float c2 = (float) (1 - beta2);
    float eps = (float) epsilon;
    float step = (float) stepSize;
    float root = (float) rootCorrection;
    float[] gs = dw.floats();
    float[] ms = m.floats();
    float[] vs = v.floats();
    float[] ws = w.floats();
    for (int i = 0; i < n; i++) {
      float g = gs[i] + pull * ws[i];
      ms[i] = b1 * ms[i] + c1 * g;
      vs[i] = b2 * vs[i] + c2 * (g * g);
      ws[i] = keep * ws[i] - step * ms[i] / ((float) Math.sqrt(vs[i]) / root + eps);
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
    float step = (float) rate;
    float pull = (float) penalty;
    float a = (float) alpha;
    float c = (float) (1 - alpha);
    float eps = (float) epsilon;
    float center = (float) centering;
    float keep = (float) momentum;
    float[] gs = dw.floats();
    float[] ss = s.floats();
    float[] ms = m.floats();
    float[] vs = v.floats();
    float[] ws = w.floats();
    for (int i = 0; i < n; i++) {
      float g = gs[i] + pull * ws[i];
      ss[i] = a * ss[i] + c * (g * g);
      ms[i] = a * ms[i] + c * g;
      float variance = Math.max(0, ss[i] - center * (ms[i] * ms[i]));
      vs[i] = keep * vs[i] + g / ((float) Math.sqrt(variance) + eps);
      ws[i] -= step * vs[i];
    }
  }

  @Override
  public void lion(
      int n, double rate, double decay, double beta1, double beta2, Tensor dw, Tensor m, Tensor w) {
    float step = (float) rate;
    float keep = (float) (1 - decay);
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float c1 = (float) (1 - beta1);
    float c2 = (float) (1 - beta2);
    float[] gs = dw.floats();
    float[] ms = m.floats();
    float[] ws = w.floats();
    for (int i = 0; i < n; i++) {
      ws[i] = keep * ws[i] - step * Math.signum(b1 * ms[i] + c1 * gs[i]);
      ms[i] = b2 * ms[i] + c2 * gs[i];
    }
  }
}
