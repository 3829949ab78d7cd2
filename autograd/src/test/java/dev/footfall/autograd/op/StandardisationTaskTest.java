package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More blocks than one parallel task has: none is left out, none comes twice. */
class StandardisationTaskTest {
  private static final int SIZE = 3;
  private static final int TASK = (1 << 15) / SIZE;

  static IntStream numbersOfBlocks() {
    return IntStream.of(TASK - 1, TASK, TASK + 1, 2 * TASK + 3);
  }

  @ParameterizedTest
  @MethodSource("numbersOfBlocks")
  void everyBlockIsNormalisedOnce(int blocks) {
    Tensor values = Tensor.zeros(DType.FLOAT64, blocks, SIZE);
    Tensor ones = Tensor.zeros(DType.FLOAT64, SIZE);
    ones.fill(1);
    for (int i = 0; i < values.elements(); i++) {
      values.set(i, (i % SIZE) * (i % SIZE)); // 0, 1, 4
    }
    Tape tape = Tape.training(Backends.fp64());
    Variable x = tape.input(values);
    Variable y = F.layerNorm(x, tape.constant(ones), tape.constant(ones), 1e-5);
    Tensor seed = Tensor.zeros(DType.FLOAT64, blocks, SIZE);
    for (int block = 0; block < blocks; block++) {
      seed.set(block * SIZE + SIZE - 1, 1);
    }
    tape.backward(y, seed);
    for (int i = 0; i < values.elements(); i++) {
      assertNotEquals(0, x.gradient().get(i % SIZE));
      assertEquals(y.value().get(i % SIZE), y.value().get(i), "y at " + i);
      assertEquals(x.gradient().get(i % SIZE), x.gradient().get(i), "dx at " + i);
    }
  }
}
