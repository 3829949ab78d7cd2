package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertValues;
import static dev.footfall.engine.kernel.TestTensors.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.Tensor;
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
    kernels.lstm().forward(1, 1, gates, 0, 1, vector(1, 0), 0, 1, 1, vector(0, 0));
    assertValues(gates, 0.5, 1, -1, 1);
  }

  @Test
  void forwardFindsItsWayThroughOffsetsAndRows() {
    // Two features, two columns; rows of gates 3 apart from 1, rows of states 4 apart.
    Tensor gates =
        vector(
            99, OPEN, OPEN, 99, OPEN, OPEN, 99, // i
            OPEN, OPEN, 99, OPEN, 0, 99, // f
            OPEN, SHUT, 99, 0, 0, 99, // g
            OPEN, OPEN, 99, 0, OPEN, 99); // o
    //                  old new       old new
    Tensor cell = vector(20, 30, 9, 9, 40, 50, 9, 9);
    Tensor output = vector(99, 99, 9, 9, 99, 99, 9, 9);
    kernels.lstm().forward(2, 2, gates, 1, 3, cell, 0, 2, 4, output);
    assertValues(cell, 20, 30, 21, 29, 40, 50, 40, 25);
    assertValues(output, 99, 99, 1, 1, 99, 99, 0.5, 1);
    assertValues(
        gates, 99, 1, 1, 99, 1, 1, 99, 1, 1, 99, 1, 0.5, 99, 1, -1, 99, 0, 0, 99, 1, 1, 99, 0.5, 1,
        99);
  }

  @Test
  void forwardMayOverwriteTheOldCell() {
    Tensor gates = vector(OPEN, OPEN, OPEN, OPEN);
    Tensor cell = vector(19);
    Tensor output = vector(0);
    kernels.lstm().forward(1, 1, gates, 0, 1, cell, 0, 0, 1, output);
    assertValues(cell, 20);
    assertValues(output, 1);
  }

  @Test
  void forwardOfNoColumnsWritesNothing() {
    Tensor gates = vector(1, 2, 3, 4);
    Tensor cell = vector(5, 6);
    Tensor output = vector(7, 8);
    kernels.lstm().forward(1, 0, gates, 0, 1, cell, 0, 1, 1, output);
    kernels.lstm().forward(0, 1, gates, 0, 1, cell, 0, 1, 1, output);
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
    Tensor dc = vector(0);
    Tensor dGates = vector(9, 9, 9, 9);
    kernels
        .lstm()
        .backward(
            1,
            1,
            vector(0.5, 0.25, 0.5, 0.5),
            0,
            1,
            vector(8, 20),
            0,
            1,
            1,
            vector(64),
            dc,
            0,
            1,
            dGates);
    assertValues(dGates, 0, 0, 0, 16);
    assertValues(dc, 0);
  }

  @Test
  void backwardFindsItsWayThroughOffsetsAndRows() {
    // Two features, two columns; rows of gates 3 apart from 1, of states 4, of steps 2 from 1.
    Tensor gates =
        vector(
            99, 0.5, 0.5, 99, 0.5, 0.5, 99, // i
            0.5, 0.5, 99, 0.5, 0.5, 99, // f
            0, 0, 99, 0, 0, 99, // g
            0.5, 0.5, 99, 0.5, 0.5, 99); // o
    Tensor cell = vector(1, 2, 0, 0, 3, 4, 0, 20);
    Tensor dh = vector(99, 0, 0, 0, 16, 99);
    Tensor dc = vector(99, 16, 32, 48, 64, 99);
    Tensor dGates = vector(new double[25]);
    dGates.fill(99);
    kernels.lstm().backward(2, 2, gates, 1, 3, cell, 0, 2, 4, dh, dc, 1, 2, dGates);
    assertValues(dc, 99, 8, 16, 24, 32, 99);
    assertValues(
        dGates,
        99,
        0,
        0,
        99,
        0,
        0,
        99,
        16 * 1 * 0.25,
        32 * 2 * 0.25,
        99,
        48 * 3 * 0.25,
        64 * 4 * 0.25,
        99,
        8,
        16,
        99,
        24,
        32,
        99,
        0,
        0,
        99,
        0,
        16 * 0.25,
        99);
    assertValues(cell, 1, 2, 0, 0, 3, 4, 0, 20);
    assertValues(dh, 99, 0, 0, 0, 16, 99);
    assertValues(
        gates, 99, 0.5, 0.5, 99, 0.5, 0.5, 99, 0.5, 0.5, 99, 0.5, 0.5, 99, 0, 0, 99, 0, 0, 99, 0.5,
        0.5, 99, 0.5, 0.5, 99);
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
      kernels.lstm().forward(1, columns, gates, 0, columns, cells, 0, columns, columns, outputs);
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
      kernels
          .lstm()
          .backward(
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

  private Tensor vector(double... values) {
    return values(kernels.dtype(), values);
  }
}
