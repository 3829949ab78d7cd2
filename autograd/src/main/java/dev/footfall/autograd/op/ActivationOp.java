package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ActivationKernel;
import dev.footfall.engine.runtime.Workers;
import java.util.Map;

/**
 * An activation function, element by element; the derivative is expressed in the output.
 *
 * <pre>
 * relu      y = max(x, 0)           dx += dy where y &gt; 0
 * sigmoid   y = 1 / (1 + exp(-x))   dx += dy y (1 - y)
 * tanh      y = tanh(x)             dx += dy (1 - y y)
 * </pre>
 *
 * @param function which one
 */
public record ActivationOp(Function function) implements Op {

  /** The activation functions. */
  public enum Function {
    /** Rectified linear unit. */
    RELU,
    /** Logistic function. */
    SIGMOID,
    /** Hyperbolic tangent. */
    TANH
  }

  /** Elements in one parallel task: enough work to repay the hand-over. */
  private static final int TASK = 1 << 15;

  @Override
  public String name() {
    return function.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** None: the name tells which function. */
  @Override
  public Map<String, Object> attributes() {
    return Map.of();
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    return inputs[0];
  }

  @Override
  public void forward(OpContext cx) {
    ActivationKernel kernel = cx.kernels().activations();
    Tensor x = cx.input(0);
    Tensor y = cx.output();
    forEachRange(
        cx.workers(),
        y.elements(),
        (at, n) -> {
          switch (function) {
            case RELU -> kernel.relu(n, x, at, y, at);
            case SIGMOID -> kernel.sigmoid(n, x, at, y, at);
            case TANH -> kernel.tanh(n, x, at, y, at);
          }
        });
  }

  @Override
  public void backward(OpContext cx) {
    if (!cx.wants(0)) {
      return;
    }
    ActivationKernel kernel = cx.kernels().activations();
    Tensor y = cx.output();
    Tensor dy = cx.outputGradient();
    Tensor dx = cx.inputGradient(0);
    forEachRange(
        cx.workers(),
        y.elements(),
        (at, n) -> {
          switch (function) {
            case RELU -> kernel.reluGradient(n, y, at, dy, at, dx, at);
            case SIGMOID -> kernel.sigmoidGradient(n, y, at, dy, at, dx, at);
            case TANH -> kernel.tanhGradient(n, y, at, dy, at, dx, at);
          }
        });
  }

  /** A part of a tensor. */
  interface Range {
    /** Works on it. */
    void accept(int offset, int length);
  }

  /** Splits the elements of a tensor among the threads. */
  static void forEachRange(Workers workers, int elements, Range body) {
    workers.forEach(
        (elements + TASK - 1) / TASK,
        task -> body.accept(task * TASK, Math.min(TASK, elements - task * TASK)));
  }
}
