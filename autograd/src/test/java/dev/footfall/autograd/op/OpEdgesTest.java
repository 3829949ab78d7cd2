package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.UnaryFunction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Inputs at the edge of what operations take, and what they call themselves. */
class OpEdgesTest {

  @Test
  void operationsThatRejectNoShapeNameThemselvesToo() {
    Variable x = Tape.training(Backends.fp64()).input(Tensor.zeros(DType.FLOAT32, 2));
    assertEquals(
        "mean: input 0 is FLOAT32 but the tape computes in FLOAT64",
        assertThrows(IllegalArgumentException.class, () -> F.mean(x)).getMessage());
    assertEquals(
        "scale: input 0 is FLOAT32 but the tape computes in FLOAT64",
        assertThrows(IllegalArgumentException.class, () -> F.scale(2, x)).getMessage());
  }

  @Test
  void everyOperationHasItsName() {
    assertEquals("subtract", new BinaryOp(BinaryOp.Function.SUBTRACT).name());
    assertEquals("dropout", new DropoutOp(0.5, 1).name());
    assertEquals("permute", new PermuteOp(List.of(0)).name());
    assertEquals("reshape", new ReshapeOp(Shape.of(1)).name());
    assertEquals("max_pool1d", new MaxPool1dOp(Pool1dSpec.of(1)).name());
    assertEquals("avg_pool1d", new AvgPool1dOp(Pool1dSpec.of(1), true).name());
    assertEquals("matmul", new MatmulOp(false, false).name());
    assertEquals("layer_norm", new LayerNormOp(1e-5).name());
    assertEquals("softplus", UnaryOp.of(UnaryFunction.Kind.SOFTPLUS).name());
    assertEquals("elu", UnaryOp.of(UnaryFunction.Kind.ELU, 1).name());
  }

  @Test
  void theErrorOfScalarsIsTheSquareOfTheirDifference() {
    Tape tape = Tape.training(Backends.fp64());
    Variable a = tape.input(Tensor.of(Shape.of(), new double[] {5}));
    Variable b = tape.input(Tensor.of(Shape.of(), new double[] {2}));
    Variable error = F.mse(a, b);
    tape.backward(error);
    assertEquals(9, error.item());
    assertEquals(6, a.gradient().get(0));
    assertEquals(-6, b.gradient().get(0));
  }
}
