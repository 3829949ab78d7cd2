package dev.footfall.engine.kernel.vector;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Conv1dGeometry;
import dev.footfall.engine.kernel.Conv1dKernel;
import dev.footfall.engine.kernel.scalar.ScalarConv1d;
import dev.footfall.engine.kernel.vector.Tile.Rows;
import dev.footfall.engine.runtime.Scratch;
import dev.footfall.engine.runtime.Workers;
import java.util.Arrays;

/**
 * Convolution as an implicit matrix product: each pass is a {@link Tile} product for each group,
 * whose right operand is a zero-padded copy of one window, read at a shifted start for every tap.
 * Depthwise convolutions, whose products would have an inner dimension of one, go to {@link
 * VectorDepthwise}, and with a stride to the scalar back end: taps that are apart cost more to
 * bring together than to multiply.
 *
 * <p>Forward and input gradient are parallel over windows. The weight gradient sums over windows,
 * so it is parallel over blocks of its own elements and visits the windows in order.
 */
final class VectorConv1d implements Conv1dKernel {
  /** Input channels in one task of the weight gradient: enough to reuse a window while cached. */
  private static final int TASK_CHANNELS = 4 * Tile.ROWS;

  private final Workers workers;
  private final Conv1dKernel depthwise;
  private final Conv1dKernel stridedDepthwise;

  VectorConv1d(Workers workers) {
    this.workers = workers;
    this.depthwise = new VectorDepthwise(workers);
    this.stridedDepthwise = new ScalarConv1d(workers);
  }

  @Override
  public void forward(Conv1dGeometry g, Tensor x, Tensor weight, Tensor bias, Tensor y) {
    if (isDepthwise(g)) {
      depthwise(g).forward(g, x, weight, bias, y);
      return;
    }
    float[] xs = x.floats();
    float[] ws = weight.floats();
    float[] bs = bias == null ? null : bias.floats();
    float[] ys = y.floats();
    int inputs = g.groupInputs();
    int outputs = g.groupOutputs();
    int outLength = g.outLength();
    workers.forEach(
        g.batch(),
        n -> {
          int start = n * g.outChannels() * outLength;
          for (int o = 0; o < g.outChannels(); o++) {
            int row = start + o * outLength;
            Arrays.fill(ys, row, row + outLength, bs == null ? 0f : bs[o]);
          }
          Scratch scratch = Scratch.ofThread();
          int mark = scratch.mark();
          Rows input = g.stride() == 1 ? padded(g, xs, n, scratch) : columns(g, xs, n, scratch);
          for (int group = 0; group < g.groups(); group++) {
            // weight [O, C / G, K]: rows o, summed over c, one tap for each k.
            int first = group * outputs * inputs * g.kernelSize();
            Tile.multiply(
                outputs,
                outLength,
                inputs,
                g.kernelSize(),
                1,
                new Rows(ws, first, inputs * g.kernelSize(), g.kernelSize(), 1),
                input.shifted(group * inputs * input.outer()),
                1,
                ys,
                start + group * outputs * outLength,
                outLength);
          }
          scratch.release(mark);
        });
  }

  @Override
  public void backwardInput(Conv1dGeometry g, Tensor weight, Tensor dy, Tensor dx) {
    if (isDepthwise(g)) {
      depthwise(g).backwardInput(g, weight, dy, dx);
      return;
    }
    float[] ws = weight.floats();
    float[] dys = dy.floats();
    float[] dxs = dx.floats();
    int inputs = g.groupInputs();
    int outputs = g.groupOutputs();
    int row = stuffedLength(g);
    workers.forEach(
        g.batch(),
        n -> {
          Scratch scratch = Scratch.ofThread();
          int mark = scratch.mark();
          float[] stuffed = scratch.takeFloats(g.outChannels() * row);
          for (int o = 0; o < g.outChannels(); o++) {
            stuff(g, dys, (n * g.outChannels() + o) * g.outLength(), stuffed, o * row);
          }
          for (int group = 0; group < g.groups(); group++) {
            // weight [O, C / G, K] read transposed: rows c, summed over o.
            int first = group * outputs * inputs * g.kernelSize();
            Tile.multiply(
                inputs,
                g.inLength(),
                outputs,
                g.kernelSize(),
                1,
                new Rows(ws, first, g.kernelSize(), inputs * g.kernelSize(), 1),
                new Rows(stuffed, group * outputs * row + firstTap(g), row, 1, -g.dilation()),
                1,
                dxs,
                (n * g.inChannels() + group * inputs) * g.inLength(),
                g.inLength());
          }
          scratch.release(mark);
        });
  }

  @Override
  public void backwardWeight(Conv1dGeometry g, Tensor x, Tensor dy, Tensor dWeight) {
    if (isDepthwise(g)) {
      depthwise(g).backwardWeight(g, x, dy, dWeight);
      return;
    }
    float[] xs = x.floats();
    float[] dys = dy.floats();
    int channels = g.inChannels();
    int inputs = g.groupInputs();
    int outputs = g.groupOutputs();
    int outLength = g.outLength();
    int row = paddedLength(g);
    Scratch scratch = Scratch.ofThread();
    int mark = scratch.mark();
    float[] padded = scratch.takeFloats(g.batch() * channels * row);
    float[] gradients = scratch.takeFloats(g.batch() * outLength * g.outChannels());
    float[] sums = scratch.takeFloats(g.kernelSize() * channels * outputs); // [K, C, O / G]
    workers.forEach(
        g.batch(),
        n -> {
          for (int c = 0; c < channels; c++) {
            pad(g, xs, (n * channels + c) * g.inLength(), padded, (n * channels + c) * row);
          }
          transpose(g.outChannels(), outLength, dys, n * g.outChannels() * outLength, gradients);
        });
    int blocks = (inputs + TASK_CHANNELS - 1) / TASK_CHANNELS;
    workers.forEach(
        g.groups() * blocks * g.kernelSize(),
        task -> {
          int k = task / (g.groups() * blocks);
          int group = task / blocks % g.groups();
          int inGroup = task % blocks * TASK_CHANNELS;
          int rows = Math.min(TASK_CHANNELS, inputs - inGroup);
          int c = group * inputs + inGroup;
          int sumsAt = (k * channels + c) * outputs;
          Arrays.fill(sums, sumsAt, sumsAt + rows * outputs, 0f);
          for (int n = 0; n < g.batch(); n++) {
            // [rows, T'] x [T', O / G], the left operand being the taps' view of the padded input.
            Rows taps =
                new Rows(padded, (n * channels + c) * row + k * g.dilation(), row, g.stride(), 0);
            int gradientAt = n * outLength * g.outChannels() + group * outputs;
            Rows gradient = new Rows(gradients, gradientAt, g.outChannels(), 1, 0);
            Tile.multiply(rows, outputs, outLength, 1, 1, taps, gradient, 1, sums, sumsAt, outputs);
          }
        });
    float[] dws = dWeight.floats();
    for (int o = 0; o < g.outChannels(); o++) {
      for (int c = 0; c < inputs; c++) {
        int sumsAt = (g.firstChannel(o) + c) * outputs + o % outputs;
        for (int k = 0; k < g.kernelSize(); k++) {
          dws[(o * inputs + c) * g.kernelSize() + k] += sums[k * channels * outputs + sumsAt];
        }
      }
    }
    scratch.release(mark);
  }

  /** One channel alone is an ordinary convolution: its filters share their only input. */
  private static boolean isDepthwise(Conv1dGeometry g) {
    return g.groups() > 1 && g.groupInputs() == 1;
  }

  private Conv1dKernel depthwise(Conv1dGeometry g) {
    return g.stride() == 1 ? depthwise : stridedDepthwise;
  }

  /** Window n with its padding, rows c, every tap a shift by the dilation. */
  private static Rows padded(Conv1dGeometry g, float[] x, int n, Scratch scratch) {
    int row = paddedLength(g);
    float[] copy = scratch.takeFloats(g.inChannels() * row);
    for (int c = 0; c < g.inChannels(); c++) {
      pad(g, x, (n * g.inChannels() + c) * g.inLength(), copy, c * row);
    }
    return new Rows(copy, 0, row, 1, g.dilation());
  }

  /** Window n as columns [K, C, T'], for strides above 1, where a shifted start does not serve. */
  private static Rows columns(Conv1dGeometry g, float[] x, int n, Scratch scratch) {
    int row = g.outLength();
    int channels = g.inChannels();
    float[] copy = scratch.takeFloats(g.kernelSize() * channels * row);
    Arrays.fill(copy, 0, g.kernelSize() * channels * row, 0f);
    for (int k = 0; k < g.kernelSize(); k++) {
      int end = g.endOutput(k);
      for (int c = 0; c < channels; c++) {
        int source = (n * channels + c) * g.inLength() + k * g.dilation() - g.padLeft();
        int target = (k * channels + c) * row;
        for (int t = g.firstOutput(k); t < end; t++) {
          copy[target + t] = x[source + t * g.stride()];
        }
      }
    }
    return new Rows(copy, 0, row, 1, channels * row);
  }

  /** Samples of one channel with its padding. */
  static int paddedLength(Conv1dGeometry g) {
    return g.padLeft() + g.inLength() + g.padRight();
  }

  /** Copies one channel of one window with its padding. */
  static void pad(Conv1dGeometry g, float[] x, int xOffset, float[] copy, int copyOffset) {
    int inside = copyOffset + g.padLeft();
    Arrays.fill(copy, copyOffset, inside, 0f);
    System.arraycopy(x, xOffset, copy, inside, g.inLength());
    Arrays.fill(copy, inside + g.inLength(), copyOffset + paddedLength(g), 0f);
  }

  /**
   * Samples of one channel of dy as the input gradient reads it: dx[u] takes dy at u + padLeft - k
   * dilation, with stride - 1 zeros between neighbours, and zeros wherever that leaves dy.
   */
  static int stuffedLength(Conv1dGeometry g) {
    int spread = (g.outLength() - 1) * g.stride() + 1;
    return zerosBefore(g) + Math.max(g.padLeft() + g.inLength(), spread);
  }

  /** Where in a stuffed row tap 0 of dx[0] reads; tap k reads k dilation before. */
  static int firstTap(Conv1dGeometry g) {
    return zerosBefore(g) + g.padLeft();
  }

  /** Copies one channel of one window of dy, stuffed with zeros. */
  static void stuff(Conv1dGeometry g, float[] dy, int dyOffset, float[] copy, int copyOffset) {
    Arrays.fill(copy, copyOffset, copyOffset + stuffedLength(g), 0f);
    int target = copyOffset + zerosBefore(g);
    if (g.stride() == 1) {
      System.arraycopy(dy, dyOffset, copy, target, g.outLength());
      return;
    }
    for (int t = 0; t < g.outLength(); t++) {
      copy[target + t * g.stride()] = dy[dyOffset + t];
    }
  }

  private static int zerosBefore(Conv1dGeometry g) {
    return Math.max(0, g.span() - 1 - g.padLeft());
  }

  /** [rows, columns] to [columns, rows], both at the same offset. */
  private static void transpose(int rows, int columns, float[] from, int offset, float[] to) {
    int block = 16;
    for (int c0 = 0; c0 < columns; c0 += block) {
      int end = Math.min(columns, c0 + block);
      for (int r = 0; r < rows; r++) {
        for (int c = c0; c < end; c++) {
          to[offset + c * rows + r] = from[offset + r * columns + c];
        }
      }
    }
  }
}
