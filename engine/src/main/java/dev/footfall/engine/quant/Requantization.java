package dev.footfall.engine.quant;

import dev.footfall.engine.plan.Activation;
import java.util.List;

/**
 * From a 32-bit sum to the 8-bit integer that a step writes. With {@code m = sum multiplier[c]
 * 2^(shift[c] - 31)}, rounded as {@link FixedPoint} says:
 *
 * <pre>
 * none      q = m + zeroPoint                     the nearest of least .. most
 * relu      likewise, least being the zero point
 * tanh      q = tanh(m) / 2^8                     m, 16 bits, is in units of 2^-12
 * sigmoid   q = sigmoid(m) / 2^7 - 128            likewise; see {@link GateTable}
 * </pre>
 *
 * @param multiplier one for each channel, or one for all
 * @param shift likewise
 * @param zeroPoint of the output
 * @param least the least q that is written
 * @param most the greatest q that is written
 */
public record Requantization(
    int[] multiplier, int[] shift, Activation activation, int zeroPoint, int least, int most) {

  /**
   * For sums in given units.
   *
   * @param units what 1 in a sum stands for, by channel
   * @param output what the result stands for; see {@link #output}
   */
  static Requantization of(double[] units, Activation activation, Quantization output) {
    double unit = tabled(activation) ? Math.scalb(1.0, -GateTable.ARGUMENT_BITS) : output.scale();
    int[] multiplier = new int[units.length];
    int[] shift = new int[units.length];
    for (int c = 0; c < units.length; c++) {
      Multiplier factor = Multiplier.of(units[c] / unit);
      multiplier[c] = factor.value();
      shift[c] = factor.shift();
    }
    int least = activation == Activation.RELU ? output.zeroPoint() : Quantization.LEAST;
    return new Requantization(
        multiplier, shift, activation, output.zeroPoint(), least, Quantization.MOST);
  }

  /** The function whose table is read, if there is one. */
  List<Activation> tables() {
    return tabled(activation) ? List.of(activation) : List.of();
  }

  /** How the output of an activation is quantised, if its range on calibration windows is this. */
  static Quantization output(Activation activation, Range range) {
    return switch (activation) {
      case TANH -> Quantization.OF_TANH;
      case SIGMOID -> Quantization.OF_SIGMOID;
      case NONE, RELU -> Quantization.of(range);
    };
  }

  private static boolean tabled(Activation activation) {
    return activation == Activation.TANH || activation == Activation.SIGMOID;
  }
}
