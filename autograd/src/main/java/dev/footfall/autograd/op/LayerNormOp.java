package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;
import java.util.Arrays;

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016) of {@code x [..., S]} over its last axes S, which
 * are those of {@code gamma [S]} and {@code beta [S]} (PyTorch's {@code normalized_shape}); m is
 * the number of elements of S.
 *
 * <pre>
 * mean = 1/m sum x,  var = 1/m sum (x - mean)^2,  r = 1 / sqrt(var + epsilon)
 * xhat = (x - mean) r,  y = gamma xhat + beta
 * dbeta += sum dy,  dgamma += sum dy xhat
 * g = gamma dy,  dx += r (g - 1/m sum g - xhat 1/m sum g xhat)
 * </pre>
 *
 * <p>There are no running statistics: training and inference are the same.
 *
 * @param epsilon added to the variance
 */
public record LayerNormOp(double epsilon) implements Op {
  private static final int X = 0;
  private static final int GAMMA = 1;
  private static final int BETA = 2;

  @Override
  public String name() {
    return "layer_norm";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape x = inputs[X];
    Shape normalised = inputs[GAMMA];
    int leading = x.rank() - normalised.rank();
    boolean fits =
        normalised.rank() > 0
            && leading >= 0
            && normalised.equals(Shape.of(Arrays.copyOfRange(x.toArray(), leading, x.rank())))
            && inputs[BETA].equals(normalised);
    if (!fits) {
      throw new IllegalArgumentException(
          "layer_norm: gamma and beta must have the last axes of x (x "
              + x
              + ", gamma "
              + normalised
              + ", beta "
              + inputs[BETA]
              + ")");
    }
    if (normalised.elements() == 0) {
      throw new IllegalArgumentException(
          "layer_norm: there is nothing to normalise over (x " + x + ", gamma " + normalised + ")");
    }
    return x;
  }

  @Override
  public void forward(OpContext cx) {
    Standardisation blocks = blocks(cx);
    Tensor xhat = blocks.forward(cx, epsilon, cx.input(X));
    Tensor y = cx.output();
    ElementwiseKernel elementwise = cx.kernels().elementwise();
    int m = blocks.size();
    for (int at = 0; at < y.elements(); at += m) {
      elementwise.multiply(m, cx.input(GAMMA), 0, xhat, at, y, at);
      elementwise.add(m, y, at, cx.input(BETA), 0, y, at);
    }
  }

  @Override
  public void backward(OpContext cx) {
    Standardisation blocks = blocks(cx);
    Tensor xhat = Standardisation.xhat(cx);
    Tensor dy = cx.outputGradient();
    ElementwiseKernel elementwise = cx.kernels().elementwise();
    int m = blocks.size();
    if (cx.wants(BETA)) {
      Tensor dBeta = cx.inputGradient(BETA);
      for (int at = 0; at < dy.elements(); at += m) {
        elementwise.axpy(m, 1, dy, at, dBeta, 0);
      }
    }
    if (cx.wants(GAMMA)) {
      Tensor dGamma = cx.inputGradient(GAMMA);
      Tensor product = cx.temporary(cx.input(GAMMA).shape());
      for (int at = 0; at < dy.elements(); at += m) {
        elementwise.multiply(m, dy, at, xhat, at, product, 0);
        elementwise.axpy(m, 1, product, 0, dGamma, 0);
      }
    }
    if (cx.wants(X)) {
      Tensor g = cx.temporary(dy.shape());
      for (int at = 0; at < dy.elements(); at += m) {
        elementwise.multiply(m, cx.input(GAMMA), 0, dy, at, g, at);
      }
      blocks.backward(cx, g, cx.inputGradient(X));
    }
  }

  private static Standardisation blocks(OpContext cx) {
    Shape normalised = cx.input(GAMMA).shape();
    int m = normalised.elements();
    return new Standardisation(
        cx.input(X).elements() / m, m, normalised.extent(normalised.rank() - 1));
  }
}
