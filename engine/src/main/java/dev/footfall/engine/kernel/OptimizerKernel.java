package dev.footfall.engine.kernel;

import dev.footfall.engine.Tensor;

/**
 * Steps of optimisers over the first {@code n} elements of a parameter w, its gradient g and its
 * moments, in one pass each: moments and parameter are written in place, the gradient is read.
 * Arguments are not checked beyond the bounds of the arrays. What the formulas call g is the
 * gradient with the penalty's: {@code g = dw + penalty w}.
 */
public interface OptimizerKernel {

  /**
   * One step of gradient descent with momentum (Sutskever et al. 2013):
   *
   * <pre>
   * v = momentum v + share g
   * w = w - rate v                      (classical)
   * w = w - rate (g + momentum v)       (Nesterov)
   * </pre>
   *
   * @param share {@code 1 - dampening}; 1 in the first step
   */
  void sgd(
      int n,
      double rate,
      double penalty,
      double momentum,
      double share,
      boolean nesterov,
      Tensor dw,
      Tensor v,
      Tensor w);

  /**
   * One step of Adam (Kingma and Ba 2015), with weight decay either as a penalty or decoupled
   * (AdamW, Loshchilov and Hutter 2019):
   *
   * <pre>
   * m = beta1 m + (1 - beta1) g
   * v = beta2 v + (1 - beta2) g g
   * w = (1 - decay) w - stepSize m / (sqrt(v) / rootCorrection + epsilon)
   * </pre>
   *
   * @param decay {@code learningRate * weightDecay} if it is decoupled, else 0
   * @param stepSize {@code learningRate / (1 - beta1^t)}
   * @param rootCorrection {@code sqrt(1 - beta2^t)}
   */
  void adam(
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
      Tensor w);

  /**
   * One step of RMSprop (Hinton 2012; centred: Graves 2013):
   *
   * <pre>
   * s = alpha s + (1 - alpha) g g
   * m = alpha m + (1 - alpha) g
   * v = momentum v + g / (sqrt(max(0, s - centering m m)) + epsilon)
   * w = w - rate v
   * </pre>
   *
   * @param centering 1 to divide by the deviation from the mean gradient, 0 by the root of the mean
   *     square
   */
  void rmsProp(
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
      Tensor w);

  /**
   * One step of Lion (Chen et al. 2023), with sgn(0) = 0:
   *
   * <pre>
   * w = (1 - decay) w - rate sgn(beta1 m + (1 - beta1) dw)
   * m = beta2 m + (1 - beta2) dw
   * </pre>
   *
   * @param decay {@code learningRate * weightDecay}
   */
  void lion(
      int n, double rate, double decay, double beta1, double beta2, Tensor dw, Tensor m, Tensor w);
}
