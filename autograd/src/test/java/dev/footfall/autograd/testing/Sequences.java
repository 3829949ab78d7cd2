package dev.footfall.autograd.testing;

import dev.footfall.engine.Tensor;

/** Sequences {@code [N, C, T]} cut and turned, for laws about time. */
public final class Sequences {
  private Sequences() {}

  /** Samples {@code from} to {@code to - 1}. */
  public static Tensor part(Tensor x, int from, int to) {
    int length = x.shape().extent(2);
    Tensor part = Tensor.zeros(x.dtype(), x.shape().extent(0), x.shape().extent(1), to - from);
    for (int i = 0; i < part.elements(); i++) {
      part.set(i, x.get(i / (to - from) * length + from + i % (to - from)));
    }
    return part;
  }

  /** Copies a sequence over the samples of a longer one from {@code from} on. */
  public static void copyInto(Tensor whole, int from, Tensor part) {
    int samples = part.shape().extent(2);
    int length = whole.shape().extent(2);
    for (int i = 0; i < part.elements(); i++) {
      whole.set(i / samples * length + from + i % samples, part.get(i));
    }
  }

  /** The last sample first. */
  public static Tensor reversed(Tensor x) {
    int length = x.shape().extent(2);
    Tensor reversed = Tensor.zeros(x.dtype(), x.shape());
    for (int i = 0; i < x.elements(); i++) {
      reversed.set(i, x.get(i / length * length + length - 1 - i % length));
    }
    return reversed;
  }
}
