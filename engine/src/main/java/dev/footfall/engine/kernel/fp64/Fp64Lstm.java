package dev.footfall.engine.kernel.fp64;

import static dev.footfall.engine.kernel.fp64.Fp64Activations.sigmoid;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.LstmKernel;

/** The LSTM step in double precision. */
final class Fp64Lstm implements LstmKernel {

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
    double[] gs = gates.doubles();
    double[] cs = cell.doubles();
    int quarter = hidden * gatesRow;
    for (int h = 0; h < hidden; h++) {
      for (int j = 0; j < columns; j++) {
        int at = gatesOffset + h * gatesRow + j;
        int fresh = cNewOffset + h * stateRow + j;
        gs[at] = sigmoid(gs[at]);
        gs[at + quarter] = sigmoid(gs[at + quarter]);
        gs[at + 2 * quarter] = Math.tanh(gs[at + 2 * quarter]);
        gs[at + 3 * quarter] = sigmoid(gs[at + 3 * quarter]);
        cs[fresh] =
            gs[at + quarter] * cs[cOldOffset + h * stateRow + j] + gs[at] * gs[at + 2 * quarter];
        output.doubles()[fresh] = gs[at + 3 * quarter] * Math.tanh(cs[fresh]);
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
    double[] gs = gates.doubles();
    double[] dgs = dGates.doubles();
    double[] dcs = dc.doubles();
    int quarter = hidden * gatesRow;
    for (int h = 0; h < hidden; h++) {
      for (int j = 0; j < columns; j++) {
        int at = gatesOffset + h * gatesRow + j;
        int step = stepOffset + h * stepRow + j;
        double i = gs[at];
        double f = gs[at + quarter];
        double g = gs[at + 2 * quarter];
        double o = gs[at + 3 * quarter];
        double tanhC = Math.tanh(cell.doubles()[cNewOffset + h * stateRow + j]);
        double dOut = dh.doubles()[step];
        double dCell = dcs[step] + dOut * o * (1 - tanhC * tanhC);
        dgs[at] = dCell * g * i * (1 - i);
        dgs[at + quarter] = dCell * cell.doubles()[cOldOffset + h * stateRow + j] * f * (1 - f);
        dgs[at + 2 * quarter] = dCell * i * (1 - g * g);
        dgs[at + 3 * quarter] = dOut * tanhC * o * (1 - o);
        dcs[step] = dCell * f;
      }
    }
  }
}
