package dev.footfall.engine.kernel.fp64;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Conv1dGeometry;
import dev.footfall.engine.kernel.Conv1dKernel;

/**
 * The definition of the convolution: every (window, output, sample, input, tap) is visited, and
 * each of the three passes moves one product from one place to another.
 */
final class Fp64Conv1d implements Conv1dKernel {

  /** What to do with the product of one weight and one input that meet in one output. */
  private interface Term {
    void accept(int x, int weight, int y);
  }

  private static void forEachTerm(Conv1dGeometry g, Term term) {
    int outLength = g.outLength();
    int inputs = g.groupInputs();
    for (int n = 0; n < g.batch(); n++) {
      for (int o = 0; o < g.outChannels(); o++) {
        int first = n * g.inChannels() + g.firstChannel(o);
        for (int t = 0; t < outLength; t++) {
          for (int c = 0; c < inputs; c++) {
            for (int k = 0; k < g.kernelSize(); k++) {
              int source = t * g.stride() + k * g.dilation() - g.padLeft();
              if (source >= 0 && source < g.inLength()) {
                term.accept(
                    (first + c) * g.inLength() + source,
                    (o * inputs + c) * g.kernelSize() + k,
                    (n * g.outChannels() + o) * outLength + t);
              }
            }
          }
        }
      }
    }
  }

  @Override
  public void forward(Conv1dGeometry g, Tensor x, Tensor weight, Tensor bias, Tensor y) {
    double[] ys = y.doubles();
    int outLength = g.outLength();
    for (int i = 0; i < ys.length; i++) {
      ys[i] = bias == null ? 0 : bias.doubles()[i / outLength % g.outChannels()];
    }
    forEachTerm(g, (xi, wi, yi) -> ys[yi] += weight.doubles()[wi] * x.doubles()[xi]);
  }

  @Override
  public void backwardInput(Conv1dGeometry g, Tensor weight, Tensor dy, Tensor dx) {
    double[] dxs = dx.doubles();
    forEachTerm(g, (xi, wi, yi) -> dxs[xi] += weight.doubles()[wi] * dy.doubles()[yi]);
  }

  @Override
  public void backwardWeight(Conv1dGeometry g, Tensor x, Tensor dy, Tensor dWeight) {
    double[] dws = dWeight.doubles();
    forEachTerm(g, (xi, wi, yi) -> dws[wi] += x.doubles()[xi] * dy.doubles()[yi]);
  }
}
