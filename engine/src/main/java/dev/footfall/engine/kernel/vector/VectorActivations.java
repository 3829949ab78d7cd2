package dev.footfall.engine.kernel.vector;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ActivationKernel;
import dev.footfall.engine.kernel.scalar.ScalarActivations;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Activation functions, one vector at a time; what does not fill one goes to the scalar back end.
 */
final class VectorActivations implements ActivationKernel {
  private static final ActivationKernel TAIL = new ScalarActivations();

  @Override
  public void relu(int n, Tensor x, int xOffset, Tensor y, int yOffset) {
    float[] xs = x.floats();
    float[] ys = y.floats();
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.SPECIES, xs, xOffset + i).max(0f).intoArray(ys, yOffset + i);
    }
    TAIL.relu(n - i, x, xOffset + i, y, yOffset + i);
  }

  @Override
  public void reluGradient(
      int n, Tensor y, int yOffset, Tensor dy, int dyOffset, Tensor dx, int dxOffset) {
    float[] ys = y.floats();
    float[] dys = dy.floats();
    float[] dxs = dx.floats();
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      var on =
          FloatVector.fromArray(Lanes.SPECIES, ys, yOffset + i).compare(VectorOperators.GT, 0f);
      FloatVector before = FloatVector.fromArray(Lanes.SPECIES, dxs, dxOffset + i);
      FloatVector after = before.add(FloatVector.fromArray(Lanes.SPECIES, dys, dyOffset + i));
      before.blend(after, on).intoArray(dxs, dxOffset + i);
    }
    TAIL.reluGradient(n - i, y, yOffset + i, dy, dyOffset + i, dx, dxOffset + i);
  }

  @Override
  public void sigmoid(int n, Tensor x, int xOffset, Tensor y, int yOffset) {
    float[] xs = x.floats();
    float[] ys = y.floats();
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      VectorFunctions.sigmoid(FloatVector.fromArray(Lanes.SPECIES, xs, xOffset + i))
          .intoArray(ys, yOffset + i);
    }
    TAIL.sigmoid(n - i, x, xOffset + i, y, yOffset + i);
  }

  @Override
  public void sigmoidGradient(
      int n, Tensor y, int yOffset, Tensor dy, int dyOffset, Tensor dx, int dxOffset) {
    float[] ys = y.floats();
    float[] dys = dy.floats();
    float[] dxs = dx.floats();
    FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      FloatVector v = FloatVector.fromArray(Lanes.SPECIES, ys, yOffset + i);
      FloatVector slope = v.mul(one.sub(v));
      FloatVector.fromArray(Lanes.SPECIES, dxs, dxOffset + i)
          .add(FloatVector.fromArray(Lanes.SPECIES, dys, dyOffset + i).mul(slope))
          .intoArray(dxs, dxOffset + i);
    }
    TAIL.sigmoidGradient(n - i, y, yOffset + i, dy, dyOffset + i, dx, dxOffset + i);
  }

  @Override
  public void tanh(int n, Tensor x, int xOffset, Tensor y, int yOffset) {
    float[] xs = x.floats();
    float[] ys = y.floats();
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      VectorFunctions.tanh(FloatVector.fromArray(Lanes.SPECIES, xs, xOffset + i))
          .intoArray(ys, yOffset + i);
    }
    TAIL.tanh(n - i, x, xOffset + i, y, yOffset + i);
  }

  @Override
  public void tanhGradient(
      int n, Tensor y, int yOffset, Tensor dy, int dyOffset, Tensor dx, int dxOffset) {
    float[] ys = y.floats();
    float[] dys = dy.floats();
    float[] dxs = dx.floats();
    FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      FloatVector v = FloatVector.fromArray(Lanes.SPECIES, ys, yOffset + i);
      FloatVector slope = one.sub(v.mul(v));
      FloatVector.fromArray(Lanes.SPECIES, dxs, dxOffset + i)
          .add(FloatVector.fromArray(Lanes.SPECIES, dys, dyOffset + i).mul(slope))
          .intoArray(dxs, dxOffset + i);
    }
    TAIL.tanhGradient(n - i, y, yOffset + i, dy, dyOffset + i, dx, dxOffset + i);
  }
}
