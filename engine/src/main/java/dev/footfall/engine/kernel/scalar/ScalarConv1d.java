package dev.footfall.engine.kernel.scalar;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Conv1dGeometry;
import dev.footfall.engine.kernel.Conv1dKernel;
import dev.footfall.engine.runtime.Workers;
import java.util.Arrays;

/**
 * Direct convolution: for every tap the range of outputs that it reaches, so that neither a padded
 * copy nor a test inside the loop is needed. The vector back end leaves depthwise convolutions with
 * a stride to it.
 */
public final class ScalarConv1d implements Conv1dKernel {
  private final Workers workers;

  /** The kernel, running on these threads. */
  public ScalarConv1d(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void forward(Conv1dGeometry g, Tensor x, Tensor weight, Tensor bias, Tensor y) {
    float[] xs = x.floats();
    float[] ws = weight.floats();
    float[] bs = bias == null ? null : bias.floats();
    float[] ys = y.floats();
    int inputs = g.groupInputs();
    int outLength = g.outLength();
    workers.forEach(
        g.batch(),
        n -> {
          for (int o = 0; o < g.outChannels(); o++) {
            int channel = g.firstChannel(o);
            int row = (n * g.outChannels() + o) * outLength;
            Arrays.fill(ys, row, row + outLength, bs == null ? 0f : bs[o]);
            for (int c = 0; c < inputs; c++) {
              for (int k = 0; k < g.kernelSize(); k++) {
                float w = ws[(o * inputs + c) * g.kernelSize() + k];
                int start =
                    (n * g.inChannels() + channel + c) * g.inLength()
                        + k * g.dilation()
                        - g.padLeft();
                int end = g.endOutput(k);
                for (int t = g.firstOutput(k); t < end; t++) {
                  ys[row + t] += w * xs[start + t * g.stride()];
                }
              }
            }
          }
        });
  }

  @Override
  public void backwardInput(Conv1dGeometry g, Tensor weight, Tensor dy, Tensor dx) {
    float[] ws = weight.floats();
    float[] dys = dy.floats();
    float[] dxs = dx.floats();
    int inputs = g.groupInputs();
    int outputs = g.groupOutputs();
    int outLength = g.outLength();
    workers.forEach(
        g.batch(),
        n -> {
          for (int c = 0; c < g.inChannels(); c++) {
            int first = c / inputs * outputs;
            for (int o = first; o < first + outputs; o++) {
              int row = (n * g.outChannels() + o) * outLength;
              for (int k = 0; k < g.kernelSize(); k++) {
                float w = ws[(o * inputs + c % inputs) * g.kernelSize() + k];
                int start =
                    (n * g.inChannels() + c) * g.inLength() + k * g.dilation() - g.padLeft();
                int end = g.endOutput(k);
                for (int t = g.firstOutput(k); t < end; t++) {
                  dxs[start + t * g.stride()] += w * dys[row + t];
                }
              }
            }
          }
        });
  }

  @Override
  public void backwardWeight(Conv1dGeometry g, Tensor x, Tensor dy, Tensor dWeight) {
    float[] xs = x.floats();
    float[] dys = dy.floats();
    float[] dws = dWeight.floats();
    int inputs = g.groupInputs();
    int outLength = g.outLength();
    workers.forEach(
        g.outChannels(),
        o -> {
          int channel = g.firstChannel(o);
          for (int c = 0; c < inputs; c++) {
            for (int k = 0; k < g.kernelSize(); k++) {
              int first = g.firstOutput(k);
              int end = g.endOutput(k);
              // One float sum for each window, added in double: the batch is long.
              double sum = 0;
              for (int n = 0; n < g.batch(); n++) {
                int row = (n * g.outChannels() + o) * outLength;
                int start =
                    (n * g.inChannels() + channel + c) * g.inLength()
                        + k * g.dilation()
                        - g.padLeft();
                float part = 0;
                for (int t = first; t < end; t++) {
                  part += dys[row + t] * xs[start + t * g.stride()];
                }
                sum += part;
              }
              dws[(o * inputs + c) * g.kernelSize() + k] += (float) sum;
            }
          }
        });
  }
}
