package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.ErrorBound.assertAgrees;
import static dev.footfall.engine.kernel.TestTensors.assertSameBits;
import static dev.footfall.engine.kernel.TestTensors.assertSameBitsOutside;

import dev.footfall.engine.Tensor;
import java.util.BitSet;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A FLOAT32 LSTM step is as near to the FLOAT64 one as rounding allows; vector equals scalar. */
class LstmLawTest {
  /** Roundings that an activation function of at most 2.5 ulp, hence 5 u, stands for. */
  private static final int ACTIVATION = 5;

  private record Data(
      Tensor gates, Tensor cell, Tensor output, Tensor dh, Tensor dc, Tensor dGates) {
    static Data random(StepLayout at, long seed) {
      Random random = new Random(seed);
      Tensor gates = TestTensors.random(random, 4 * at.hidden() * at.gatesRow() + 2);
      for (int i = 0; i < gates.elements(); i++) {
        gates.set(i, 8 * gates.get(i));
      }
      return new Data(
          gates,
          TestTensors.random(random, at.hidden() * at.stateRow() + 3),
          TestTensors.random(random, at.hidden() * at.stateRow() + 3),
          TestTensors.random(random, at.hidden() * at.stepRow() + 4),
          TestTensors.random(random, at.hidden() * at.stepRow() + 4),
          TestTensors.random(random, gates.elements()));
    }

    Data map(UnaryOperator<Tensor> f) {
      return new Data(
          f.apply(gates),
          f.apply(cell),
          f.apply(output),
          f.apply(dh),
          f.apply(dc),
          f.apply(dGates));
    }

    void forward(Kernels kernels, StepLayout at) {
      kernels
          .lstm()
          .forward(
              at.hidden(),
              at.columns(),
              gates,
              at.gate(0, 0, 0),
              at.gatesRow(),
              cell,
              at.state(0, 0),
              at.state(0, at.columns()),
              at.stateRow(),
              output);
    }

    void backward(Kernels kernels, StepLayout at) {
      kernels
          .lstm()
          .backward(
              at.hidden(),
              at.columns(),
              gates,
              at.gate(0, 0, 0),
              at.gatesRow(),
              cell,
              at.state(0, 0),
              at.state(0, at.columns()),
              at.stateRow(),
              dh,
              dc,
              at.step(0, 0),
              at.stepRow(),
              dGates);
    }
  }

  @Property
  void everyBackEndAgreesWithTheDefinition(
      @ForAll @IntRange(max = 4) int hidden,
      @ForAll("columns") int columns,
      @ForAll @IntRange(max = 3) int gap,
      @ForAll long seed) {
    StepLayout at = new StepLayout(hidden, columns, gap);
    for (Kernels kernels : BackEnds.float32()) {
      check(kernels, at, seed);
    }
  }

  @Test
  void everyBackEndAgreesWithTheDefinitionAroundTheLaneCount() {
    for (Kernels kernels : BackEnds.float32()) {
      checkFixedSizes(kernels);
    }
  }

  static void checkFixedSizes(Kernels kernels) {
    for (int columns : BackEnds.SIZES_AROUND_LANES) {
      check(kernels, new StepLayout(3, columns, 2), columns);
    }
  }

  private static void check(Kernels kernels, StepLayout at, long seed) {
    Data before = Data.random(at, seed);
    Data actual = before.map(Tensor::copy);
    actual.forward(kernels, at);
    checkForward(kernels.name() + " forward, " + at + ", seed " + seed, at, before, actual);

    Data middle = actual.map(Tensor::copy);
    actual.backward(kernels, at);
    checkBackward(kernels.name() + " backward, " + at + ", seed " + seed, at, middle, actual);

    Data scalar = before.map(Tensor::copy);
    scalar.forward(BackEnds.scalar(), at);
    scalar.backward(BackEnds.scalar(), at);
    assertSameBits("gates", scalar.gates, actual.gates);
    assertSameBits("cell", scalar.cell, actual.cell);
    assertSameBits("output", scalar.output, actual.output);
    assertSameBits("dc", scalar.dc, actual.dc);
    assertSameBits("dGates", scalar.dGates, actual.dGates);
  }

  private static void checkForward(String what, StepLayout at, Data before, Data after) {
    Data definition = before.map(TestTensors::fp64);
    definition.forward(BackEnds.fp64(), at);
    BitSet gates = new BitSet();
    BitSet states = new BitSet();
    for (int h = 0; h < at.hidden(); h++) {
      for (int j = 0; j < at.columns(); j++) {
        double[] gate = new double[4];
        for (int q = 0; q < 4; q++) {
          int index = at.gate(q, h, j);
          gates.set(index);
          gate[q] = definition.gates.get(index);
          assertAgrees(
              what + ", gates", ACTIVATION, gate[q], Math.abs(gate[q]), after.gates.get(index));
        }
        int fresh = at.state(h, at.columns() + j);
        states.set(fresh);
        // Two activations, their product and the sum.
        double magnitude =
            Math.abs(gate[1] * before.cell.get(at.state(h, j))) + Math.abs(gate[0] * gate[2]);
        assertAgrees(
            what + ", cell",
            2 * ACTIVATION + 2,
            definition.cell.get(fresh),
            magnitude,
            after.cell.get(fresh));
        // tanh is steepest, 1, at 0: the error of c passes on whole, then two activations more.
        assertAgrees(
            what + ", output",
            4 * ACTIVATION + 3,
            definition.output.get(fresh),
            gate[3] * magnitude,
            after.output.get(fresh));
      }
    }
    assertSameBitsOutside(gates, what + ", gates", before.gates, after.gates);
    assertSameBitsOutside(states, what + ", cell", before.cell, after.cell);
    assertSameBitsOutside(states, what + ", output", before.output, after.output);
  }

  private static void checkBackward(String what, StepLayout at, Data before, Data after) {
    Data definition = before.map(TestTensors::fp64);
    definition.backward(BackEnds.fp64(), at);
    // To dCell: 2 tanh, its square, 1 - it, two products and a sum. Then two products, and a slope
    // of two roundings.
    int roundings = 2 * ACTIVATION + 5 + 4;
    BitSet gates = new BitSet();
    BitSet steps = new BitSet();
    for (int h = 0; h < at.hidden(); h++) {
      for (int j = 0; j < at.columns(); j++) {
        double i = before.gates.get(at.gate(0, h, j));
        double f = before.gates.get(at.gate(1, h, j));
        double g = Math.abs(before.gates.get(at.gate(2, h, j)));
        double o = before.gates.get(at.gate(3, h, j));
        double old = Math.abs(before.cell.get(at.state(h, j)));
        double dOut = Math.abs(before.dh.get(at.step(h, j)));
        // Differences 1 - t^2 cancel, so their magnitude is that of 1.
        double dCell = Math.abs(before.dc.get(at.step(h, j))) + dOut * o;
        double[] magnitudes = {dCell * g * i, dCell * old * f, dCell * i, dOut * o};
        for (int q = 0; q < 4; q++) {
          int index = at.gate(q, h, j);
          gates.set(index);
          assertAgrees(
              what + ", dGates " + q,
              roundings,
              definition.dGates.get(index),
              magnitudes[q],
              after.dGates.get(index));
        }
        int index = at.step(h, j);
        steps.set(index);
        assertAgrees(
            what + ", dc", roundings, definition.dc.get(index), dCell * f, after.dc.get(index));
      }
    }
    assertSameBitsOutside(gates, what + ", dGates", before.dGates, after.dGates);
    assertSameBitsOutside(steps, what + ", dc", before.dc, after.dc);
    assertSameBits(what + ", gates", before.gates, after.gates);
    assertSameBits(what + ", cell", before.cell, after.cell);
    assertSameBits(what + ", dh", before.dh, after.dh);
  }

  @Provide
  Arbitrary<Integer> columns() {
    return StepLayout.columnCounts();
  }
}
