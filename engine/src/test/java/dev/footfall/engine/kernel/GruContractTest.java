package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertSameBits;
import static dev.footfall.engine.kernel.TestTensors.assertValues;
import static dev.footfall.engine.kernel.TestTensors.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every GRU step does where it is exact: gates that are half open, or so far open or shut that
 * they saturate.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.footfall.engine.kernel.BackEnds#all")
class GruContractTest {
  /** A pre-activation of a gate that is open: sigmoid and tanh are 1. */
  private static final double OPEN = 100;

  /** A pre-activation of a gate that is shut: sigmoid is below 1.7e-38, tanh is -1. */
  private static final double SHUT = -100;

  @Parameter Kernels kernels;

  private GruKernel gru;

  @BeforeEach
  void select() {
    gru = kernels.gru();
  }

  @Test
  void forwardWithTheUpdateGateOpenKeepsTheOutput() {
    assertForward(OPEN, OPEN, OPEN, OPEN, 0.75, 0.75);
    assertForward(SHUT, OPEN, SHUT, SHUT, 0.75, 0.75);
  }

  @Test
  void forwardWithTheUpdateGateShutTakesTheCandidate() {
    assertForward(OPEN, SHUT, 0, OPEN, 0.75, 1);
    assertForward(OPEN, SHUT, 0, SHUT, 0.75, -1);
    assertForward(OPEN, SHUT, 0, 0, 0.75, 0);
  }

  @Test
  void forwardWithTheResetGateOpenShowsTheCandidateTheOldOutput() {
    assertForward(OPEN, SHUT, OPEN, 0, 0.75, 1);
    // 150 / 2 - 75 = 0
    assertForward(0, SHUT, 150, -75, 0.75, 0);
  }

  @Test
  void forwardWithTheResetGateShutHidesTheOldOutput() {
    assertForward(SHUT, SHUT, OPEN, 0, 0.75, 0);
  }

  @Test
  void forwardWithGatesHalfOpenIsTheMean() {
    assertForward(0, 0, 0, OPEN, 0.5, 0.75);
    assertForward(0, 0, 0, 0, 0.5, 0.25);
  }

  @Test
  void forwardLeavesTheActivationsInTheGates() {
    Tensor gates = vector(0, OPEN, 7, OPEN);
    gru.forward(1, 1, gates, 0, 1, vector(1, 0), 0, 1, 1);
    assertValues(gates, 0.5, 1, 7, 1);
  }

  @Test
  void forwardFindsItsWayThroughOffsetsAndRows() {
    // Two features, two columns; rows of gates 3 apart from 3, rows of outputs 5 apart from 1.
    Tensor gates =
        rows(
            row(99, 99, 99),
            row(OPEN, SHUT, 99), // r
            row(OPEN, OPEN, 99),
            row(OPEN, 0, 99), // z
            row(SHUT, 0, 99),
            row(OPEN, OPEN, 99), // q
            row(SHUT, 150, 99),
            row(0, OPEN, 99), // n
            row(0, -150, 99));
    // In each row, after a gap, the old output, then the new one.
    Tensor output = rows(row(9, 0.25, 0.5, 9, 9), row(9, 0.75, 0.125, 9, 9));
    gru.forward(2, 2, gates, 3, 3, output, 1, 3, 5);
    assertSameBits(
        "output", rows(row(9, 0.25, 0.5, 0.25, 0.75), row(9, 0.75, 0.125, -1, 0.0625)), output);
    Tensor activations =
        rows(
            row(99, 99, 99),
            row(1, 0, 99), // r
            row(1, 1, 99),
            row(1, 0.5, 99), // z
            row(0, 0.5, 99),
            row(OPEN, OPEN, 99), // q
            row(SHUT, 150, 99),
            row(1, 1, 99), // n
            row(-1, 0, 99));
    // A gate that is shut lets 1.7e-38 through.
    for (int i = 0; i < gates.elements(); i++) {
      assertEquals(activations.get(i), gates.get(i), 2e-38);
    }
  }

  @Test
  void forwardMayOverwriteTheOldOutput() {
    Tensor output = vector(0.5);
    gru.forward(1, 1, vector(0, 0, 0, OPEN), 0, 1, output, 0, 0, 1);
    assertValues(output, 0.75);
  }

  @Test
  void forwardOfNoColumnsWritesNothing() {
    Tensor gates = vector(1, 2, 3, 4);
    Tensor output = vector(5, 6);
    gru.forward(1, 0, gates, 0, 1, output, 0, 1, 1);
    gru.forward(0, 1, gates, 0, 1, output, 0, 1, 1);
    assertValues(gates, 1, 2, 3, 4);
    assertValues(output, 5, 6);
  }

  @Test
  void backwardReachesAllGatesAndTheOldOutput() {
    // r = 1/2, z = 1/4, q = 8, n = 1/2, old output 2. With dh = 64:
    // dn = 64 * 3/4 * (1 - 1/4) = 36, dr = 36 * 8 / 4, dz = 64 * (2 - 1/2) * 3/16, dq = 36 / 2.
    assertBackward(0.5, new double[] {72, 18, 18, 36});
  }

  @Test
  void backwardOfASaturatedCandidateReachesTheUpdateGateAlone() {
    // n = 1, dz = 64 * (2 - 1) * 3/16.
    assertBackward(1, new double[] {0, 12, 0, 0});
  }

  @Test
  void backwardFindsItsWayThroughOffsetsAndRows() {
    // Two features, two columns; rows of gates 3 apart from 3, of outputs 4, of steps 2 from 2.
    Tensor gates =
        rows(
            row(99, 99, 99),
            row(0.5, 0.5, 99), // r
            row(1, 0.5, 99),
            row(0.5, 0, 99), // z
            row(0.5, 1, 99),
            row(4, 8, 99), // q
            row(16, 32, 99),
            row(0, 0.5, 99), // n
            row(0, 0.5, 99));
    // In each row the old output, then one that is not read.
    Tensor output = rows(row(1, 2, 99, 99), row(3, 4, 99, 99));
    Tensor dh = rows(row(99, 99), row(16, 32), row(64, 128), row(99, 99));
    Tensor dGates = gates.copy();
    List<Tensor> inputs = List.of(gates.copy(), output.copy());
    gru.backward(2, 2, gates, 3, 3, output, 0, 4, dh, 2, 2, dGates);
    assertSameBits("dh", rows(row(99, 99), row(8, 0), row(32, 128), row(99, 99)), dh);
    Tensor expected =
        rows(
            row(99, 99, 99),
            row(8 * 4 / 4, 24 * 8 / 4, 99), // r: dn q r (1 - r)
            row(0, 0, 99),
            row(16 * 1 / 4, 0, 99), // z: dh (old - n) z (1 - z)
            row(64 * 3 / 4, 0, 99),
            row(4, 12, 99), // q: dn r
            row(32, 0, 99),
            row(8, 24, 99), // n: dh (1 - z) (1 - n n)
            row(32, 0, 99));
    assertSameBits("dGates", expected, dGates);
    assertSameBits("gates", inputs.get(0), gates);
    assertSameBits("output", inputs.get(1), output);
  }

  private void assertForward(double r, double z, double q, double n, double old, double output) {
    for (int columns : BackEnds.SIZES_AROUND_LANES) {
      Tensor gates = Tensor.zeros(kernels.dtype(), 4 * columns);
      gates.fill(0, columns, r);
      gates.fill(columns, 2 * columns, z);
      gates.fill(2 * columns, 3 * columns, q);
      gates.fill(3 * columns, 4 * columns, n);
      Tensor outputs = Tensor.zeros(kernels.dtype(), 2 * columns);
      outputs.fill(0, columns, old);
      gru.forward(1, columns, gates, 0, columns, outputs, 0, columns, columns);
      for (int j = 0; j < columns; j++) {
        assertEquals(old, outputs.get(j));
        // A gate that is shut lets 1.7e-38 through, of q 1.7e-36.
        assertEquals(output, outputs.get(columns + j), 2e-36);
      }
    }
  }

  /** From r = 1/2, z = 1/4, q = 8, the old output 2 and dh = 64. */
  private void assertBackward(double n, double[] dGates) {
    for (int columns : BackEnds.SIZES_AROUND_LANES) {
      Tensor gates = Tensor.zeros(kernels.dtype(), 4 * columns);
      gates.fill(0, columns, 0.5);
      gates.fill(columns, 2 * columns, 0.25);
      gates.fill(2 * columns, 3 * columns, 8);
      gates.fill(3 * columns, 4 * columns, n);
      Tensor outputs = Tensor.zeros(kernels.dtype(), columns);
      outputs.fill(2);
      Tensor dOutput = Tensor.zeros(kernels.dtype(), columns);
      dOutput.fill(64);
      Tensor dGate = Tensor.zeros(kernels.dtype(), 4 * columns);
      gru.backward(1, columns, gates, 0, columns, outputs, 0, columns, dOutput, 0, columns, dGate);
      for (int j = 0; j < columns; j++) {
        assertEquals(16, dOutput.get(j));
        for (int q = 0; q < 4; q++) {
          assertEquals(dGates[q], dGate.get(q * columns + j), "gate " + q);
        }
      }
    }
  }

  /** A matrix, and a row of it. */
  private Tensor rows(double[]... rows) {
    return vector(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
  }

  private static double[] row(double... values) {
    return values;
  }

  private Tensor vector(double... values) {
    return values(kernels.dtype(), values);
  }
}
