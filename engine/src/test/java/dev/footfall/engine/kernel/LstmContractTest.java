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
 * What every LSTM step does where it is exact: gates that are half open, or so far open or shut
 * that they saturate.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.footfall.engine.kernel.BackEnds#all")
class LstmContractTest {
  /** A pre-activation of a gate that is open: sigmoid and tanh are 1. */
  private static final double OPEN = 100;

  /** A pre-activation of a gate that is shut: sigmoid is below 1.7e-38, tanh is -1. */
  private static final double SHUT = -100;

  @Parameter Kernels kernels;

  private LstmKernel lstm;

  @BeforeEach
  void select() {
    lstm = kernels.lstm();
  }

  @Test
  void forwardWithOpenGatesAddsTheCandidate() {
    assertForward(OPEN, OPEN, OPEN, OPEN, 19, 20, 1);
    assertForward(OPEN, OPEN, SHUT, OPEN, -19, -20, -1);
  }

  @Test
  void forwardWithTheInputGateShutKeepsTheCell() {
    assertForward(SHUT, OPEN, OPEN, OPEN, 20, 20, 1);
  }

  @Test
  void forwardWithTheForgetGateShutTakesTheCandidate() {
    assertForward(OPEN, SHUT, OPEN, SHUT, 20, 1, 0);
  }

  @Test
  void forwardWithTheOutputGateShutIsSilent() {
    assertForward(OPEN, OPEN, OPEN, SHUT, 19, 20, 0);
  }

  @Test
  void forwardWithGatesHalfOpen() {
    // c = 80 / 2 + 1 / 2 * 0, h = 1 / 2
    assertForward(0, 0, 0, 0, 80, 40, 0.5);
    // c = 79 / 2 + 1 / 2
    assertForward(0, 0, OPEN, 0, 79, 40, 0.5);
  }

  @Test
  void forwardLeavesTheActivationsInTheGates() {
    Tensor gates = vector(0, OPEN, SHUT, OPEN);
    lstm.forward(1, 1, gates, 0, 1, vector(1, 0), 0, 1, 1, vector(0, 0));
    assertValues(gates, 0.5, 1, -1, 1);
  }

  @Test
  void forwardFindsItsWayThroughOffsetsAndRows() {
    // Two features, two columns; rows of gates 3 apart from 3, rows of states 4 apart.
    Tensor gates =
        rows(
            row(99, 99, 99),
            row(OPEN, OPEN, 99), // i
            row(OPEN, OPEN, 99),
            row(OPEN, OPEN, 99), // f
            row(OPEN, 0, 99),
            row(OPEN, SHUT, 99), // g
            row(0, 0, 99),
            row(OPEN, OPEN, 99), // o
            row(0, OPEN, 99));
    // In each row the old state, then the new one.
    Tensor cell = rows(row(20, 30, 9, 9), row(40, 50, 9, 9));
    Tensor output = rows(row(99, 99, 9, 9), row(99, 99, 9, 9));
    lstm.forward(2, 2, gates, 3, 3, cell, 0, 2, 4, output);
    assertSameBits("cell", rows(row(20, 30, 21, 29), row(40, 50, 40, 25)), cell);
    assertSameBits("output", rows(row(99, 99, 1, 1), row(99, 99, 0.5, 1)), output);
    Tensor activations =
        rows(
            row(99, 99, 99),
            row(1, 1, 99), // i
            row(1, 1, 99),
            row(1, 1, 99), // f
            row(1, 0.5, 99),
            row(1, -1, 99), // g
            row(0, 0, 99),
            row(1, 1, 99), // o
            row(0.5, 1, 99));
    assertSameBits("gates", activations, gates);
  }

  @Test
  void forwardMayOverwriteTheOldCell() {
    Tensor gates = vector(OPEN, OPEN, OPEN, OPEN);
    Tensor cell = vector(19);
    Tensor output = vector(0);
    lstm.forward(1, 1, gates, 0, 1, cell, 0, 0, 1, output);
    assertValues(cell, 20);
    assertValues(output, 1);
  }

  @Test
  void forwardOfNoColumnsWritesNothing() {
    Tensor gates = vector(1, 2, 3, 4);
    Tensor cell = vector(5, 6);
    Tensor output = vector(7, 8);
    lstm.forward(1, 0, gates, 0, 1, cell, 0, 1, 1, output);
    lstm.forward(0, 1, gates, 0, 1, cell, 0, 1, 1, output);
    assertValues(gates, 1, 2, 3, 4);
    assertValues(cell, 5, 6);
    assertValues(output, 7, 8);
  }

  @Test
  void backwardOfTheCellGradient() {
    // dc reaches i, f and g and, through f, the old cell.
    assertBackward(0, 64, new double[] {64 * 0.5 * 0.25, 64 * 8 * 0.1875, 64 * 0.5 * 0.75, 0}, 16);
  }

  @Test
  void backwardOfTheOutputGradientThroughAnOpenCell() {
    // At c = 0 the slope of tanh is 1: dh o joins the gradient of the cell; o itself gets nothing.
    assertBackward(128, 0, new double[] {64 * 0.5 * 0.25, 64 * 8 * 0.1875, 64 * 0.5 * 0.75, 0}, 16);
  }

  @Test
  void backwardOfTheOutputGradientThroughASaturatedCell() {
    // At c = 20 tanh is 1 and flat: dh reaches nothing but o.
    Tensor gates = vector(0.5, 0.25, 0.5, 0.5);
    Tensor cell = vector(8, 20);
    Tensor dh = vector(64);
    Tensor dc = vector(0);
    Tensor dGates = vector(9, 9, 9, 9);
    lstm.backward(1, 1, gates, 0, 1, cell, 0, 1, 1, dh, dc, 0, 1, dGates);
    assertValues(dGates, 0, 0, 0, 16);
    assertValues(dc, 0);
  }

  @Test
  void backwardFindsItsWayThroughOffsetsAndRows() {
    // Two features, two columns; rows of gates 3 apart from 3, of states 4, of steps 2 from 2.
    Tensor gates =
        rows(
            row(99, 99, 99),
            row(0.5, 0.5, 99), // i
            row(0.5, 0.5, 99),
            row(0.5, 0.5, 99), // f
            row(0.5, 0.5, 99),
            row(0, 0, 99), // g
            row(0, 0, 99),
            row(0.5, 0.5, 99), // o
            row(0.5, 0.5, 99));
    // In each row the old state, then the new one.
    Tensor cell = rows(row(1, 2, 0, 0), row(3, 4, 0, 20));
    Tensor dh = rows(row(99, 99), row(0, 0), row(0, 16), row(99, 99));
    Tensor dc = rows(row(99, 99), row(16, 32), row(48, 64), row(99, 99));
    Tensor dGates = gates.copy();
    List<Tensor> inputs = List.of(gates.copy(), cell.copy(), dh.copy());
    lstm.backward(2, 2, gates, 3, 3, cell, 0, 2, 4, dh, dc, 2, 2, dGates);
    assertSameBits("dc", rows(row(99, 99), row(8, 16), row(24, 32), row(99, 99)), dc);
    Tensor expected =
        rows(
            row(99, 99, 99),
            row(0, 0, 99), // i: dc g i (1 - i)
            row(0, 0, 99),
            row(16 * 1 / 4, 32 * 2 / 4, 99), // f: dc c f (1 - f)
            row(48 * 3 / 4, 64 * 4 / 4, 99),
            row(8, 16, 99), // g: dc i (1 - g g)
            row(24, 32, 99),
            row(0, 0, 99), // o: dh tanh(c) o (1 - o)
            row(0, 16 / 4, 99));
    assertSameBits("dGates", expected, dGates);
    assertSameBits("gates", inputs.get(0), gates);
    assertSameBits("cell", inputs.get(1), cell);
    assertSameBits("dh", inputs.get(2), dh);
  }

  private void assertForward(
      double i, double f, double g, double o, double old, double cell, double output) {
    for (int columns : BackEnds.SIZES_AROUND_LANES) {
      Tensor gates = Tensor.zeros(kernels.dtype(), 4 * columns);
      gates.fill(0, columns, i);
      gates.fill(columns, 2 * columns, f);
      gates.fill(2 * columns, 3 * columns, g);
      gates.fill(3 * columns, 4 * columns, o);
      Tensor cells = Tensor.zeros(kernels.dtype(), 2 * columns);
      cells.fill(0, columns, old);
      Tensor outputs = Tensor.zeros(kernels.dtype(), 2 * columns);
      lstm.forward(1, columns, gates, 0, columns, cells, 0, columns, columns, outputs);
      for (int j = 0; j < columns; j++) {
        assertEquals(old, cells.get(j));
        assertEquals(cell, cells.get(columns + j));
        assertEquals(0, outputs.get(j));
        // A gate that is shut lets 1.7e-38 through.
        assertEquals(output, outputs.get(columns + j), 2e-38);
      }
    }
  }

  /** From i = 1/2, f = 1/4, g = 1/2, o = 1/2, the old cell 8 and the new cell 0. */
  private void assertBackward(double dh, double dc, double[] dGates, double dcOld) {
    for (int columns : BackEnds.SIZES_AROUND_LANES) {
      Tensor gates = Tensor.zeros(kernels.dtype(), 4 * columns);
      gates.fill(0.5);
      gates.fill(columns, 2 * columns, 0.25);
      Tensor cells = Tensor.zeros(kernels.dtype(), 2 * columns);
      cells.fill(0, columns, 8);
      Tensor dOutput = Tensor.zeros(kernels.dtype(), columns);
      dOutput.fill(dh);
      Tensor dCell = Tensor.zeros(kernels.dtype(), columns);
      dCell.fill(dc);
      Tensor dGate = Tensor.zeros(kernels.dtype(), 4 * columns);
      lstm.backward(
          1, columns, gates, 0, columns, cells, 0, columns, columns, dOutput, dCell, 0, columns,
          dGate);
      for (int j = 0; j < columns; j++) {
        assertEquals(dcOld, dCell.get(j));
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
