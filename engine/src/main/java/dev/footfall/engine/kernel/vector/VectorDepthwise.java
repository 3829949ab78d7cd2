package dev.footfall.engine.kernel.vector;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Conv1dGeometry;
import dev.footfall.engine.kernel.Conv1dKernel;
import dev.footfall.engine.runtime.Scratch;
import dev.footfall.engine.runtime.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Convolution of stride 1 with one input channel in each group, as a sum of shifted rows:
 * neighbouring samples in one vector, one multiplication by a broadcast weight for each tap. A
 * matrix product has nothing to reuse here, as no two channels share an input.
 *
 * <p>Forward and input gradient are parallel over windows, the weight gradient over channels.
 */
final class VectorDepthwise implements Conv1dKernel {
  private final Workers workers;

  VectorDepthwise(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void forward(Conv1dGeometry g, Tensor x, Tensor weight, Tensor bias, Tensor y) {
    float[] xs = x.floats();
    float[] ws = weight.floats();
    float[] bs = bias == null ? null : bias.floats();
    float[] ys = y.floats();
    int outLength = g.outLength();
    workers.forEach(
        g.batch(),
        n -> {
          Scratch scratch = Scratch.ofThread();
          int mark = scratch.mark();
          float[] padded = scratch.takeFloats(VectorConv1d.paddedLength(g));
          for (int c = 0; c < g.inChannels(); c++) {
            VectorConv1d.pad(g, xs, (n * g.inChannels() + c) * g.inLength(), padded, 0);
            for (int o = c * g.groupOutputs(); o < (c + 1) * g.groupOutputs(); o++) {
              int row = (n * g.outChannels() + o) * outLength;
              Arrays.fill(ys, row, row + outLength, bs == null ? 0f : bs[o]);
              filter(
                  outLength,
                  g.kernelSize(),
                  ws,
                  o * g.kernelSize(),
                  padded,
                  0,
                  g.dilation(),
                  ys,
                  row);
            }
          }
          scratch.release(mark);
        });
  }

  @Override
  public void backwardInput(Conv1dGeometry g, Tensor weight, Tensor dy, Tensor dx) {
    float[] ws = weight.floats();
    float[] dys = dy.floats();
    float[] dxs = dx.floats();
    workers.forEach(
        g.batch(),
        n -> {
          Scratch scratch = Scratch.ofThread();
          int mark = scratch.mark();
          float[] stuffed = scratch.takeFloats(VectorConv1d.stuffedLength(g));
          for (int o = 0; o < g.outChannels(); o++) {
            VectorConv1d.stuff(g, dys, (n * g.outChannels() + o) * g.outLength(), stuffed, 0);
            filter(
                g.inLength(),
                g.kernelSize(),
                ws,
                o * g.kernelSize(),
                stuffed,
                VectorConv1d.firstTap(g),
                -g.dilation(),
                dxs,
                (n * g.inChannels() + g.firstChannel(o)) * g.inLength());
          }
          scratch.release(mark);
        });
  }

  @Override
  public void backwardWeight(Conv1dGeometry g, Tensor x, Tensor dy, Tensor dWeight) {
    float[] xs = x.floats();
    float[] dys = dy.floats();
    float[] dws = dWeight.floats();
    int row = VectorConv1d.paddedLength(g);
    workers.forEach(
        g.inChannels(),
        c -> {
          Scratch scratch = Scratch.ofThread();
          int mark = scratch.mark();
          float[] padded = scratch.takeFloats(g.batch() * row);
          for (int n = 0; n < g.batch(); n++) {
            VectorConv1d.pad(g, xs, (n * g.inChannels() + c) * g.inLength(), padded, n * row);
          }
          for (int o = c * g.groupOutputs(); o < (c + 1) * g.groupOutputs(); o++) {
            for (int k = 0; k < g.kernelSize(); k++) {
              dws[o * g.kernelSize() + k] +=
                  sumOfProducts(g, dys, o * g.outLength(), padded, k * g.dilation(), row);
            }
          }
          scratch.release(mark);
        });
  }

  /**
   * {@code y[t] += sum over k of w[k] x[t + k * tap]}. Four vectors at a time share a broadcast
   * weight and hide the latency of FMA; the tail takes the same steps, so that a sample has the
   * same bits wherever it lies.
   */
  private static void filter(
      int n,
      int taps,
      float[] w,
      int wOffset,
      float[] x,
      int xOffset,
      int tap,
      float[] y,
      int yOffset) {
    int t = 0;
    for (; t <= n - 4 * Lanes.COUNT; t += 4 * Lanes.COUNT) {
      FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      for (int k = 0; k < taps; k++) {
        FloatVector weight = FloatVector.broadcast(Lanes.SPECIES, w[wOffset + k]);
        int at = xOffset + t + k * tap;
        s0 = weight.fma(load(x, at), s0);
        s1 = weight.fma(load(x, at + Lanes.COUNT), s1);
        s2 = weight.fma(load(x, at + 2 * Lanes.COUNT), s2);
        s3 = weight.fma(load(x, at + 3 * Lanes.COUNT), s3);
      }
      add(s0, y, yOffset + t);
      add(s1, y, yOffset + t + Lanes.COUNT);
      add(s2, y, yOffset + t + 2 * Lanes.COUNT);
      add(s3, y, yOffset + t + 3 * Lanes.COUNT);
    }
    for (; t <= n - Lanes.COUNT; t += Lanes.COUNT) {
      FloatVector sum = FloatVector.zero(Lanes.SPECIES);
      for (int k = 0; k < taps; k++) {
        FloatVector weight = FloatVector.broadcast(Lanes.SPECIES, w[wOffset + k]);
        sum = weight.fma(load(x, xOffset + t + k * tap), sum);
      }
      add(sum, y, yOffset + t);
    }
    for (; t < n; t++) {
      float sum = 0;
      for (int k = 0; k < taps; k++) {
        sum = Math.fma(w[wOffset + k], x[xOffset + t + k * tap], sum);
      }
      y[yOffset + t] += sum;
    }
  }

  /**
   * Sum over all windows and samples of dy times what a tap sees: two accumulators, as rows are
   * short, and one reduction after the last window.
   */
  private static float sumOfProducts(
      Conv1dGeometry g, float[] dy, int dyOffset, float[] x, int xOffset, int row) {
    int n = g.outLength();
    FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
    FloatVector s1 = s0;
    float tail = 0;
    for (int window = 0; window < g.batch(); window++) {
      int a = dyOffset + window * g.outChannels() * n;
      int b = xOffset + window * row;
      int t = 0;
      for (; t <= n - 2 * Lanes.COUNT; t += 2 * Lanes.COUNT) {
        s0 = load(dy, a + t).fma(load(x, b + t), s0);
        s1 = load(dy, a + t + Lanes.COUNT).fma(load(x, b + t + Lanes.COUNT), s1);
      }
      for (; t < n; t++) {
        tail += dy[a + t] * x[b + t];
      }
    }
    return VectorReductions.sumOfLanes(s0.add(s1)) + tail;
  }

  private static void add(FloatVector sum, float[] values, int offset) {
    load(values, offset).add(sum).intoArray(values, offset);
  }

  private static FloatVector load(float[] values, int offset) {
    return FloatVector.fromArray(Lanes.SPECIES, values, offset);
  }
}
