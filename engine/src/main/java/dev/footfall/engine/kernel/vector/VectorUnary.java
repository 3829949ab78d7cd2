package dev.footfall.engine.kernel.vector;

import static jdk.incubator.vector.VectorOperators.GT;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.UnaryFunction;
import dev.footfall.engine.kernel.UnaryKernel;
import dev.footfall.engine.kernel.scalar.ScalarUnary;
import jdk.incubator.vector.FloatVector;

/**
 * The functions of one number that contain an exponential, one vector at a time, to the bits of the
 * scalar back end. What does not fill a vector goes there, and so does every other function.
 *
 * <p>Each loop is a method of its own, so that C2 compiles it alone. With one loop and the choice
 * inside, it kept every vector on the heap; of {@code gelu} and some gradients it still keeps one
 * or a few, which costs half of their speed.
 */
final class VectorUnary implements UnaryKernel {
  private static final UnaryKernel SCALAR = new ScalarUnary();

  @Override
  public void value(UnaryFunction f, int from, int to, Tensor xs, Tensor ys) {
    float[] x = xs.floats();
    float[] y = ys.floats();
    int end = from + Lanes.SPECIES.loopBound(to - from);
    switch (f.kind()) {
      case EXP -> exp(from, end, x, y);
      case ELU -> elu(from, end, (float) f.alpha(), x, y);
      case GELU -> gelu(from, end, x, y);
      case GELU_TANH -> geluTanh(from, end, x, y);
      case SILU -> silu(from, end, x, y);
      case SOFTPLUS -> softplus(from, end, x, y);
      default -> end = from;
    }
    SCALAR.value(f, end, to, xs, ys);
  }

  @Override
  public void gradient(
      UnaryFunction f, int from, int to, Tensor xs, Tensor ys, Tensor dys, Tensor dxs) {
    float[] x = xs.floats();
    float[] dy = dys.floats();
    float[] dx = dxs.floats();
    int end = from + Lanes.SPECIES.loopBound(to - from);
    switch (f.kind()) {
      case ELU -> eluGradient(from, end, (float) f.alpha(), x, dy, dx);
      case GELU -> geluGradient(from, end, x, dy, dx);
      case GELU_TANH -> geluTanhGradient(from, end, x, dy, dx);
      case SILU -> siluGradient(from, end, x, dy, dx);
      case SOFTPLUS -> softplusGradient(from, end, x, dy, dx);
      default -> end = from;
    }
    SCALAR.gradient(f, end, to, xs, ys, dys, dxs);
  }

  private static void exp(int from, int to, float[] x, float[] y) {
    for (int i = from; i < to; i += Lanes.COUNT) {
      VectorFunctions.exp(load(x, i)).intoArray(y, i);
    }
  }

  private static void elu(int from, int to, float alpha, float[] x, float[] y) {
    for (int i = from; i < to; i += Lanes.COUNT) {
      FloatVector v = load(x, i);
      VectorFunctions.expm1(v).mul(alpha).blend(v, v.compare(GT, 0f)).intoArray(y, i);
    }
  }

  private static void eluGradient(
      int from, int to, float alpha, float[] x, float[] dy, float[] dx) {
    for (int i = from; i < to; i += Lanes.COUNT) {
      FloatVector v = load(x, i);
      accumulate(i, VectorFunctions.exp(v).mul(alpha).blend(1f, v.compare(GT, 0f)), dy, dx);
    }
  }

  private static void gelu(int from, int to, float[] x, float[] y) {
    for (int i = from; i < to; i += Lanes.COUNT) {
      FloatVector v = load(x, i);
      v.mul(VectorFunctions.normal(v)).intoArray(y, i);
    }
  }

  private static void geluGradient(int from, int to, float[] x, float[] dy, float[] dx) {
    for (int i = from; i < to; i += Lanes.COUNT) {
      accumulate(i, VectorFunctions.geluSlope(load(x, i)), dy, dx);
    }
  }

  private static void geluTanh(int from, int to, float[] x, float[] y) {
    for (int i = from; i < to; i += Lanes.COUNT) {
      VectorFunctions.geluTanh(load(x, i)).intoArray(y, i);
    }
  }

  private static void geluTanhGradient(int from, int to, float[] x, float[] dy, float[] dx) {
    for (int i = from; i < to; i += Lanes.COUNT) {
      accumulate(i, VectorFunctions.geluTanhSlope(load(x, i)), dy, dx);
    }
  }

  private static void silu(int from, int to, float[] x, float[] y) {
    for (int i = from; i < to; i += Lanes.COUNT) {
      FloatVector v = load(x, i);
      v.mul(VectorFunctions.sigmoid(v)).intoArray(y, i);
    }
  }

  private static void siluGradient(int from, int to, float[] x, float[] dy, float[] dx) {
    for (int i = from; i < to; i += Lanes.COUNT) {
      accumulate(i, VectorFunctions.siluSlope(load(x, i)), dy, dx);
    }
  }

  private static void softplus(int from, int to, float[] x, float[] y) {
    for (int i = from; i < to; i += Lanes.COUNT) {
      VectorFunctions.softplus(load(x, i)).intoArray(y, i);
    }
  }

  private static void softplusGradient(int from, int to, float[] x, float[] dy, float[] dx) {
    for (int i = from; i < to; i += Lanes.COUNT) {
      accumulate(i, VectorFunctions.sigmoid(load(x, i)), dy, dx);
    }
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(Lanes.SPECIES, values, at);
  }

  private static void accumulate(int at, FloatVector slope, float[] dy, float[] dx) {
    load(dx, at).add(load(dy, at).mul(slope)).intoArray(dx, at);
  }
}
