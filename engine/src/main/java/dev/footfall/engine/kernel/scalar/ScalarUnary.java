package dev.footfall.engine.kernel.scalar;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.UnaryFunction;
import dev.footfall.engine.kernel.UnaryKernel;

/**
 * Functions of one number, one element after the other. Each has a loop of its own, so that C2
 * turns those without exponentials into vector code by itself: the vector back end uses them too.
 */
public final class ScalarUnary implements UnaryKernel {

  @Override
  public void value(UnaryFunction f, int from, int to, Tensor xs, Tensor ys) {
    float[] x = xs.floats();
    float[] y = ys.floats();
    float alpha = (float) f.alpha();
    float beta = (float) f.beta();
    switch (f.kind()) {
      case AFFINE -> {
        for (int i = from; i < to; i++) {
          y[i] = alpha * x[i] + beta;
        }
      }
      case ABS -> {
        for (int i = from; i < to; i++) {
          y[i] = Math.abs(x[i]);
        }
      }
      case SQRT -> {
        for (int i = from; i < to; i++) {
          y[i] = (float) Math.sqrt(x[i]);
        }
      }
      case EXP -> {
        for (int i = from; i < to; i++) {
          y[i] = FloatFunctions.exp(x[i]);
        }
      }
      case LOG -> {
        for (int i = from; i < to; i++) {
          y[i] = (float) Math.log(x[i]);
        }
      }
      case X_LOG_X -> {
        for (int i = from; i < to; i++) {
          y[i] = x[i] == 0 ? 0 : (float) (x[i] * Math.log(x[i]));
        }
      }
      case POW -> {
        for (int i = from; i < to; i++) {
          y[i] = (float) Math.pow(x[i], alpha);
        }
      }
      case CLAMP -> {
        for (int i = from; i < to; i++) {
          y[i] = Math.min(Math.max(x[i], alpha), beta);
        }
      }
      case LEAKY_RELU -> {
        for (int i = from; i < to; i++) {
          y[i] = x[i] > 0 ? x[i] : alpha * x[i];
        }
      }
      case ELU -> {
        for (int i = from; i < to; i++) {
          y[i] = x[i] > 0 ? x[i] : alpha * FloatFunctions.expm1(x[i]);
        }
      }
      case GELU -> {
        for (int i = from; i < to; i++) {
          y[i] = x[i] * FloatFunctions.normal(x[i]);
        }
      }
      case GELU_TANH -> {
        for (int i = from; i < to; i++) {
          y[i] = FloatFunctions.geluTanh(x[i]);
        }
      }
      case SILU -> {
        for (int i = from; i < to; i++) {
          y[i] = x[i] * FloatFunctions.sigmoid(x[i]);
        }
      }
      case SOFTPLUS -> {
        for (int i = from; i < to; i++) {
          y[i] = FloatFunctions.softplus(x[i]);
        }
      }
      case HUBER -> {
        for (int i = from; i < to; i++) {
          y[i] = huber(alpha, x[i]);
        }
      }
      case PINBALL -> {
        for (int i = from; i < to; i++) {
          y[i] = x[i] > 0 ? alpha * x[i] : (alpha - 1) * x[i];
        }
      }
    }
  }

  @Override
  public void gradient(
      UnaryFunction f, int from, int to, Tensor xs, Tensor ys, Tensor dys, Tensor dxs) {
    float[] x = xs.floats();
    float[] y = ys.floats();
    float[] dy = dys.floats();
    float[] dx = dxs.floats();
    float alpha = (float) f.alpha();
    float beta = (float) f.beta();
    switch (f.kind()) {
      case AFFINE -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * alpha;
        }
      }
      case ABS -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * (x[i] > 0 ? 1 : x[i] < 0 ? -1 : 0);
        }
      }
      case SQRT -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * (0.5f / y[i]);
        }
      }
      case EXP -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * y[i];
        }
      }
      case LOG -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * (1 / x[i]);
        }
      }
      case X_LOG_X -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * ((float) Math.log(x[i]) + 1);
        }
      }
      case POW -> {
        // Of a constant there is no gradient, not even 0 / 0.
        for (int i = from; i < to && alpha != 0; i++) {
          dx[i] += dy[i] * (alpha * (float) Math.pow(x[i], alpha - 1));
        }
      }
      case CLAMP -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * (x[i] >= alpha && x[i] <= beta ? 1 : 0);
        }
      }
      case LEAKY_RELU -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * (x[i] > 0 ? 1 : alpha);
        }
      }
      case ELU -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * (x[i] > 0 ? 1 : alpha * FloatFunctions.exp(x[i]));
        }
      }
      case GELU -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * FloatFunctions.geluSlope(x[i]);
        }
      }
      case GELU_TANH -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * FloatFunctions.geluTanhSlope(x[i]);
        }
      }
      case SILU -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * FloatFunctions.siluSlope(x[i]);
        }
      }
      case SOFTPLUS -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * FloatFunctions.sigmoid(x[i]);
        }
      }
      case HUBER -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * Math.min(Math.max(x[i], -alpha), alpha);
        }
      }
      case PINBALL -> {
        for (int i = from; i < to; i++) {
          dx[i] += dy[i] * (x[i] > 0 ? alpha : x[i] == 0 ? alpha - 0.5f : alpha - 1);
        }
      }
    }
  }

  private static float huber(float delta, float x) {
    float size = Math.abs(x);
    return size <= delta ? 0.5f * (x * x) : delta * (size - 0.5f * delta);
  }
}
