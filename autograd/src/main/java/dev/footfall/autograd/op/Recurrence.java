package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Matrix;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.function.IntConsumer;

/**
 * What the recurrent operations share: sizes, the order of the steps, and the layout inside.
 *
 * <p>Inside, everything is feature-major {@code [features, time, batch]}, so that the input
 * projection of all samples is one matrix product, and a step works on neighbouring columns of the
 * batch. States {@code [H, T + 1, N]} have one slot more than there are samples. Forwards in time
 * step t leads from slot t to t + 1, and slot 0 is the initial state; in reverse it leads from slot
 * t + 1 to t, and slot T is the initial state.
 *
 * @param batch N
 * @param channels C
 * @param hidden H
 * @param length T
 * @param reverse whether the steps run from the last sample to the first
 */
record Recurrence(int batch, int channels, int hidden, int length, boolean reverse) {
  /** Columns of the batch in one task: they are independent and run on several threads. */
  private static final int BLOCK = 32;

  /** The sizes of {@code x [N, C, T]} and {@code weightH [.., H]}. */
  static Recurrence of(Shape x, Shape weightH, boolean reverse) {
    return new Recurrence(x.extent(0), x.extent(1), weightH.extent(1), x.extent(2), reverse);
  }

  /** Shape of {@code features} for each sample. */
  Shape sequence(int features) {
    return Shape.of(features, length, batch);
  }

  /** Shape of a state before the first step and after every step. */
  Shape states() {
    return Shape.of(hidden, length + 1, batch);
  }

  /** Distance of two features of a sequence. */
  int sequenceRow() {
    return length * batch;
  }

  /** Distance of two features of a state. */
  int stateRow() {
    return (length + 1) * batch;
  }

  /** Which sample step number 0, 1, ... takes. */
  int sample(int step) {
    return reverse ? length - 1 - step : step;
  }

  /** Offset of the state from which the step of sample t starts; {@code before(0)} for all. */
  int before(int t) {
    return (reverse ? t + 1 : t) * batch;
  }

  /** Offset of the state to which the step of sample t leads; {@code after(0)} for all. */
  int after(int t) {
    return (reverse ? t : t + 1) * batch;
  }

  /** Runs a body for the first column of every block of the batch. */
  void forEachBlock(OpContext cx, IntConsumer body) {
    cx.workers().forEach((batch + BLOCK - 1) / BLOCK, block -> body.accept(block * BLOCK));
  }

  /** Number of columns in the block that starts at {@code first}. */
  int columns(int first) {
    return Math.min(BLOCK, batch - first);
  }

  /** {@code gates_t += Wh h_(t-1)}, for the gates that {@code weightH} has rows for. */
  void addRecurrent(OpContext cx, int t, int first, Tensor weightH, Tensor output, Tensor gates) {
    Matrix old = new Matrix(output, before(t) + first, hidden, columns(first), stateRow(), 1);
    cx.kernels().gemm().gemm(1, Matrix.of(weightH), old, 1, step(t, first, weightH, gates));
  }

  /** {@code dh = Wh^T dGates_t + beta dh}. */
  void backRecurrent(
      OpContext cx, int t, int first, Tensor weightH, Tensor dGates, double beta, Tensor dh) {
    Matrix old = new Matrix(dh, first, hidden, columns(first), batch, 1);
    cx.kernels()
        .gemm()
        .gemm(1, Matrix.of(weightH).transposed(), step(t, first, weightH, dGates), beta, old);
  }

  private Matrix step(int t, int first, Tensor weightH, Tensor gates) {
    int rows = weightH.shape().extent(0);
    return new Matrix(gates, t * batch + first, rows, columns(first), sequenceRow(), 1);
  }

  /** Adds sample t of a sequence [H, T, N] to a state [H, N]. */
  void addSample(OpContext cx, int t, int first, Tensor sequence, Tensor state) {
    for (int h = 0; h < hidden; h++) {
      int from = h * sequenceRow() + t * batch + first;
      cx.kernels().elementwise().axpy(columns(first), 1, sequence, from, state, h * batch + first);
    }
  }

  /** {@code dWh += dGates h_(t-1)^T}, over all steps. */
  void addWeightGradient(OpContext cx, Tensor dGates, Tensor output, Tensor dWeightH) {
    // h_(t-1) of every step: the saved outputs without the last.
    Matrix old = new Matrix(output, before(0), hidden, sequenceRow(), stateRow(), 1);
    Matrix da = Matrix.of(dGates, 0, dWeightH.shape().extent(0), sequenceRow());
    cx.kernels().gemm().gemm(1, da, old.transposed(), 1, Matrix.of(dWeightH));
  }

  /** Whether a shape holds one state: {@code [N, H]} or, cut from a sequence, {@code [N, H, 1]}. */
  boolean isState(Shape shape) {
    return shape.equals(Shape.of(batch, hidden)) || shape.equals(Shape.of(batch, hidden, 1));
  }

  /** Writes the initial state from an input, or zeros where there is none. */
  void initialise(OpContext cx, int input, Tensor states) {
    int slot = (reverse ? length : 0) * batch;
    for (int h = 0; h < hidden; h++) {
      for (int n = 0; n < batch; n++) {
        double value = cx.inputs() > input ? cx.input(input).get(n * hidden + h) : 0;
        states.set(h * stateRow() + slot + n, value);
      }
    }
  }

  /** Adds a gradient [H, N] to that of the input that holds the initial state, where wanted. */
  void addToInitial(OpContext cx, int input, Tensor gradient) {
    if (cx.inputs() <= input || !cx.wants(input)) {
      return;
    }
    Tensor sum = cx.inputGradient(input);
    for (int n = 0; n < batch; n++) {
      for (int h = 0; h < hidden; h++) {
        int at = n * hidden + h;
        sum.set(at, sum.get(at) + gradient.get(h * batch + n));
      }
    }
  }

  /** Copies the states after every step to y [N, .., T], its channels from {@code channel} on. */
  void copyStates(Tensor states, Tensor y, int channel) {
    int channelsOfY = y.shape().extent(1);
    for (int n = 0; n < batch; n++) {
      for (int h = 0; h < hidden; h++) {
        int row = (n * channelsOfY + channel + h) * length;
        for (int t = 0; t < length; t++) {
          y.set(row + t, states.get(h * stateRow() + after(t) + n));
        }
      }
    }
  }

  /** Copies channels of {@code [N, .., T]}, from {@code channel} on, to {@code [F, T, N]}. */
  static void toFeatureMajor(Tensor batchMajor, int channel, Tensor featureMajor) {
    Shape shape = featureMajor.shape();
    int length = shape.extent(1);
    int batch = shape.extent(2);
    int channels = batchMajor.shape().extent(1);
    for (int n = 0; n < batch; n++) {
      for (int f = 0; f < shape.extent(0); f++) {
        int row = (n * channels + channel + f) * length;
        for (int t = 0; t < length; t++) {
          featureMajor.set((f * length + t) * batch + n, batchMajor.get(row + t));
        }
      }
    }
  }

  /** Adds {@code [F, T, N]} to {@code [N, F, T]}. */
  static void addFeatureMajor(Tensor featureMajor, Tensor batchMajor) {
    Shape shape = featureMajor.shape();
    int length = shape.extent(1);
    int batch = shape.extent(2);
    for (int n = 0; n < batch; n++) {
      for (int f = 0; f < shape.extent(0); f++) {
        int row = (n * shape.extent(0) + f) * length;
        for (int t = 0; t < length; t++) {
          double value = featureMajor.get((f * length + t) * batch + n);
          batchMajor.set(row + t, batchMajor.get(row + t) + value);
        }
      }
    }
  }

  /** Adds the sums over samples and batch of some features of a sequence to as many biases. */
  void addSums(OpContext cx, Tensor sequence, int feature, int features, Tensor bias, int offset) {
    for (int f = 0; f < features; f++) {
      double sum = 0;
      for (int t = 0; t < length; t++) {
        int at = (feature + f) * sequenceRow() + t * batch;
        sum += cx.kernels().reductions().sum(batch, sequence, at);
      }
      bias.set(offset + f, bias.get(offset + f) + sum);
    }
  }
}
