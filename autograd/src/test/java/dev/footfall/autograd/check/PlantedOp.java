package dev.footfall.autograd.check;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.function.Consumer;

/**
 * An operation with y of the shape of its first input, made of two passes that a test writes, to
 * plant a bug in one.
 */
record PlantedOp(String name, Consumer<OpContext> forwardPass, Consumer<OpContext> backwardPass)
    implements Op {

  /** What a planted bug makes of the right part of one element's gradient. */
  interface Slope {
    /** The part that is added. */
    double of(int element, double right);
  }

  static PlantedOp of(String name, Consumer<OpContext> forward, Consumer<OpContext> backward) {
    return new PlantedOp(name, forward, backward);
  }

  /** {@code y = x^2}. */
  static PlantedOp square(Slope slope) {
    return of("square", PlantedOp::square, cx -> addSquareGradient(cx, slope));
  }

  /** {@code y = sin(frequency x)}, which is right. */
  static PlantedOp wave(double frequency) {
    return of(
        "wave",
        cx -> cx.output().set(0, StrictMath.sin(frequency * cx.input(0).get(0))),
        cx ->
            add(
                cx.inputGradient(0),
                0,
                cx.outputGradient().get(0)
                    * frequency
                    * StrictMath.cos(frequency * cx.input(0).get(0))));
  }

  static void square(OpContext cx) {
    Tensor x = cx.input(0);
    for (int i = 0; i < x.elements(); i++) {
      cx.output().set(i, x.get(i) * x.get(i));
    }
  }

  static void addSquareGradient(OpContext cx) {
    addSquareGradient(cx, (i, right) -> right);
  }

  private static void addSquareGradient(OpContext cx, Slope slope) {
    Tensor x = cx.input(0);
    for (int i = 0; i < x.elements(); i++) {
      add(cx.inputGradient(0), i, slope.of(i, 2 * x.get(i) * cx.outputGradient().get(i)));
    }
  }

  static void add(Tensor tensor, int element, double part) {
    tensor.set(element, tensor.get(element) + part);
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    return inputs[0];
  }

  @Override
  public void forward(OpContext cx) {
    forwardPass.accept(cx);
  }

  @Override
  public void backward(OpContext cx) {
    backwardPass.accept(cx);
  }
}
