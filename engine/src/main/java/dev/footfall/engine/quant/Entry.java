package dev.footfall.engine.quant;

/** Runs a {@link QuantStep.Quantize}, one number at a time. */
final class Entry {
  private final float[] mean;
  private final float[] step;
  private final int zeroPoint;

  Entry(QuantStep.Quantize quantize) {
    this.mean = quantize.mean();
    this.step = quantize.step();
    this.zeroPoint = quantize.zeroPoint();
  }

  int channels() {
    return mean.length;
  }

  byte at(int channel, float x) {
    float v = (x - mean[channel]) / step[channel];
    // The conversion cuts towards 0, keeps to the range of ints, and makes 0 of NaN.
    int steps = (int) (v < 0f ? v - 0.5f : v + 0.5f);
    return (byte) FixedPoint.shifted(steps, zeroPoint, Quantization.LEAST, Quantization.MOST);
  }
}
