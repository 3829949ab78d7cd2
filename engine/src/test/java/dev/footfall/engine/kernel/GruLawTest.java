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

/** A FLOAT32 GRU step is as near to the FLOAT64 one as rounding allows; vector equals scalar. */
class GruLawTest {
  /** Roundings that an activation function of at most 2.5 ulp, hence 5 u, stands for. */
  private static final int ACTIVATION = 5;

  private record Data(Tensor gates, Tensor output, Tensor dh, Tensor dGates) {
    static Data random(StepLayout at, long seed) {
      Random random = new Random(seed);
      Tensor gates = TestTensors.random(random, 4 * at.hidden() * at.gatesRow() + 2);
      for (int i = 0; i < gates.elements(); i++) {
        gates.set(i, 4 * gates.get(i));
      }
      return new Data(
          gates,
          TestTensors.random(random, at.hidden() * at.stateRow() + 3),
          TestTensors.random(random, at.hidden() * at.stepRow() + 4),
          TestTensors.random(random, gates.elements()));
    }

    Data map(UnaryOperator<Tensor> f) {
      return new Data(f.apply(gates), f.apply(output), f.apply(dh), f.apply(dGates));
    }

    void forward(Kernels kernels, StepLayout at) {
      kernels
          .gru()
          .forward(
              at.hidden(),
              at.columns(),
              gates,
              at.gate(0, 0, 0),
              at.gatesRow(),
              output,
              at.state(0, 0),
              at.state(0, at.columns()),
              at.stateRow());
    }

    void backward(Kernels kernels, StepLayout at) {
      kernels
          .gru()
          .backward(
              at.hidden(),
              at.columns(),
              gates,
              at.gate(0, 0, 0),
              at.gatesRow(),
              output,
              at.state(0, 0),
              at.stateRow(),
              dh,
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
    assertSameBits("output", scalar.output, actual.output);
    assertSameBits("dh", scalar.dh, actual.dh);
    assertSameBits("dGates", scalar.dGates, actual.dGates);
  }

  private static void checkForward(String what, StepLayout at, Data before, Data after) {
    Data definition = before.map(TestTensors::fp64);
    definition.forward(BackEnds.fp64(), at);
    BitSet gates = new BitSet();
    BitSet states = new BitSet();
    for (int h = 0; h < at.hidden(); h++) {
      for (int j = 0; j < at.columns(); j++) {
        for (int q = 0; q < 2; q++) {
          int index = at.gate(q, h, j);
          gates.set(index);
          double gate = definition.gates.get(index);
          assertAgrees(what + ", gates", ACTIVATION, gate, gate, after.gates.get(index));
        }
        // The argument of tanh: one activation, a product and a sum. Its slope is at most 1, so the
        // error passes on whole; then the activation itself.
        int index = at.gate(3, h, j);
        gates.set(index);
        double argument =
            Math.abs(before.gates.get(index))
                + Math.abs(
                    definition.gates.get(at.gate(0, h, j)) * before.gates.get(at.gate(2, h, j)));
        double n = definition.gates.get(index);
        assertAgrees(
            what + ", candidate",
            2 * ACTIVATION + 2,
            n,
            argument + Math.abs(n),
            after.gates.get(index));
        // Two sums and a product more, and the gate z.
        int fresh = at.state(h, at.columns() + j);
        states.set(fresh);
        double old = Math.abs(before.output.get(at.state(h, j)));
        assertAgrees(
            what + ", output",
            3 * ACTIVATION + 5,
            definition.output.get(fresh),
            2 * (argument + Math.abs(n)) + old,
            after.output.get(fresh));
      }
    }
    assertSameBitsOutside(gates, what + ", gates", before.gates, after.gates);
    assertSameBitsOutside(states, what + ", output", before.output, after.output);
  }

  private static void checkBackward(String what, StepLayout at, Data before, Data after) {
    Data definition = before.map(TestTensors::fp64);
    definition.backward(BackEnds.fp64(), at);
    // dn: 1 - z, the square of n, 1 - it and two products; then two products and a slope of two.
    int roundings = 5 + 4;
    BitSet gates = new BitSet();
    BitSet steps = new BitSet();
    for (int h = 0; h < at.hidden(); h++) {
      for (int j = 0; j < at.columns(); j++) {
        double r = before.gates.get(at.gate(0, h, j));
        double z = before.gates.get(at.gate(1, h, j));
        double q = Math.abs(before.gates.get(at.gate(2, h, j)));
        double n = Math.abs(before.gates.get(at.gate(3, h, j)));
        double old = Math.abs(before.output.get(at.state(h, j)));
        // Differences 1 - z and 1 - n^2 cancel, so their magnitude is that of 1.
        double dOut = Math.abs(before.dh.get(at.step(h, j)));
        double[] magnitudes = {dOut * q * r, dOut * (old + n) * z, dOut * r, dOut};
        for (int gate = 0; gate < 4; gate++) {
          int index = at.gate(gate, h, j);
          gates.set(index);
          assertAgrees(
              what + ", dGates " + gate,
              roundings,
              definition.dGates.get(index),
              magnitudes[gate],
              after.dGates.get(index));
        }
        int index = at.step(h, j);
        steps.set(index);
        assertAgrees(what + ", dh", 1, definition.dh.get(index), dOut * z, after.dh.get(index));
      }
    }
    assertSameBitsOutside(gates, what + ", dGates", before.dGates, after.dGates);
    assertSameBitsOutside(steps, what + ", dh", before.dh, after.dh);
    assertSameBits(what + ", gates", before.gates, after.gates);
    assertSameBits(what + ", output", before.output, after.output);
  }

  @Provide
  Arbitrary<Integer> columns() {
    return StepLayout.columnCounts();
  }
}
