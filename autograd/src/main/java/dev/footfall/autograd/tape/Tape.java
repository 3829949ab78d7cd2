package dev.footfall.autograd.tape;

import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records operations in the order of their execution and replays them backwards.
 *
 * <p>Reverse-mode differentiation: for {@code loss = f_n(... f_1(x))} the gradient of every
 * intermediate value is the product of the transposed Jacobians of the operations after it, taken
 * from the last to the first. Gradients are added to, so a value used twice receives both parts.
 *
 * <pre>{@code
 * Tape tape = Tape.training(kernels);
 * for (Batch batch : batches) {
 *   Variable loss = F.mse(network.forward(tape.constant(batch.x())), tape.constant(batch.y()));
 *   tape.backward(loss);
 *   optimizer.step(learningRate);
 *   tape.reset();
 * }
 * }</pre>
 *
 * <p>Until the next {@link #reset} a backward pass may be repeated, from the same output or
 * another: each pass computes anew, and leaves receive the sum. Gradients are numbers, not
 * variables: nothing records a backward pass, so there are no gradients of gradients (second
 * order).
 *
 * <p>All tensors of a computation come from a pool and return to it on {@link #reset}; from the
 * second step of the same shapes on, no storage is allocated. A tape belongs to one thread.
 */
public final class Tape {
  /**
   * One application of an operation.
   *
   * @param op what was applied
   * @param inputs to what, by position
   * @param output what came of it
   */
  public record Application(Op op, List<Variable> inputs, Variable output) {}

  private final Kernels kernels;
  private final boolean recording;
  private final boolean training;
  private final List<OpContext> recorded = new ArrayList<>();
  private final Map<Shape, ArrayDeque<Tensor>> pool = new HashMap<>();
  private final List<Tensor> taken = new ArrayList<>();
  private boolean detecting;
  private int applied;

  private Tape(Kernels kernels, boolean recording, boolean training) {
    this.kernels = kernels;
    this.recording = recording;
    this.training = training;
  }

  /** Records, and operations behave as in training. */
  public static Tape training(Kernels kernels) {
    return new Tape(kernels, true, true);
  }

  /** Records, while operations behave as at inference: gradients of a network as it is deployed. */
  public static Tape recording(Kernels kernels) {
    return new Tape(kernels, true, false);
  }

  /** Records nothing; operations behave as at inference. */
  public static Tape inference(Kernels kernels) {
    return new Tape(kernels, false, false);
  }

  /**
   * Looks at every output and every gradient from now on, or no longer: the first number that is
   * NaN or infinite stops the operation that made it with an {@link ArithmeticException} whose one
   * line names the operation, how many operations the tape had seen before it, the pass, the tensor
   * and element, and the shapes; the tape is then to be {@linkplain #reset reset}. Costs some
   * passes over all numbers; meant for the search of an error.
   *
   * @return this
   */
  public Tape detectAnomaly(boolean detect) {
    detecting = detect;
    return this;
  }

  /** The kernels that operations on this tape use. */
  public Kernels kernels() {
    return kernels;
  }

  /** Whether operations behave as in training. */
  public boolean training() {
    return training;
  }

  /** A leaf without a gradient. The tensor is not copied. */
  public Variable constant(Tensor value) {
    return new Variable(this, value, true, false);
  }

  /** A leaf whose gradient is wanted and kept. The tensor is not copied. */
  public Variable input(Tensor value) {
    return new Variable(this, value, true, true);
  }

  /**
   * Applies an operation to variables of one tape, and parameters.
   *
   * @throws IllegalArgumentException if shapes or element types do not fit, or the variables belong
   *     to several tapes or to none
   * @throws ArithmeticException if an {@linkplain #detectAnomaly anomaly} is looked for and found
   */
  public static Variable apply(Op op, Variable... inputs) {
    return tapeOf(op, inputs).applyTo(op, inputs);
  }

  /**
   * Applies an operation to parameters alone, which belong to no tape; otherwise as {@link #apply}.
   */
  public Variable applyTo(Op op, Variable... inputs) {
    Shape[] shapes = new Shape[inputs.length];
    boolean wantsGradient = false;
    for (int i = 0; i < inputs.length; i++) {
      Variable input = inputs[i];
      shapes[i] = input.shape();
      wantsGradient |= input.requiresGradient();
      if (input.dtype() != kernels.dtype()) {
        throw new IllegalArgumentException(
            op.name()
                + ": input "
                + i
                + " is "
                + input.dtype()
                + " but the tape computes in "
                + kernels.dtype());
      }
    }
    Shape shape = op.outputShape(shapes);
    boolean record = recording && wantsGradient;
    Variable output = new Variable(this, take(shape), false, record);
    OpContext cx = new OpContext(this, applied++, op, inputs.clone(), output);
    cx.forward();
    if (detecting) {
      Anomaly.requireFiniteOutput(cx);
    }
    if (record) {
      recorded.add(cx);
    }
    return output;
  }

  /**
   * Adds the gradient of a scalar with respect to every leaf that wants one.
   *
   * @throws IllegalArgumentException if {@code loss} is not a scalar or nothing was recorded for it
   */
  public void backward(Variable loss) {
    backward(loss, 1);
  }

  /**
   * Adds {@code share} times the gradient of a scalar with respect to every leaf that wants one.
   *
   * <p>The gradient of a mean over N examples is the sum of those of its parts: for batches of
   * n<sub>i</sub> examples each, whose losses are means, with the share {@code n_i / N}.
   *
   * @throws IllegalArgumentException if {@code loss} is not a scalar or nothing was recorded for it
   */
  public void backward(Variable loss, double share) {
    if (loss.value().elements() != 1) {
      throw new IllegalArgumentException(
          "backward: a loss has one element, not "
              + loss.value().elements()
              + " (loss "
              + loss.shape()
              + "); pass a seed gradient for anything else");
    }
    Tensor seed = take(loss.shape());
    seed.fill(share);
    backward(loss, seed);
    giveBack(seed);
  }

  /**
   * Adds {@code (dy/dx)^T seed} to the gradient of every leaf x that wants one.
   *
   * @throws IllegalArgumentException if the seed's shape is not that of {@code y}, or nothing was
   *     recorded for {@code y}
   * @throws ArithmeticException if an {@linkplain #detectAnomaly anomaly} is looked for and found
   */
  public void backward(Variable y, Tensor seed) {
    if (y.tape() != this || !y.requiresGradient() || !(y.leaf() || isRecorded(y))) {
      throw new IllegalArgumentException(
          "backward: nothing recorded leads to this variable on this tape (" + y.shape() + ")");
    }
    if (!seed.shape().equals(y.shape())) {
      throw new IllegalArgumentException(
          "backward: shapes differ (y " + y.shape() + ", seed gradient " + seed.shape() + ")");
    }
    if (detecting) {
      Anomaly.requireFiniteSeed(seed);
    }
    Tensor dy = gradientOf(y);
    for (int i = 0; i < seed.elements(); i++) {
      dy.set(i, dy.get(i) + seed.get(i));
    }
    for (int i = recorded.size() - 1; i >= 0; i--) {
      OpContext cx = recorded.get(i);
      Variable output = cx.outputVariable();
      if (output.pending() == null) {
        continue; // y does not depend on it
      }
      if (detecting) {
        Anomaly.requireFiniteGradients(cx, "before");
      }
      cx.backward();
      if (detecting) {
        Anomaly.requireFiniteGradients(cx, "after");
      }
      if (!output.leaf()) {
        keep(output);
        giveBack(output.pending());
        output.pending(null);
      }
    }
  }

  /** Adds the gradient of an intermediate value to the one that it keeps, if it does. */
  private void keep(Variable variable) {
    if (variable.keeping()) {
      Tensor kept = variable.gradient();
      if (kept == null) {
        kept = take(variable.shape());
        kept.fill(0);
        variable.kept(kept);
      }
      kernels.elementwise().axpy(kept.elements(), 1, variable.pending(), 0, kept, 0);
    }
  }

  /** The operations recorded since the last reset, in the order of their execution. */
  public List<Application> applications() {
    return recorded.stream().map(OpContext::application).toList();
  }

  /** Forgets the recorded operations and takes back all their tensors, values and gradients. */
  public void reset() {
    recorded.clear();
    applied = 0;
    for (Tensor tensor : taken) {
      pool.get(tensor.shape()).push(tensor);
    }
    taken.clear();
  }

  /**
   * Overwrites all memory that the next operations may be given: for checks that no result depends
   * on what it held.
   */
  public void overwriteFree(double value) {
    pool.values().forEach(free -> free.forEach(tensor -> tensor.fill(value)));
  }

  /** A tensor with arbitrary contents, until the next reset. */
  Tensor take(Shape shape) {
    ArrayDeque<Tensor> free = pool.computeIfAbsent(shape, s -> new ArrayDeque<>());
    Tensor tensor = free.isEmpty() ? Tensor.zeros(kernels.dtype(), shape) : free.pop();
    taken.add(tensor);
    return tensor;
  }

  /** Returns one tensor early. */
  void giveBack(Tensor tensor) {
    // The tensor returned is nearly always among the last taken.
    for (int i = taken.size() - 1; i >= 0; i--) {
      if (taken.get(i) == tensor) {
        taken.remove(i);
        pool.get(tensor.shape()).push(tensor);
        return;
      }
    }
    throw new IllegalStateException("tape: a tensor that is not in use was given back " + tensor);
  }

  /** The gradient of a variable, zero at its first use. */
  Tensor gradientOf(Variable variable) {
    Tensor gradient = variable.pending();
    if (gradient == null) {
      gradient = take(variable.shape());
      gradient.fill(0);
      variable.pending(gradient);
    }
    return gradient;
  }

  /** Whether y is the output of an operation recorded since the last reset. */
  private boolean isRecorded(Variable y) {
    for (int i = recorded.size() - 1; i >= 0; i--) { // nearly always the last
      if (recorded.get(i).outputVariable() == y) {
        return true;
      }
    }
    return false;
  }

  private static Tape tapeOf(Op op, Variable[] inputs) {
    Tape tape = null;
    for (Variable input : inputs) {
      if (input.tape() != null) {
        if (tape != null && tape != input.tape()) {
          throw new IllegalArgumentException(op.name() + ": its inputs belong to different tapes");
        }
        tape = input.tape();
      }
    }
    if (tape == null) {
      throw new IllegalArgumentException(
          op.name()
              + ": none of its inputs is on a tape; start with tape.constant(...) or"
              + " tape.input(...) ("
              + Arrays.toString(Arrays.stream(inputs).map(Variable::shape).toArray())
              + ")");
    }
    return tape;
  }
}
