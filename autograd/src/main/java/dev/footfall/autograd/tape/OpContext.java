package dev.footfall.autograd.tape;

import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.runtime.Workers;
import java.util.ArrayList;
import java.util.List;

/** One application of an {@link Op}: its inputs and output, and the memory that it may use. */
public final class OpContext {
  private final Tape tape;
  private final int position;
  private final Op op;
  private final Variable[] inputs;
  private final Variable output;
  private final List<Tensor> saved = new ArrayList<>(2);
  private final List<Tensor> temporaries = new ArrayList<>(2);

  OpContext(Tape tape, int position, Op op, Variable[] inputs, Variable output) {
    this.tape = tape;
    this.position = position;
    this.op = op;
    this.inputs = inputs;
    this.output = output;
  }

  /** The kernels of the tape's element type. */
  public Kernels kernels() {
    return tape.kernels();
  }

  /** The threads. */
  public Workers workers() {
    return tape.kernels().workers();
  }

  /** Whether operations such as batch normalisation behave as in training. */
  public boolean training() {
    return tape.training();
  }

  /** Number of inputs. */
  public int inputs() {
    return inputs.length;
  }

  /** Value of one input; not to be written. */
  public Tensor input(int index) {
    return inputs[index].value();
  }

  /** Value of the output: written by the forward pass, read by the backward pass. */
  public Tensor output() {
    return output.value();
  }

  /** Gradient of the loss with respect to the output. */
  public Tensor outputGradient() {
    return output.pending();
  }

  /** Whether the gradient of this input is needed; work for others should be skipped. */
  public boolean wants(int index) {
    return inputs[index].requiresGradient();
  }

  /** Gradient of one input that {@linkplain #wants wants} it: to be added to, never overwritten. */
  public Tensor inputGradient(int index) {
    return tape.gradientOf(inputs[index]);
  }

  /**
   * A tensor with arbitrary contents that lives until the backward pass, where {@link #saved} finds
   * it under the number of this call: 0, 1, ...
   */
  public Tensor save(Shape shape) {
    Tensor tensor = tape.take(shape);
    saved.add(tensor);
    return tensor;
  }

  /** What the forward pass saved in its call number {@code slot}. */
  public Tensor saved(int slot) {
    return saved.get(slot);
  }

  /** A tensor with arbitrary contents that lives until the present pass of this operation ends. */
  public Tensor temporary(Shape shape) {
    Tensor tensor = tape.take(shape);
    temporaries.add(tensor);
    return tensor;
  }

  /** How many operations the tape had seen before this one. */
  int position() {
    return position;
  }

  Op op() {
    return op;
  }

  Variable inputVariable(int index) {
    return inputs[index];
  }

  Tape.Application application() {
    return new Tape.Application(op, List.of(inputs), output);
  }

  Variable outputVariable() {
    return output;
  }

  void forward() {
    op.forward(this);
    releaseTemporaries();
  }

  void backward() {
    op.backward(this);
    releaseTemporaries();
  }

  private void releaseTemporaries() {
    temporaries.forEach(tape::giveBack);
    temporaries.clear();
  }
}
