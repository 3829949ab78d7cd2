package dev.footfall.autograd.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.F;
import dev.footfall.autograd.check.GradCheck;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.autograd.testing.Sequences;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class RecurrentStackTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 2) int levels,
      @ForAll boolean bidirectional,
      @ForAll @IntRange(min = 1, max = 2) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 4) int length,
      @ForAll long seed) {
    Tensor x = new RandomTensors(seed).uniform(batch, channels, length);
    for (boolean gru : new boolean[] {false, true}) {
      RecurrentStack stack = stack(gru, channels, 2, levels, bidirectional, DType.FLOAT64, seed);
      assertEquals(
          x.elements() + stack.parameterCount(), GradCheck.module("stack", stack, x).check());
    }
  }

  /** Values and gradients, and the states at the end in the order of PyTorch. */
  @ParameterizedTest(name = "{0}")
  @GoldenSource(value = "recurrent_stack", onEveryBackend = false)
  void isWhatPyTorchComputes(GoldenCase golden) {
    Map<String, Tensor> weights = new LinkedHashMap<>(golden.inputs());
    Tensor x = weights.remove("x");
    int hidden = golden.inputs().get("layer0.weight_h").shape().extent(1);
    RecurrentStack stack =
        stack(
            golden.spec().get("kind").asString().equals("gru"),
            x.shape().extent(1),
            hidden,
            golden.spec().get("layers").asInt(),
            golden.spec().get("bidirectional").asBoolean(),
            DType.FLOAT64,
            1);
    stack.load(weights);
    Tape tape = Tape.training(Backends.fp64());
    Variable input = tape.input(x);
    RecurrentStack.Sequence sequence = stack.forward(input, null);
    Tensor y = stack.forward(input).value();
    near(golden, "y", golden.outputs().get("y"), y);
    Near.requireSameBits("y of both ways", y, sequence.y().value());
    near(golden, "h_n", golden.outputs().get("h_n"), states(sequence, false));
    if (golden.outputs().containsKey("c_n")) {
      near(golden, "c_n", golden.outputs().get("c_n"), states(sequence, true));
    } else {
      sequence.last().forEach(state -> assertNull(state.cell()));
    }
    tape.backward(sequence.y(), golden.seedGradient().orElseThrow());
    near(golden, "dx", golden.gradients().get("x"), input.gradient());
    stack
        .parameters()
        .forEach((name, p) -> near(golden, "d" + name, golden.gradients().get(name), p.gradient()));
  }

  static void near(GoldenCase golden, String what, Tensor expected, Tensor found) {
    Near.require(
        golden + ": " + what, expected, found, (i, e) -> GoldenCase.halfNinthDigit(e) + 1e-12);
  }

  /** The last states, or cells, of all layers: {@code [L D, N, H]}. */
  private static Tensor states(RecurrentStack.Sequence sequence, boolean cells) {
    List<Tensor> states =
        sequence.last().stream().map(s -> (cells ? s.cell() : s.output()).value()).toList();
    Shape shape = states.getFirst().shape();
    int each = states.getFirst().elements();
    Tensor all = Tensor.zeros(DType.FLOAT64, states.size(), shape.extent(0), shape.extent(1));
    for (int i = 0; i < all.elements(); i++) {
      all.set(i, states.get(i / each).get(i % each));
    }
    return all;
  }

  /** The law of the states: two windows with the state carried over are one long window. */
  @Property
  void windowsWithTheStateCarriedOverAreOneLongWindow(
      @ForAll boolean gru,
      @ForAll @IntRange(min = 1, max = 2) int levels,
      @ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll @IntRange(min = 1, max = 4) int before,
      @ForAll @IntRange(min = 1, max = 4) int after,
      @ForAll long seed) {
    RandomTensors random = new RandomTensors(seed);
    Tensor x = random.uniform(batch, 2, before + after);
    Tensor dy = random.uniform(batch, 3, before + after);
    for (Kernels kernels : Backends.all()) {
      RecurrentStack stack = stack(gru, 2, 3, levels, false, kernels.dtype(), seed);
      Run whole = run(stack, kernels, x, dy, before + after);
      Run parts = run(stack, kernels, x, dy, before);
      // Every step has the same operands, whatever the window.
      Near.requireSameBits("y", whole.y, parts.y);
      // The two windows add to a gradient one after the other: sums of up to 5 * 8 terms, of a
      // magnitude below 40, in two orders.
      double limit = 2 * 40 * kernels.dtype().unitRoundoff() * 40;
      whole.gradients.forEach(
          (name, gradient) ->
              Near.require(name, gradient, parts.gradients.get(name), (i, e) -> limit));
    }
  }

  /** In reverse the later window comes first. */
  @Property
  void reversedWindowsWithTheStateCarriedOverAreOneLongWindow(
      @ForAll boolean gru,
      @ForAll @IntRange(min = 1, max = 4) int before,
      @ForAll @IntRange(min = 1, max = 4) int after,
      @ForAll long seed) {
    Initializer init = new Initializer(DType.FLOAT64, new SplittableRandom(seed));
    RecurrentLayer layer = gru ? new Gru(2, 3, true, init) : new Lstm(2, 3, true, init);
    Tensor x = new RandomTensors(seed).uniform(2, 2, before + after);
    Tape tape = Tape.inference(Backends.fp64());
    Tensor whole = layer.forward(tape.constant(x)).value();
    RecurrentLayer.Sequence late =
        layer.forward(tape.constant(Sequences.part(x, before, before + after)), null);
    RecurrentLayer.Sequence early =
        layer.forward(tape.constant(Sequences.part(x, 0, before)), late.last());
    Near.requireSameBits("late", Sequences.part(whole, before, before + after), late.y().value());
    Near.requireSameBits("early", Sequences.part(whole, 0, before), early.y().value());
  }

  @Property
  void everyLayerOfBothDirectionsStartsFromItsOwnState(@ForAll boolean gru, @ForAll long seed) {
    RecurrentStack stack = stack(gru, 2, 3, 2, true, DType.FLOAT64, seed);
    RandomTensors random = new RandomTensors(seed);
    Tape tape = Tape.inference(Backends.fp64());
    List<RecurrentLayer.State> first =
        stack.forward(tape.constant(random.uniform(2, 2, 4)), null).last();
    Variable x = tape.constant(random.uniform(2, 2, 4));
    Variable y = x;
    for (int i = 0; i < 4; i += 2) {
      Variable forwards = stack.layers().get(i).forward(y, first.get(i)).y();
      Variable reverse = stack.layers().get(i + 1).forward(y, first.get(i + 1)).y();
      y = F.concat(forwards, reverse);
    }
    Near.requireSameBits("y", y.value(), stack.forward(x, first).y().value());
  }

  @Test
  void aDetachedStateHasItsValuesAndNoGradient() {
    RecurrentStack stack = stack(false, 2, 3, 1, false, DType.FLOAT64, 1);
    Tensor x = new RandomTensors(1).uniform(2, 2, 4);
    Tape tape = Tape.training(Backends.fp64());
    RecurrentLayer.State last = stack.forward(tape.constant(x), null).last().getFirst();
    RecurrentLayer.State detached = last.detached(tape);
    Tensor output = last.output().value().copy();
    Tensor cell = last.cell().value().copy();
    tape.reset();
    // Another computation takes the storage of the first.
    Variable y = stack.forward(tape.input(x), List.of(detached)).y();
    Near.requireSameBits("output", output, detached.output().value());
    Near.requireSameBits("cell", cell, detached.cell().value());
    tape.backward(y, Tensor.zeros(DType.FLOAT64, y.shape()));
    assertNull(detached.output().gradient());
    assertNull(detached.cell().gradient());
    assertNull(new RecurrentLayer.State(last.output(), null).detached(tape).cell());
  }

  @Test
  void parametersAreNamedByLevelAndDirection() {
    assertEquals(
        "[layer0.weight_x, layer0.weight_h, layer0.bias, layer0_reverse.weight_x,"
            + " layer0_reverse.weight_h, layer0_reverse.bias, layer1.weight_x, layer1.weight_h,"
            + " layer1.bias, layer1_reverse.weight_x, layer1_reverse.weight_h,"
            + " layer1_reverse.bias]",
        stack(false, 2, 3, 2, true, DType.FLOAT64, 1).state().keySet().toString());
    assertEquals(
        "{layer0.weight_x=FLOAT64 [9, 2], layer0.weight_h=FLOAT64 [9, 3], layer0.bias_x=FLOAT64"
            + " [9], layer0.bias_h=FLOAT64 [9], layer1.weight_x=FLOAT64 [9, 3],"
            + " layer1.weight_h=FLOAT64 [9, 3], layer1.bias_x=FLOAT64 [9], layer1.bias_h=FLOAT64"
            + " [9]}",
        stack(true, 2, 3, 2, false, DType.FLOAT64, 1).state().toString());
  }

  @Test
  void aStackHasLayersAndAStateForEach() {
    assertEquals(
        "recurrent stack: at least 1 layer is needed (0)",
        assertThrows(
                IllegalArgumentException.class, () -> stack(true, 2, 3, 0, false, DType.FLOAT64, 1))
            .getMessage());
    RecurrentStack stack = stack(true, 2, 3, 2, false, DType.FLOAT64, 1);
    Variable x = Tape.inference(Backends.fp64()).constant(new RandomTensors(1).uniform(1, 2, 4));
    assertEquals(
        "recurrent stack: 1 states are given to 2 layers",
        assertThrows(
                IllegalArgumentException.class,
                () -> stack.forward(x, stack.forward(x, null).last().subList(0, 1)))
            .getMessage());
    assertEquals(2, stack.layers().size());
  }

  /** Outputs and gradients of all windows together. */
  private record Run(Tensor y, Map<String, Tensor> gradients) {}

  /** Takes the sequence in windows, carrying the state over. */
  private static Run run(RecurrentStack stack, Kernels kernels, Tensor x, Tensor dy, int window) {
    DType dtype = kernels.dtype();
    Tape tape = Tape.training(kernels);
    stack.zeroGradients();
    int length = x.shape().extent(2);
    List<Variable> inputs = new ArrayList<>();
    List<Variable> outputs = new ArrayList<>();
    List<RecurrentLayer.State> states = null;
    for (int from = 0; from < length; from += window) {
      int to = Math.min(length, from + window);
      inputs.add(tape.input(Sequences.part(x, from, to).to(dtype)));
      RecurrentStack.Sequence sequence = stack.forward(inputs.getLast(), states);
      outputs.add(sequence.y());
      states = sequence.last();
    }
    Tensor y = Tensor.zeros(dtype, dy.shape());
    Tensor dx = Tensor.zeros(dtype, x.shape());
    for (int w = 0; w < outputs.size(); w++) {
      Sequences.copyInto(y, w * window, outputs.get(w).value());
      int to = Math.min(length, (w + 1) * window);
      tape.backward(outputs.get(w), Sequences.part(dy, w * window, to).to(dtype));
    }
    for (int w = 0; w < inputs.size(); w++) {
      Sequences.copyInto(dx, w * window, inputs.get(w).gradient());
    }
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    gradients.put("dx", dx);
    for (Map.Entry<String, Parameter> p : stack.parameters().entrySet()) {
      gradients.put("d" + p.getKey(), p.getValue().gradient().copy());
    }
    return new Run(y, gradients);
  }

  private static RecurrentStack stack(
      boolean gru,
      int channels,
      int hidden,
      int levels,
      boolean bidirectional,
      DType dtype,
      long seed) {
    Initializer init = new Initializer(dtype, new SplittableRandom(seed));
    return gru
        ? RecurrentStack.gru(channels, hidden, levels, bidirectional, init)
        : RecurrentStack.lstm(channels, hidden, levels, bidirectional, init);
  }
}
