package dev.footfall.autograd.testing;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Sizes of axes at which kernels change their path: 1, and the lane multiples with neighbours. */
public final class Extents {
  private static final Integer[] AROUND_LANES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33};

  private Extents() {}

  /** Those of the sizes that are at most {@code largest}. */
  public static Arbitrary<Integer> upTo(int largest) {
    return Arbitraries.of(AROUND_LANES).filter(extent -> extent <= largest);
  }
}
