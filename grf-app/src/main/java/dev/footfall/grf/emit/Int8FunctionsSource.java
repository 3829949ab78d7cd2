package dev.footfall.grf.emit;

import dev.footfall.engine.plan.Activation;
import dev.footfall.engine.quant.GateTable;
import dev.footfall.engine.quant.QuantizedPlan;
import java.util.List;

/** The integer arithmetic of {@link dev.footfall.engine.quant.FixedPoint} as methods of a class. */
final class Int8FunctionsSource {
  private static final String ALWAYS =
      """
      /** bias + sum of weight[w + i] m[x + i]: exact, as no sum can leave 32 bits. */
      private static int sum(byte[] weight, int w, byte[] m, int x, int count, int bias) {
        int sum = bias;
        for (int end = x + count; x < end; x++) {
          sum += weight[w] * m[x];
          w++;
        }
        return sum;
      }

      /** x factor 2^(shift - 31): rounded to the high word of the product, then by the shift. */
      private static int multiply(int x, int factor, int shift) {
        long left = shift > 0 ? saturated((long) x << shift) : x;
        int high = saturated(left * factor + (1L << 30) >> 31);
        return shift < 0 ? roundingShift(high, -shift) : high;
      }

      /** x / 2^exponent to the nearest integer, halves away from zero. */
      private static int roundingShift(int x, int exponent) {
        int mask = (int) ((1L << exponent) - 1);
        int threshold = (mask >>> 1) + (x < 0 ? 1 : 0);
        return (x >> exponent) + ((x & mask) > threshold ? 1 : 0);
      }

      /** The nearest int. */
      private static int saturated(long x) {
        return x > 0x7fffffffL ? 0x7fffffff : x < -0x80000000L ? -0x80000000 : (int) x;
      }

      /** The nearest of 8 bits between two limits, once a zero point is added. */
      private static byte clamp(int x, int zeroPoint, int least, int most) {
        int low = least - zeroPoint;
        int high = most - zeroPoint;
        return (byte) ((x < low ? low : x > high ? high : x) + zeroPoint);
      }

      /** Undoes the packing of weights: w is 1 + 2 w, or -2 w where it is negative. */
      static void unpack(String packed, byte[] weight, int at) {
        for (int i = 0; i < packed.length(); i++) {
          int c = packed.charAt(i);
          weight[at + i] = (byte) ((c & 1) != 0 ? c >> 1 : -(c >> 1));
        }
      }
      """;

  private static final String FILL =
      """

      private void fill(int from, int count, int value) {
        for (int i = 0; i < count; i++) {
          memory[from + i] = (byte) value;
        }
      }
      """;

  private static final String TABLED =
      """

      /** The nearest of 16 bits. */
      private static int saturated16(long x) {
        return x > 0x7fff ? 0x7fff : x < -0x8000 ? -0x8000 : (int) x;
      }

      /** A function of x 2^-12 in units of 2^-15: a line between two of its knots, 2^-5 apart. */
      private static int interpolated(short[] knots, int x) {
        int i = (x >> 7) + 256;
        int slope = knots[i + 1] - knots[i];
        return knots[i] + (slope * (x & 127) + 64 >> 7);
      }
      """;

  private static final String TABLE =
      """

      /** Knots of @function@: 2^15 @function@(x) at x = -8, -8 + 1/32, ... 8. */
      private static final class @class@ {
        @knots@
      }
      """;

  private Int8FunctionsSource() {}

  /** The methods that a plan needs. */
  static String methods(QuantizedPlan plan, boolean state) {
    return ALWAYS + (state ? FILL : "") + (used(plan).isEmpty() ? "" : TABLED);
  }

  /** The functions whose tables a plan needs. */
  static List<Activation> used(QuantizedPlan plan) {
    return plan.steps().stream()
        .flatMap(step -> step.tables().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** The tables that a plan needs, each a class. */
  static String tables(QuantizedPlan plan) {
    StringBuilder text = new StringBuilder();
    for (Activation function : used(plan)) {
      short[] knots = function == Activation.TANH ? GateTable.tanh() : GateTable.sigmoid();
      text.append(
          Template.of(TABLE)
              .with("function", function)
              .with("class", table(function))
              .with("knots", Constants.shorts("KNOTS", knots, 16).declaration())
              .text());
    }
    return text.toString();
  }

  /** The class of a function's table. */
  static String table(Activation function) {
    return JavaName.upper(function.toString()) + "Table";
  }
}
