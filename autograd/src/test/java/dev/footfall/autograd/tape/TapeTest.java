package dev.footfall.autograd.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.F;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Near;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TapeTest {
  private final Tape tape = Tape.training(Backends.fp64());

  @Test
  void aValueUsedTwiceReceivesBothParts() {
    Variable x = tape.input(vector(1, 2));
    Variable doubled = F.add(x, x);
    tape.backward(F.add(F.scale(3, doubled), x), vector(1, 10));
    assertTensor(x.gradient(), 7, 70);
  }

  @Test
  void anIntermediateValueUsedTwiceReceivesBothParts() {
    Variable x = tape.input(vector(1, -2));
    Variable y = F.scale(2, x);
    Variable first = F.scale(5, y);
    Variable second = F.scale(7, y);
    tape.backward(F.add(first, second), vector(1, 10));
    assertTensor(x.gradient(), 24, 240);
    assertNull(y.gradient(), "gradients of intermediate values are given back");
  }

  @Test
  void gradientsOfSeveralOutputsAdd() {
    Variable x = tape.input(vector(1, 2));
    Variable a = F.scale(3, x);
    Variable b = F.scale(4, a);
    tape.backward(b, vector(1, 1));
    tape.backward(a, vector(1, 1));
    assertTensor(x.gradient(), 15, 15);
  }

  @Test
  void theGradientOfALeafWithRespectToItselfIsTheSeed() {
    Variable x = tape.input(vector(1, 2));
    tape.backward(x, vector(3, 4));
    tape.backward(x, vector(3, 4));
    assertTensor(x.gradient(), 6, 8);
  }

  @Test
  void whatTheOutputDoesNotDependOnHasNoGradient() {
    Variable x = tape.input(vector(1, 2));
    Variable other = tape.input(vector(1, 2));
    Variable y = F.scale(2, x);
    F.scale(2, other);
    tape.backward(y, vector(1, 1));
    assertNull(other.gradient());
  }

  @Test
  void constantsHaveNoGradientAndRecordNothing() {
    Variable constant = tape.constant(vector(1, 2));
    Variable y = F.scale(2, constant);
    assertFalse(y.requiresGradient());
    rejects(
        "backward: nothing recorded leads to this variable on this tape ([2])",
        () -> tape.backward(y, vector(1, 1)));
    assertNull(constant.gradient());
  }

  @Test
  void aScalarLossStartsFromOne() {
    Variable x = tape.input(vector(1, 4));
    tape.backward(F.mean(x));
    assertTensor(x.gradient(), 0.5, 0.5);
  }

  @Test
  void parametersKeepTheirGradientFromTapeToTape() {
    Parameter p = new Parameter(vector(1, 2));
    for (int step = 1; step <= 3; step++) {
      Tape own = Tape.training(Backends.fp64());
      own.backward(F.add(own.constant(vector(0, 0)), p), vector(1, 10));
      assertTensor(p.gradient(), step, 10 * step);
    }
    p.zeroGradient();
    assertTensor(p.gradient(), 0, 0);
  }

  @Test
  void leavesAreNotCopied() {
    Tensor value = vector(1, 2);
    assertSame(value, tape.input(value).value());
    assertSame(value, tape.constant(value).value());
    assertSame(value, new Parameter(value).value());
  }

  @Test
  void inferenceRecordsNothing() {
    Tape inference = Tape.inference(Backends.fp64());
    Variable y = F.scale(2, inference.input(vector(1, 2)));
    assertTensor(y.value(), 2, 4);
    assertFalse(y.requiresGradient());
    assertFalse(inference.training());
    assertFalse(Tape.recording(Backends.fp64()).training());
    assertTrue(tape.training());
  }

  @Test
  void aVariableIsVoidOnceItsTapeIsReset() {
    Variable y = F.mean(tape.input(vector(1, 2)));
    tape.reset();
    rejects(
        "backward: nothing recorded leads to this variable on this tape ([])",
        () -> tape.backward(y));
  }

  @Test
  void aFailedApplicationLeavesTheTapeUsable() {
    Variable x = tape.input(vector(1, 2));
    Variable y = F.scale(2, x);
    rejects(
        "add: shapes do not broadcast (a [2], b [3])",
        () -> F.add(y, tape.constant(Tensor.zeros(DType.FLOAT64, 3))));
    tape.backward(y, vector(1, 1));
    assertTensor(x.gradient(), 2, 2);
  }

  @Test
  void aLossHasOneElement() {
    rejects(
        "backward: a loss has one element, not 2 (loss [2]); pass a seed gradient for anything"
            + " else",
        () -> tape.backward(F.scale(1, tape.input(vector(1, 2)))));
  }

  @Test
  void theSeedHasTheShapeOfTheOutput() {
    Variable y = F.scale(1, tape.input(vector(1, 2)));
    rejects(
        "backward: shapes differ (y [2], seed gradient [2, 1])",
        () -> tape.backward(y, Tensor.zeros(DType.FLOAT64, 2, 1)));
  }

  @Test
  void anotherTapesVariablesAreRejected() {
    Variable here = tape.input(vector(1, 2));
    Tape other = Tape.training(Backends.fp64());
    Variable there = other.input(vector(1, 2));
    rejects("add: its inputs belong to different tapes", () -> F.add(here, there));
    rejects(
        "backward: nothing recorded leads to this variable on this tape ([2])",
        () -> tape.backward(there, vector(1, 1)));
  }

  @Test
  void parametersAloneHaveNoTape() {
    Parameter p = new Parameter(vector(1, 2));
    rejects(
        "add: none of its inputs is on a tape; start with tape.constant(...) or tape.input(...)"
            + " ([[2], [2]])",
        () -> F.add(p, p));
    rejects(
        "backward: nothing recorded leads to this variable on this tape ([2])",
        () -> tape.backward(p, vector(1, 1)));
  }

  @Test
  void theElementTypeIsThatOfTheKernels() {
    Variable single = tape.constant(Tensor.zeros(DType.FLOAT32, 2));
    rejects(
        "add: input 1 is FLOAT32 but the tape computes in FLOAT64",
        () -> F.add(tape.constant(vector(1, 2)), single));
  }

  @Test
  void onlyScalarsAreItems() {
    assertEquals(3, F.mean(tape.input(vector(2, 4))).item());
    Variable x = tape.input(vector(1, 2));
    assertEquals(
        "item: 2 elements, not one ([2])",
        assertThrows(IllegalStateException.class, x::item).getMessage());
  }

  @Test
  void givingBackWhatWasNotTakenIsAnError() {
    Tensor stranger = vector(1, 2);
    assertEquals(
        "tape: a tensor that is not in use was given back FLOAT64 [2]",
        assertThrows(IllegalStateException.class, () -> tape.giveBack(stranger)).getMessage());
  }

  private static Tensor vector(double... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  private static void assertTensor(Tensor found, double... expected) {
    Near.requireSameBits("tensor", vector(expected), found);
  }

  private static void rejects(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
