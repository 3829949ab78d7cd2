package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** More elements than one parallel task has: none is left out, none comes twice. */
class ActivationTaskTest {
  private static final int TASK = 1 << 15;

  static Stream<Arguments> functionsAndSizes() {
    return Stream.of(
            Named.<UnaryOperator<Variable>>of("relu", F::relu),
            Named.<UnaryOperator<Variable>>of("sigmoid", F::sigmoid),
            Named.<UnaryOperator<Variable>>of("tanh", F::tanh))
        .flatMap(
            function ->
                Stream.of(TASK - 1, TASK, TASK + 1, 2 * TASK + 3)
                    .map(elements -> Arguments.of(function, elements)));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("functionsAndSizes")
  void everyElementIsComputedOnce(UnaryOperator<Variable> function, int elements) {
    Tensor half = Tensor.zeros(DType.FLOAT64, elements);
    half.fill(0.5);
    Tape tape = Tape.training(Backends.fp64());
    Variable x = tape.input(half);
    Variable y = function.apply(x);
    double first = y.value().get(0);
    assertTrue(first > 0);
    for (int i = 0; i < elements; i++) {
      assertEquals(first, y.value().get(i), "y at " + i);
    }
    tape.backward(y, half);
    double slope = x.gradient().get(0);
    assertTrue(slope > 0);
    for (int i = 0; i < elements; i++) {
      assertEquals(slope, x.gradient().get(i), "dx at " + i);
    }
  }
}
