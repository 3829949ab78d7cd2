package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;

/**
 * What a value becomes when it is quantised to integers and back, with the gradient of the straight
 * through estimator: that of the identity where the value is in the range, and 0 beyond.
 *
 * <pre>
 * q = round(x / scale) + zeroPoint        halves to the even integer
 * y = scale (clamp(q, least, most) - zeroPoint)
 * dx += dy where least &lt;= q &lt;= most
 * </pre>
 *
 * <p>Scale and zero point are one for the whole tensor, or one for each index of the first axis, as
 * for the rows of a weight. Source: Bengio, Leonard and Courville, "Estimating or Propagating
 * Gradients Through Stochastic Neurons", 2013.
 *
 * @param scales one, or as many as the first axis has indices; positive
 * @param zeroPoints as many
 * @param least the least integer
 * @param most the greatest integer
 */
public record FakeQuantOp(float[] scales, int[] zeroPoints, int least, int most) implements Op {

  /** Checks the numbers and copies the arrays. */
  public FakeQuantOp {
    if (scales.length == 0 || scales.length != zeroPoints.length || least >= most) {
      throw new IllegalArgumentException(
          "fakeQuant: expected a zero point for each scale and least < most"
              + " (scales [%s], zero points [%s], least %s, most %s)"
                  .formatted(scales.length, zeroPoints.length, least, most));
    }
    for (float scale : scales) {
      if (!(scale > 0) || Float.isInfinite(scale)) {
        throw new IllegalArgumentException("fakeQuant: scale is " + scale);
      }
    }
    scales = scales.clone();
    zeroPoints = zeroPoints.clone();
  }

  @Override
  public String name() {
    return "fakeQuant";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    if (scales.length > 1 && (inputs[0].rank() == 0 || inputs[0].extent(0) != scales.length)) {
      throw new IllegalArgumentException(
          "fakeQuant: %s scales for the first axis of x %s".formatted(scales.length, inputs[0]));
    }
    return inputs[0];
  }

  @Override
  public void forward(OpContext cx) {
    Tensor x = cx.input(0);
    Tensor y = cx.output();
    int row = x.elements() / scales.length;
    for (int i = 0; i < y.elements(); i++) {
      int s = i / row;
      double q = Math.clamp(integer(x.get(i), s), (double) least, (double) most);
      y.set(i, scales[s] * (q - zeroPoints[s]));
    }
  }

  @Override
  public void backward(OpContext cx) {
    if (!cx.wants(0)) {
      return;
    }
    Tensor x = cx.input(0);
    Tensor dy = cx.outputGradient();
    Tensor dx = cx.inputGradient(0);
    int row = x.elements() / scales.length;
    for (int i = 0; i < dx.elements(); i++) {
      double q = integer(x.get(i), i / row);
      if (least <= q && q <= most) {
        dx.set(i, dx.get(i) + dy.get(i));
      }
    }
  }

  private double integer(double x, int s) {
    return Math.rint(x / scales[s]) + zeroPoints[s];
  }
}
