package dev.footfall.engine.kernel.fp64;

import static dev.footfall.engine.kernel.fp64.Fp64Activations.sigmoid;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.GruKernel;

/** The GRU step in double precision. */
final class Fp64Gru implements GruKernel {

  @Override
  public void forward(
      int hidden,
      int columns,
      Tensor gates,
      int gatesOffset,
      int gatesRow,
      Tensor output,
      int oldOffset,
      int newOffset,
      int stateRow) {
    double[] gs = gates.doubles();
    double[] hs = output.doubles();
    int quarter = hidden * gatesRow;
    for (int h = 0; h < hidden; h++) {
      for (int j = 0; j < columns; j++) {
        int at = gatesOffset + h * gatesRow + j;
        double r = sigmoid(gs[at]);
        double z = sigmoid(gs[at + quarter]);
        double n = Math.tanh(gs[at + 3 * quarter] + r * gs[at + 2 * quarter]);
        gs[at] = r;
        gs[at + quarter] = z;
        gs[at + 3 * quarter] = n;
        hs[newOffset + h * stateRow + j] = (1 - z) * n + z * hs[oldOffset + h * stateRow + j];
      }
    }
  }

  @Override
  public void backward(
      int hidden,
      int columns,
      Tensor gates,
      int gatesOffset,
      int gatesRow,
      Tensor output,
      int oldOffset,
      int stateRow,
      Tensor dh,
      int stepOffset,
      int stepRow,
      Tensor dGates) {
    double[] gs = gates.doubles();
    double[] dgs = dGates.doubles();
    double[] dhs = dh.doubles();
    int quarter = hidden * gatesRow;
    for (int h = 0; h < hidden; h++) {
      for (int j = 0; j < columns; j++) {
        int at = gatesOffset + h * gatesRow + j;
        int step = stepOffset + h * stepRow + j;
        double r = gs[at];
        double z = gs[at + quarter];
        double n = gs[at + 3 * quarter];
        double old = output.doubles()[oldOffset + h * stateRow + j];
        double dn = dhs[step] * (1 - z) * (1 - n * n);
        dgs[at] = dn * gs[at + 2 * quarter] * r * (1 - r);
        dgs[at + quarter] = dhs[step] * (old - n) * z * (1 - z);
        dgs[at + 2 * quarter] = dn * r;
        dgs[at + 3 * quarter] = dn;
        dhs[step] *= z;
      }
    }
  }
}
