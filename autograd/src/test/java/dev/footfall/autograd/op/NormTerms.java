package dev.footfall.autograd.op;

import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Near;
import dev.footfall.engine.Tensor;

/**
 * The sizes of the terms whose difference the results of layer and group normalisation are.
 *
 * <p>{@code xhat = r x - r mean} has terms of at most {@code r max |x|} and is itself at most twice
 * that; {@code dx = r (g - mean g - xhat mean(g xhat))}, where {@code g = gamma dy} and the
 * gradient fed in is at most 20, the largest in the files; {@code dgamma} sums as many products as
 * there are elements.
 */
final class NormTerms {
  private static final double SEED = 20;

  private NormTerms() {}

  /** The application of inputs x and gamma with these sizes; blocks hold {@code size} elements. */
  static Application on(Application application, int size, double epsilon) {
    Tensor x = application.inputs().get("x");
    double r = 0;
    for (int block = 0; block < x.elements(); block += size) {
      r = Math.max(r, 1 / Math.sqrt(variance(x, block, size) + epsilon));
    }
    double gamma = Near.largest(application.inputs().get("gamma"));
    double xhat = 2 * Near.largest(x) * r;
    return application
        .termsOf("y", gamma * xhat)
        .termsOf("dx", gamma * r * SEED * (1 + xhat) * (1 + xhat))
        .termsOf("dgamma", SEED * xhat * x.elements());
  }

  private static double variance(Tensor x, int block, int size) {
    double mean = 0;
    for (int i = block; i < block + size; i++) {
      mean += x.get(i) / size;
    }
    double variance = 0;
    for (int i = block; i < block + size; i++) {
      variance += (x.get(i) - mean) * (x.get(i) - mean) / size;
    }
    return variance;
  }
}
