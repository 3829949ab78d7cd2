package dev.footfall.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ViewTest {
  private final Tensor tensor = Tensor.zeros(DType.FLOAT32, 2, 3, 4);
  private final View whole = View.of(tensor);

  @Test
  void theWholeOfATensorIsOneRun() {
    assertEquals(List.of("24: 0 by 1, 0 by 1"), runs(whole, whole));
    assertEquals("[2, 3, 4]", whole.toString());
    assertEquals(Shape.of(2, 3, 4), whole.shape());
  }

  @Test
  void aSliceAlongTheLastAxisIsARunForEachRow() {
    Tensor part = Tensor.zeros(DType.FLOAT32, 2, 1, 2);
    assertEquals(
        List.of("2: 5 by 2, 0 by 1", "2: 17 by 2, 2 by 1"),
        runs(whole.slice(2, 1, 2, 2).slice(1, 1, 1, 1), View.of(part)));
  }

  @Test
  void aSliceAlongTheFirstAxisIsOneRun() {
    assertEquals(
        List.of("12: 12 by 1, 0 by 1"),
        runs(whole.slice(0, 1, 1, 1), View.of(Tensor.zeros(DType.FLOAT32, 1, 3, 4))));
  }

  @Test
  void axesAreJoinedOnlyWhereBothViewsAllowIt() {
    View half = whole.slice(1, 0, 2, 1);
    assertEquals(
        List.of("8: 0 by 1, 0 by 1", "8: 12 by 1, 8 by 1"),
        runs(half, View.of(Tensor.zeros(DType.FLOAT32, 2, 2, 4))));
    assertEquals(
        List.of("8: 0 by 1, 0 by 1", "8: 8 by 1, 12 by 1"),
        runs(View.of(Tensor.zeros(DType.FLOAT32, 2, 2, 4)), half));
  }

  @Test
  void aNegativeStepGoesBackwards() {
    assertEquals(
        List.of("3: 3 by -1, 0 by 1", "3: 7 by -1, 3 by 1"),
        runs(
            whole.slice(0, 0, 1, 1).slice(1, 0, 2, 1).slice(2, 3, 3, -1),
            View.of(Tensor.zeros(DType.FLOAT32, 1, 2, 3))));
  }

  @Test
  void aStepOfZeroRepeats() {
    View row = View.of(Tensor.zeros(DType.FLOAT32, 2));
    assertEquals(
        List.of("5: 1 by 0, 0 by 1"),
        runs(row.slice(0, 1, 5, 0), View.of(Tensor.zeros(DType.FLOAT32, 5))));
  }

  @Test
  void permutingExchangesStrides() {
    View permuted = whole.permuted(2, 0, 1);
    assertEquals(Shape.of(4, 2, 3), permuted.shape());
    // The two axes after the first are joined: a step of 4, three times, is one of 12.
    assertEquals(
        List.of(
            "6: 0 by 4, 0 by 1", "6: 1 by 4, 6 by 1", "6: 2 by 4, 12 by 1", "6: 3 by 4, 18 by 1"),
        runs(permuted, View.of(Tensor.zeros(DType.FLOAT32, 4, 2, 3))));
  }

  @Test
  void aScalarIsARunOfOne() {
    View scalar = View.of(Tensor.zeros(DType.FLOAT32));
    assertEquals(List.of("1: 0 by 0, 0 by 0"), runs(scalar, scalar));
    View ones = View.of(Tensor.zeros(DType.FLOAT32, 1, 1));
    assertEquals(List.of("1: 0 by 0, 0 by 0"), runs(ones, ones));
  }

  @Test
  void nothingHasNoRuns() {
    View nothing = View.of(Tensor.zeros(DType.FLOAT32, 3, 0, 2));
    assertEquals(List.of(), runs(nothing, nothing));
    assertEquals(List.of(), runs(whole.slice(2, 4, 0, 1), whole.slice(2, -1, 0, -1)));
  }

  @Test
  void whatLeavesTheAxisIsRejected() {
    String start = "view: 3 elements from ";
    rejects(start + "2 in steps of 1 leave axis 2 ([2, 3, 4])", () -> whole.slice(2, 2, 3, 1));
    rejects(start + "1 in steps of -1 leave axis 2 ([2, 3, 4])", () -> whole.slice(2, 1, 3, -1));
    rejects(start + "4 in steps of 0 leave axis 2 ([2, 3, 4])", () -> whole.slice(2, 4, 3, 0));
    rejects(start + "-1 in steps of 1 leave axis 1 ([2, 3, 4])", () -> whole.slice(1, -1, 3, 1));
    rejects(
        "view: -1 elements from 0 in steps of 1 leave axis 0 ([2, 3, 4])",
        () -> whole.slice(0, 0, -1, 1));
    rejects(
        "view: 3 elements from 1 in steps of 2147483647 leave axis 2 ([2, 3, 4])",
        () -> whole.slice(2, 1, 3, Integer.MAX_VALUE));
  }

  @Test
  void whatIsNoOrderOfTheAxesIsRejected() {
    String end = " is no order of the axes of [2, 3, 4]";
    rejects("view: [0, 1]" + end, () -> whole.permuted(0, 1));
    rejects("view: [0, 1, 1]" + end, () -> whole.permuted(0, 1, 1));
    rejects("view: [0, 1, 3]" + end, () -> whole.permuted(0, 1, 3));
    rejects("view: [0, -1, 2]" + end, () -> whole.permuted(0, -1, 2));
  }

  @Test
  void viewsOfTwoShapesAreNotWalkedTogether() {
    rejects(
        "view: shapes differ ([2, 3, 4] and [2, 3, 2])",
        () -> runs(whole, whole.slice(2, 0, 2, 1)));
  }

  private static List<String> runs(View a, View b) {
    List<String> runs = new ArrayList<>();
    View.forEachRun(
        a,
        b,
        (n, aOffset, aStride, bOffset, bStride) ->
            runs.add("%d: %d by %d, %d by %d".formatted(n, aOffset, aStride, bOffset, bStride)));
    return runs;
  }

  private static void rejects(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
