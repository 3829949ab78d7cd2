package dev.footfall.engine.kernel.vector;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Conv1dGeometry;
import dev.footfall.engine.kernel.Conv1dKernel;
import dev.footfall.engine.kernel.vector.Tile.Rows;
import dev.footfall.engine.runtime.Scratch;
import dev.footfall.engine.runtime.Workers;
import java.util.Arrays;

/**
 * Convolution as an implicit matrix product: each pass is a {@link Tile} product whose right
 * operand is a zero-padded copy of one window, read at a shifted start for every tap.
 *
 * <p>Forward and input gradient are parallel over windows. The weight gradient sums over windows,
 * so it is parallel over blocks of its own elements and visits the windows in order.
 */
final class VectorConv1d implements Conv1dKernel {
  /** Input channels in one task of the weight gradient: enough to reuse a window while cached. */
  private static final int TASK_CHANNELS = 4 * Tile.ROWS;

  private final Workers workers;

  VectorConv1d(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void forward(Conv1dGeometry g, Tensor x, Tensor weight, Tensor bias, Tensor y) {
    float[] xs = x.floats();
    float[] bs = bias == null ? null : bias.floats();
    float[] ys = y.floats();
    int channels = g.inChannels();
    int outLength = g.outLength();
    // weight [O, C, K]: rows o, summed over c, one tap for each k.
    Rows w = new Rows(weight.floats(), 0, channels * g.kernelSize(), g.kernelSize(), 1);
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
          Tile.multiply(
              g.outChannels(),
              outLength,
              channels,
              g.kernelSize(),
              1,
              w,
              input,
              1,
              ys,
              start,
              outLength);
          scratch.release(mark);
        });
  }

  @Override
  public void backwardInput(Conv1dGeometry g, Tensor weight, Tensor dy, Tensor dx) {
    float[] dys = dy.floats();
    float[] dxs = dx.floats();
    int outLength = g.outLength();
    // weight [O, C, K] read transposed: rows c, summed over o.
    Rows w = new Rows(weight.floats(), 0, g.kernelSize(), g.inChannels() * g.kernelSize(), 1);
    // dx[u] takes dy at u + padLeft - k dilation, with stride - 1 zeros between neighbours.
    int left = Math.max(0, g.span() - 1 - g.padLeft());
    int spread = (outLength - 1) * g.stride() + 1;
    int row = left + Math.max(g.padLeft() + g.inLength(), spread);
    workers.forEach(
        g.batch(),
        n -> {
          Scratch scratch = Scratch.ofThread();
          int mark = scratch.mark();
          float[] stuffed = scratch.takeFloats(g.outChannels() * row);
          Arrays.fill(stuffed, 0, g.outChannels() * row, 0f);
          for (int o = 0; o < g.outChannels(); o++) {
            int source = (n * g.outChannels() + o) * outLength;
            int target = o * row + left;
            for (int t = 0; t < outLength; t++) {
              stuffed[target + t * g.stride()] = dys[source + t];
            }
          }
          Tile.multiply(
              g.inChannels(),
              g.inLength(),
              g.outChannels(),
              g.kernelSize(),
              1,
              w,
              new Rows(stuffed, left + g.padLeft(), row, 1, -g.dilation()),
              1,
              dxs,
              n * g.inChannels() * g.inLength(),
              g.inLength());
          scratch.release(mark);
        });
  }

  @Override
  public void backwardWeight(Conv1dGeometry g, Tensor x, Tensor dy, Tensor dWeight) {
    float[] xs = x.floats();
    float[] dys = dy.floats();
    int channels = g.inChannels();
    int outputs = g.outChannels();
    int outLength = g.outLength();
    int row = g.padLeft() + g.inLength() + g.padRight();
    Scratch scratch = Scratch.ofThread();
    int mark = scratch.mark();
    float[] inputs = scratch.takeFloats(g.batch() * channels * row);
    float[] gradients = scratch.takeFloats(g.batch() * outLength * outputs);
    float[] sums = scratch.takeFloats(g.kernelSize() * channels * outputs); // [K, C, O]
    workers.forEach(
        g.batch(),
        n -> {
          pad(g, xs, n, inputs, n * channels * row);
          transpose(outputs, outLength, dys, n * outputs * outLength, gradients);
        });
    int blocks = (channels + TASK_CHANNELS - 1) / TASK_CHANNELS;
    workers.forEach(
        blocks * g.kernelSize(),
        task -> {
          int k = task / blocks;
          int c = task % blocks * TASK_CHANNELS;
          int rows = Math.min(TASK_CHANNELS, channels - c);
          int sumsAt = (k * channels + c) * outputs;
          Arrays.fill(sums, sumsAt, sumsAt + rows * outputs, 0f);
          for (int n = 0; n < g.batch(); n++) {
            // [rows, T'] x [T', O], the left operand being the taps' view of the padded input.
            Rows taps =
                new Rows(inputs, (n * channels + c) * row + k * g.dilation(), row, g.stride(), 0);
            Rows gradient = new Rows(gradients, n * outLength * outputs, outputs, 1, 0);
            Tile.multiply(rows, outputs, outLength, 1, 1, taps, gradient, 1, sums, sumsAt, outputs);
          }
        });
    float[] dws = dWeight.floats();
    for (int o = 0; o < outputs; o++) {
      for (int c = 0; c < channels; c++) {
        for (int k = 0; k < g.kernelSize(); k++) {
          dws[(o * channels + c) * g.kernelSize() + k] += sums[(k * channels + c) * outputs + o];
        }
      }
    }
    scratch.release(mark);
  }

  /** Window n with its padding, rows c, every tap a shift by the dilation. */
  private static Rows padded(Conv1dGeometry g, float[] x, int n, Scratch scratch) {
    int row = g.padLeft() + g.inLength() + g.padRight();
    float[] copy = scratch.takeFloats(g.inChannels() * row);
    pad(g, x, n, copy, 0);
    return new Rows(copy, 0, row, 1, g.dilation());
  }

  /** Window n as columns [K, C, T'], for strides above 1, where a shifted start does not serve. */
  private static Rows columns(Conv1dGeometry g, float[] x, int n, Scratch scratch) {
    int outLength = g.outLength();
    int channels = g.inChannels();
    float[] copy = scratch.takeFloats(g.kernelSize() * channels * outLength);
    Arrays.fill(copy, 0, g.kernelSize() * channels * outLength, 0f);
    for (int k = 0; k < g.kernelSize(); k++) {
      int end = g.endOutput(k);
      for (int c = 0; c < channels; c++) {
        int source = (n * channels + c) * g.inLength() + k * g.dilation() - g.padLeft();
        int target = (k * channels + c) * outLength;
        for (int t = g.firstOutput(k); t < end; t++) {
          copy[target + t] = x[source + t * g.stride()];
        }
      }
    }
    return new Rows(copy, 0, outLength, 1, channels * outLength);
  }

  private static void pad(Conv1dGeometry g, float[] x, int n, float[] copy, int copyOffset) {
    int row = g.padLeft() + g.inLength() + g.padRight();
    for (int c = 0; c < g.inChannels(); c++) {
      int target = copyOffset + c * row;
      int inside = target + g.padLeft();
      Arrays.fill(copy, target, inside, 0f);
      System.arraycopy(x, (n * g.inChannels() + c) * g.inLength(), copy, inside, g.inLength());
      Arrays.fill(copy, inside + g.inLength(), target + row, 0f);
    }
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
