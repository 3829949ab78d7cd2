package dev.footfall.engine.kernel.vector;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.GruKernel;
import dev.footfall.engine.kernel.scalar.ScalarGru;
import jdk.incubator.vector.FloatVector;

/**
 * One GRU step, one vector of the batch at a time. Columns that do not fill a vector go to the
 * scalar back end, which computes the same bits.
 */
final class VectorGru implements GruKernel {
  private static final GruKernel TAIL = new ScalarGru();

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
    int whole = columns - columns % Lanes.COUNT;
    for (int j = 0; j < whole; j += Lanes.COUNT) {
      for (int h = 0; h < hidden; h++) {
        int at = gatesOffset + h * gatesRow + j;
        FloatVector r = VectorFunctions.sigmoid(load(gs, at));
        FloatVector z = VectorFunctions.sigmoid(load(gs, at + quarter));
        FloatVector q = load(gs, at + 2 * quarter);
        FloatVector n = VectorFunctions.tanh(load(gs, at + 3 * quarter).add(r.mul(q)));
        r.intoArray(gs, at);
        z.intoArray(gs, at + quarter);
        n.intoArray(gs, at + 3 * quarter);
        FloatVector old = load(hs, oldOffset + h * stateRow + j);
        n.add(z.mul(old.sub(n))).intoArray(hs, newOffset + h * stateRow + j);
      }
    }
    TAIL.forward(
        hidden,
        columns - whole,
        gates,
        gatesOffset + whole,
        gatesRow,
        output,
        oldOffset + whole,
        newOffset + whole,
        stateRow);
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
    FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
    int whole = columns - columns % Lanes.COUNT;
    for (int j = 0; j < whole; j += Lanes.COUNT) {
      for (int h = 0; h < hidden; h++) {
        int at = gatesOffset + h * gatesRow + j;
        int step = stepOffset + h * stepRow + j;
        FloatVector r = load(gs, at);
        FloatVector z = load(gs, at + quarter);
        FloatVector q = load(gs, at + 2 * quarter);
        FloatVector n = load(gs, at + 3 * quarter);
        FloatVector old = load(hs, oldOffset + h * stateRow + j);
        FloatVector dOut = load(dhs, step);
        FloatVector dn = dOut.mul(one.sub(z)).mul(one.sub(n.mul(n)));
        dn.mul(q).mul(r.mul(one.sub(r))).intoArray(dgs, at);
        dOut.mul(old.sub(n)).mul(z.mul(one.sub(z))).intoArray(dgs, at + quarter);
        dn.mul(r).intoArray(dgs, at + 2 * quarter);
        dn.intoArray(dgs, at + 3 * quarter);
        dOut.mul(z).intoArray(dhs, step);
      }
    }
    TAIL.backward(
        hidden,
        columns - whole,
        gates,
        gatesOffset + whole,
        gatesRow,
        output,
        oldOffset + whole,
        stateRow,
        dh,
        stepOffset + whole,
        stepRow,
        dGates);
  }

  private static FloatVector load(float[] values, int offset) {
    return FloatVector.fromArray(Lanes.SPECIES, values, offset);
  }
}
