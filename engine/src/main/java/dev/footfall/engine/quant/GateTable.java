package dev.footfall.engine.quant;

import java.util.function.DoubleUnaryOperator;

/**
 * Sigmoid and hyperbolic tangent from 16 bits to 16 bits: {@code y = 2^15 f(x 2^-12)} for every x
 * from -2<sup>15</sup> to 2<sup>15</sup> - 1, which is |x| up to 8 in real numbers.
 *
 * <p>Each function is a table of {@value #ENTRIES} knots, 1/32 apart, with a straight line between
 * neighbours. The chord of a curve lies on its hollow side, by up to {@code step^2 f'' / 8} in the
 * middle, so the knots are moved half as far to the other side and the error is halved. Over all
 * 65,536 arguments y is within 1.1 of the exact value for sigmoid and within 2.3 for tanh. Beyond
 * |x| = 8, where arguments saturate, 1 - f is at most 3.4e-4 and 2.3e-7.
 *
 * <p>The knots come from {@link StrictMath}, so they are the same on every JVM.
 */
public final class GateTable {
  /** Knots of a table. */
  public static final int ENTRIES = 513;

  /** Fractional bits of an argument. */
  public static final int ARGUMENT_BITS = 12;

  /** Fractional bits of a value. */
  public static final int VALUE_BITS = 15;

  private static final int STEP_BITS = 7;
  private static final int FIRST = 256;

  private static final short[] SIGMOID = knots(x -> 1 / (1 + StrictMath.exp(-x)));
  private static final short[] TANH = knots(StrictMath::tanh);

  private GateTable() {}

  /** The knots of the logistic function, a copy. */
  public static short[] sigmoid() {
    return SIGMOID.clone();
  }

  /** The knots of the hyperbolic tangent, a copy. */
  public static short[] tanh() {
    return TANH.clone();
  }

  /**
   * A function at x.
   *
   * @param knots its table
   * @param x 16 bits
   */
  public static int at(short[] knots, int x) {
    int i = (x >> STEP_BITS) + FIRST;
    int between = x & (1 << STEP_BITS) - 1;
    int slope = knots[i + 1] - knots[i];
    return knots[i] + (slope * between + (1 << STEP_BITS - 1) >> STEP_BITS);
  }

  private static short[] knots(DoubleUnaryOperator f) {
    double step = Math.scalb(1.0, STEP_BITS - ARGUMENT_BITS);
    short[] knots = new short[ENTRIES];
    for (int i = 0; i < ENTRIES; i++) {
      double x = (i - FIRST) * step;
      double y = f.applyAsDouble(x);
      double bend = f.applyAsDouble(x - step) - 2 * y + f.applyAsDouble(x + step);
      double moved = Math.scalb(y - bend / 16, VALUE_BITS);
      knots[i] = (short) FixedPoint.saturated16((long) Math.rint(moved));
    }
    return knots;
  }
}
