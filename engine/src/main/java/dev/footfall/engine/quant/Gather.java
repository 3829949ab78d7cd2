package dev.footfall.engine.quant;

/**
 * Which samples of which values a step takes, and the column that they go to: for each value,
 * channel after channel, all taps of the channel, the oldest first.
 */
final class Gather {
  final int[] values;
  final int[] channels;
  final int taps;
  final int dilation;
  final int padLeft;
  final byte[] column;

  Gather(QuantizedPlan plan, QuantStep step) {
    this.values = step.inputs().stream().mapToInt(v -> v).toArray();
    this.channels = step.inputs().stream().mapToInt(plan::channels).toArray();
    QuantStep.Sums sums =
        step instanceof QuantStep.Conv conv
            ? conv.sums()
            : step instanceof QuantStep.Head head ? head.sums() : null;
    this.taps = sums == null ? 1 : sums.kernelSize();
    this.dilation = sums == null ? 1 : sums.dilation();
    this.padLeft = sums == null ? 0 : sums.padLeft();
    int length = 0;
    for (int c : channels) {
      length += c * taps;
    }
    this.column = new byte[length];
  }
}
