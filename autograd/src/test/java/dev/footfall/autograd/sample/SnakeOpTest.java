package dev.footfall.autograd.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.check.GradCheck;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The tests of an operation that the documentation begins with. */
class SnakeOpTest {

  @Test
  void isWhatTheFormulaSays() {
    Tensor x = Tensor.of(Shape.of(3), new double[] {0, Math.PI / 4, Math.PI / 2});
    Tape tape = Tape.inference(Backends.fp64());
    Variable y = Tape.apply(new SnakeOp(2), tape.constant(x));
    // The sine is 0, 1 and, at pi, 0 again.
    assertEquals(0, y.value().get(0));
    assertEquals(Math.PI / 4 + 0.5, y.value().get(1));
    assertEquals(Math.PI / 2, y.value().get(2), 1e-15);
  }

  @Property
  void gradientsAreRight(
      @ForAll @DoubleRange(min = 0.5, max = 10) double a,
      @ForAll @IntRange(min = 1, max = 17) int length,
      @ForAll long seed) {
    Tensor x = new RandomTensors(seed).uniform(2, length);
    int compared =
        GradCheck.function("snake", v -> Tape.apply(new SnakeOp(a), v[0]))
            .input("x", x)
            .jacobian()
            .check();
    assertEquals(x.elements() * x.elements(), compared);
  }
}
