package dev.footfall.engine.quant;

/**
 * How a tensor of 8-bit integers stands for real numbers: {@code real = scale (q - zeroPoint)}, q
 * from -128 to 127.
 *
 * @param scale distance of neighbours, positive
 * @param zeroPoint the q of 0, -128 to 127
 */
public record Quantization(float scale, int zeroPoint) {
  /** The least q. */
  public static final int LEAST = Byte.MIN_VALUE;

  /** The greatest q. */
  public static final int MOST = Byte.MAX_VALUE;

  /** What tanh is quantised to: -1 to 127/128. */
  public static final Quantization OF_TANH = new Quantization(0x1p-7f, 0);

  /** What sigmoid is quantised to: 0 to 255/256. */
  public static final Quantization OF_SIGMOID = new Quantization(0x1p-8f, LEAST);

  /** Checks both numbers. */
  public Quantization {
    if (!(scale >= Float.MIN_NORMAL && scale <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException("quantisation: scale is " + scale);
    }
    if (zeroPoint < LEAST || zeroPoint > MOST) {
      throw new IllegalArgumentException("quantisation: zero point is " + zeroPoint);
    }
  }

  /**
   * The finest quantisation of an interval: {@code scale = (max - min) / 255}, {@code zeroPoint =
   * -128 - min / scale} rounded, so that an end of the interval may miss half a scale. An interval
   * that is 0 alone, or next to it, gets the scale 2<sup>-20</sup>.
   */
  public static Quantization of(Range range) {
    double width = (double) range.max() - range.min();
    float scale = (float) Math.max(width / (MOST - LEAST), 0x1p-20);
    long zeroPoint = Math.round(LEAST - range.min() / (double) scale);
    return new Quantization(scale, Math.clamp(zeroPoint, LEAST, MOST));
  }

  /** The q nearest to a real number, halves away from 0. */
  public int quantize(double real) {
    double steps = real / scale;
    long nearest = steps < 0 ? -Math.round(-steps) : Math.round(steps);
    return Math.clamp(nearest + zeroPoint, LEAST, MOST);
  }

  /** The real number that q stands for. */
  public float dequantize(int q) {
    return scale * (q - zeroPoint);
  }
}
