package dev.footfall.autograd.op;

import dev.footfall.engine.Tensor;

/** Sequences {@code [N, C, T]} cut and turned, for laws about time. */
final class Sequences {
  private Sequences() {}

  /** Samples {@code from} to {@code to - 1}. */
  static Tensor part(Tensor x, int from, int to) {
    int length = x.shape().extent(2);
    Tensor part = Tensor.zeros(x.dtype(), x.shape().extent(0), x.shape().extent(1), to - from);
    for (int i = 0; i < part.elements(); i++) {
      part.set(i, x.get(i / (to - from) * length + from + i % (to - from)));
    }
    return part;
  }

  /** The last sample first. */
  static Tensor reversed(Tensor x) {
    int length = x.shape().extent(2);
    Tensor reversed = Tensor.zeros(x.dtype(), x.shape());
    for (int i = 0; i < x.elements(); i++) {
      reversed.set(i, x.get(i / length * length + length - 1 - i % length));
    }
    return reversed;
  }
}
