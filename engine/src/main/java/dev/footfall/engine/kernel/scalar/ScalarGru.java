package dev.footfall.engine.kernel.scalar;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.GruKernel;

/** One GRU step, one unit after the other; the vector back end leaves its tail to it. */
public final class ScalarGru implements GruKernel {

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
    float[] gs = gates.floats();
    float[] hs = output.floats();
    int quarter = hidden * gatesRow;
    for (int h = 0; h < hidden; h++) {
      int at = gatesOffset + h * gatesRow;
      int old = oldOffset + h * stateRow;
      int fresh = newOffset + h * stateRow;
      for (int j = 0; j < columns; j++) {
        float r = FloatFunctions.sigmoid(gs[at + j]);
        float z = FloatFunctions.sigmoid(gs[at + quarter + j]);
        float q = gs[at + 2 * quarter + j];
        float n = FloatFunctions.tanh(gs[at + 3 * quarter + j] + r * q);
        gs[at + j] = r;
        gs[at + quarter + j] = z;
        gs[at + 3 * quarter + j] = n;
        hs[fresh + j] = n + z * (hs[old + j] - n);
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
    float[] gs = gates.floats();
    float[] hs = output.floats();
    float[] dhs = dh.floats();
    float[] dgs = dGates.floats();
    int quarter = hidden * gatesRow;
    for (int h = 0; h < hidden; h++) {
      int at = gatesOffset + h * gatesRow;
      int old = oldOffset + h * stateRow;
      int step = stepOffset + h * stepRow;
      for (int j = 0; j < columns; j++) {
        float r = gs[at + j];
        float z = gs[at + quarter + j];
        float q = gs[at + 2 * quarter + j];
        float n = gs[at + 3 * quarter + j];
        float dOut = dhs[step + j];
        float dn = dOut * (1 - z) * (1 - n * n);
        dgs[at + j] = dn * q * (r * (1 - r));
        dgs[at + quarter + j] = dOut * (hs[old + j] - n) * (z * (1 - z));
        dgs[at + 2 * quarter + j] = dn * r;
        dgs[at + 3 * quarter + j] = dn;
        dhs[step + j] = dOut * z;
      }
    }
  }
}
