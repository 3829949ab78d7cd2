package dev.footfall.engine.kernel.vector;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.LstmKernel;
import dev.footfall.engine.kernel.scalar.ScalarLstm;
import jdk.incubator.vector.FloatVector;

/**
 * One LSTM step, one vector of the batch at a time. Columns that do not fill a vector go to the
 * scalar back end, which computes the same bits; masks instead cost a multiple of the time.
 */
final class VectorLstm implements LstmKernel {
  private static final LstmKernel TAIL = new ScalarLstm();

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
    int whole = columns - columns % Lanes.COUNT;
    for (int j = 0; j < whole; j += Lanes.COUNT) {
      for (int h = 0; h < hidden; h++) {
        int at = gatesOffset + h * gatesRow + j;
        int old = cOldOffset + h * stateRow + j;
        int fresh = cNewOffset + h * stateRow + j;
        FloatVector i = VectorFunctions.sigmoid(load(gs, at));
        FloatVector f = VectorFunctions.sigmoid(load(gs, at + quarter));
        FloatVector g = VectorFunctions.tanh(load(gs, at + 2 * quarter));
        FloatVector o = VectorFunctions.sigmoid(load(gs, at + 3 * quarter));
        FloatVector c = f.mul(load(cs, old)).add(i.mul(g));
        i.intoArray(gs, at);
        f.intoArray(gs, at + quarter);
        g.intoArray(gs, at + 2 * quarter);
        o.intoArray(gs, at + 3 * quarter);
        c.intoArray(cs, fresh);
        o.mul(VectorFunctions.tanh(c)).intoArray(hs, fresh);
      }
    }
    TAIL.forward(
        hidden,
        columns - whole,
        gates,
        gatesOffset + whole,
        gatesRow,
        cell,
        cOldOffset + whole,
        cNewOffset + whole,
        stateRow,
        output);
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
    FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
    int whole = columns - columns % Lanes.COUNT;
    for (int j = 0; j < whole; j += Lanes.COUNT) {
      for (int h = 0; h < hidden; h++) {
        int at = gatesOffset + h * gatesRow + j;
        int old = cOldOffset + h * stateRow + j;
        int fresh = cNewOffset + h * stateRow + j;
        int step = stepOffset + h * stepRow + j;
        FloatVector i = load(gs, at);
        FloatVector f = load(gs, at + quarter);
        FloatVector g = load(gs, at + 2 * quarter);
        FloatVector o = load(gs, at + 3 * quarter);
        FloatVector tanhC = VectorFunctions.tanh(load(cs, fresh));
        FloatVector dOut = load(dhs, step);
        FloatVector dCell = load(dcs, step).add(dOut.mul(o).mul(one.sub(tanhC.mul(tanhC))));
        dCell.mul(g).mul(i.mul(one.sub(i))).intoArray(dgs, at);
        dCell.mul(load(cs, old)).mul(f.mul(one.sub(f))).intoArray(dgs, at + quarter);
        dCell.mul(i).mul(one.sub(g.mul(g))).intoArray(dgs, at + 2 * quarter);
        dOut.mul(tanhC).mul(o.mul(one.sub(o))).intoArray(dgs, at + 3 * quarter);
        dCell.mul(f).intoArray(dcs, step);
      }
    }
    TAIL.backward(
        hidden,
        columns - whole,
        gates,
        gatesOffset + whole,
        gatesRow,
        cell,
        cOldOffset + whole,
        cNewOffset + whole,
        stateRow,
        dh,
        dc,
        stepOffset + whole,
        stepRow,
        dGates);
  }

  private static FloatVector load(float[] values, int offset) {
    return FloatVector.fromArray(Lanes.SPECIES, values, offset);
  }
}
