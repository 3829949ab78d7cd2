package dev.footfall.engine.kernel.vector;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.LstmKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** One LSTM step, one vector of the batch at a time; the last vector of a row is masked. */
final class VectorLstm implements LstmKernel {

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
    for (int j = 0; j < columns; j += Lanes.COUNT) {
      VectorMask<Float> mask = Lanes.SPECIES.indexInRange(j, columns);
      for (int h = 0; h < hidden; h++) {
        int at = gatesOffset + h * gatesRow + j;
        int old = cOldOffset + h * stateRow + j;
        int fresh = cNewOffset + h * stateRow + j;
        FloatVector i = VectorFunctions.sigmoid(load(gs, at, mask));
        FloatVector f = VectorFunctions.sigmoid(load(gs, at + quarter, mask));
        FloatVector g = VectorFunctions.tanh(load(gs, at + 2 * quarter, mask));
        FloatVector o = VectorFunctions.sigmoid(load(gs, at + 3 * quarter, mask));
        FloatVector c = f.mul(load(cs, old, mask)).add(i.mul(g));
        i.intoArray(gs, at, mask);
        f.intoArray(gs, at + quarter, mask);
        g.intoArray(gs, at + 2 * quarter, mask);
        o.intoArray(gs, at + 3 * quarter, mask);
        c.intoArray(cs, fresh, mask);
        o.mul(VectorFunctions.tanh(c)).intoArray(hs, fresh, mask);
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
    FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
    for (int j = 0; j < columns; j += Lanes.COUNT) {
      VectorMask<Float> mask = Lanes.SPECIES.indexInRange(j, columns);
      for (int h = 0; h < hidden; h++) {
        int at = gatesOffset + h * gatesRow + j;
        int old = cOldOffset + h * stateRow + j;
        int fresh = cNewOffset + h * stateRow + j;
        int step = stepOffset + h * stepRow + j;
        FloatVector i = load(gs, at, mask);
        FloatVector f = load(gs, at + quarter, mask);
        FloatVector g = load(gs, at + 2 * quarter, mask);
        FloatVector o = load(gs, at + 3 * quarter, mask);
        FloatVector tanhC = VectorFunctions.tanh(load(cs, fresh, mask));
        FloatVector dOut = load(dhs, step, mask);
        FloatVector dCell = load(dcs, step, mask).add(dOut.mul(o).mul(one.sub(tanhC.mul(tanhC))));
        dCell.mul(g).mul(i.mul(one.sub(i))).intoArray(dgs, at, mask);
        dCell.mul(load(cs, old, mask)).mul(f.mul(one.sub(f))).intoArray(dgs, at + quarter, mask);
        dCell.mul(i).mul(one.sub(g.mul(g))).intoArray(dgs, at + 2 * quarter, mask);
        dOut.mul(tanhC).mul(o.mul(one.sub(o))).intoArray(dgs, at + 3 * quarter, mask);
        dCell.mul(f).intoArray(dcs, step, mask);
      }
    }
  }

  private static FloatVector load(float[] values, int offset, VectorMask<Float> mask) {
    return FloatVector.fromArray(Lanes.SPECIES, values, offset, mask);
  }
}
