package dev.footfall.engine.kernel.scalar;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.LstmKernel;

/** One LSTM step, one cell after the other; the vector back end leaves its tail to it. */
public final class ScalarLstm implements LstmKernel {

  @Override
  public void forward(
      int hidden,
      int columns,
      Tensor gates,
      int gatesOffset,
      int gatesRow,
      Tensor cell,
      int cOldOffset,
      int cNewOffset,
      int stateRow,
      Tensor output) {
    float[] gs = gates.floats();
    float[] cs = cell.floats();
    float[] hs = output.floats();
    int quarter = hidden * gatesRow;
    for (int h = 0; h < hidden; h++) {
      int at = gatesOffset + h * gatesRow;
      int old = cOldOffset + h * stateRow;
      int fresh = cNewOffset + h * stateRow;
      for (int j = 0; j < columns; j++) {
        float i = FloatFunctions.sigmoid(gs[at + j]);
        float f = FloatFunctions.sigmoid(gs[at + quarter + j]);
        float g = FloatFunctions.tanh(gs[at + 2 * quarter + j]);
        float o = FloatFunctions.sigmoid(gs[at + 3 * quarter + j]);
        float c = f * cs[old + j] + i * g;
        gs[at + j] = i;
        gs[at + quarter + j] = f;
        gs[at + 2 * quarter + j] = g;
        gs[at + 3 * quarter + j] = o;
        cs[fresh + j] = c;
        hs[fresh + j] = o * FloatFunctions.tanh(c);
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
      Tensor cell,
      int cOldOffset,
      int cNewOffset,
      int stateRow,
      Tensor dh,
      Tensor dc,
      int stepOffset,
      int stepRow,
      Tensor dGates) {
    float[] gs = gates.floats();
    float[] cs = cell.floats();
    float[] dhs = dh.floats();
    float[] dcs = dc.floats();
    float[] dgs = dGates.floats();
    int quarter = hidden * gatesRow;
    for (int h = 0; h < hidden; h++) {
      int at = gatesOffset + h * gatesRow;
      int old = cOldOffset + h * stateRow;
      int fresh = cNewOffset + h * stateRow;
      int step = stepOffset + h * stepRow;
      for (int j = 0; j < columns; j++) {
        float i = gs[at + j];
        float f = gs[at + quarter + j];
        float g = gs[at + 2 * quarter + j];
        float o = gs[at + 3 * quarter + j];
        float tanhC = FloatFunctions.tanh(cs[fresh + j]);
        float dOut = dhs[step + j];
        float dCell = dcs[step + j] + dOut * o * (1 - tanhC * tanhC);
        dgs[at + j] = dCell * g * (i * (1 - i));
        dgs[at + quarter + j] = dCell * cs[old + j] * (f * (1 - f));
        dgs[at + 2 * quarter + j] = dCell * i * (1 - g * g);
        dgs[at + 3 * quarter + j] = dOut * tanhC * (o * (1 - o));
        dcs[step + j] = dCell * f;
      }
    }
  }
}
