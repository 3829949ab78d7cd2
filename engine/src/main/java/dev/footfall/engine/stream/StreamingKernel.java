package dev.footfall.engine.stream;

import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A trained network that takes one sample of raw sensor values and answers with force, sample by
 * sample, as a window of the whole recording would have been answered.
 *
 * <pre>
 * x = (in - inputMean) / inputStd      per channel
 * x = layer(x)                         convolutions and LSTMs in the order they were added
 * out = outputScale * x                newton
 * </pre>
 *
 * Before the first sample a convolution sees zeros in its input, the first layer zeros of the
 * standardised signal, exactly as with causal zero padding; an LSTM begins with h = c = 0.
 *
 * <p>All sums are float, in the order of the scalar back end: a network of convolutions gives the
 * same numbers as that back end over the whole recording.
 *
 * <p>{@link #step} allocates nothing from the second call on, in the interpreter and compiled. (On
 * a JVM without an archived heap, as with ZGC, some hundred bytes come once more with an LSTM:
 * those of the string constants of {@link Math}, when the JVM compiles it.) Weights are copied when
 * the kernel is built: training the network further does not change it. A kernel holds the history
 * of one recording and is not for several threads at once.
 */
public final class StreamingKernel {
  private final float[] inputMean;
  private final float[] inputStd;
  private final Stage[] stages;
  private final float[] outputScale;
  private final float[] standardised;

  private StreamingKernel(
      float[] inputMean, float[] inputStd, Stage[] stages, float[] outputScale) {
    this.inputMean = inputMean;
    this.inputStd = inputStd;
    this.stages = stages;
    this.outputScale = outputScale;
    this.standardised = new float[inputMean.length];
  }

  /**
   * A kernel without layers yet.
   *
   * @param inputMean mean of every input channel over the training recordings, in the unit of the
   *     sensor
   * @param inputStd standard deviation likewise, positive
   * @throws IllegalArgumentException if the lengths differ or are 0, a mean is not finite or a
   *     deviation is not positive and finite
   */
  public static Builder builder(float[] inputMean, float[] inputStd) {
    return new Builder(inputMean, inputStd);
  }

  /**
   * Takes the next sample and writes the force at its time.
   *
   * <p>Values are not checked; IEEE 754 says what becomes of NaN and infinities. NaN stays in a
   * convolution for its receptive field, and in an LSTM until {@link #reset}.
   *
   * @param in {@link #inputs()} raw sensor values
   * @param out receives {@link #outputs()} forces in newton; may be the same array as {@code in}
   * @throws IllegalArgumentException if a length is wrong; the history is then unchanged
   */
  public void step(float[] in, float[] out) {
    if (in.length != inputMean.length || out.length != outputScale.length) {
      throw Refusal.wrongLength(this, in.length, out.length);
    }
    for (int c = 0; c < standardised.length; c++) {
      standardised[c] = (in[c] - inputMean[c]) / inputStd[c];
    }
    float[] row = standardised;
    for (Stage stage : stages) {
      row = stage.step(row);
    }
    for (int o = 0; o < out.length; o++) {
      out[o] = outputScale[o] * row[o];
    }
  }

  /** Forgets every sample: the next one is the first of a recording. */
  public void reset() {
    for (Stage stage : stages) {
      stage.reset();
    }
  }

  /** Number of sensor values of a sample. */
  public int inputs() {
    return inputMean.length;
  }

  /** Number of forces of a sample. */
  public int outputs() {
    return outputScale.length;
  }

  /** Number of trained parameters, weights and biases; the statistics of the data do not count. */
  public int parameters() {
    return Arrays.stream(stages).mapToInt(stage -> stage.affine().parameters()).sum();
  }

  /** Multiply-accumulates of a call, those in matrix products; the rest grows with rows alone. */
  public long macsPerSample() {
    return Arrays.stream(stages).mapToLong(stage -> stage.affine().macs()).sum();
  }

  /** Bytes of all that a call writes to: history, recurrent state and rows between layers. */
  public int stateBytes() {
    int floats = Arrays.stream(stages).mapToInt(Stage::bufferFloats).sum() + standardised.length;
    return Float.BYTES * floats;
  }

  /** Bytes of all that a call only reads: parameters, means, deviations and scales. */
  public int weightBytes() {
    return Float.BYTES * (parameters() + 2 * inputs() + outputs());
  }

  /**
   * Samples that an output depends on, the current one included; {@link Integer#MAX_VALUE} with an
   * LSTM.
   */
  public int receptiveField() {
    long reach = 1 + Arrays.stream(stages).mapToLong(Stage::reach).sum();
    return (int) Math.min(reach, Integer.MAX_VALUE);
  }

  /**
   * Apart from the kernel: when a method is compiled, the JVM makes strings of all the string
   * constants in its class, and the thread that runs the method pays for them. So the classes that
   * {@link #step} runs through have none.
   */
  private static final class Refusal {
    static IllegalArgumentException wrongLength(StreamingKernel kernel, int in, int out) {
      return new IllegalArgumentException(
          "streaming kernel: takes %s values and gives %s (in [%s], out [%s])"
              .formatted(kernel.inputs(), kernel.outputs(), in, out));
    }
  }

  /** Collects layers in the order in which they run. Every array and tensor is copied. */
  public static final class Builder {
    private static final int LARGEST_HISTORY = 1 << 24;

    private final float[] inputMean;
    private final float[] inputStd;
    private final List<Supplier<Stage>> layers = new ArrayList<>();
    // Channels that the next layer is given.
    private int channels;

    private Builder(float[] inputMean, float[] inputStd) {
      if (inputMean.length == 0 || inputMean.length != inputStd.length) {
        throw problem(
            "expected a mean and a deviation for each input (inputMean [%s], inputStd [%s])"
                .formatted(inputMean.length, inputStd.length));
      }
      this.inputMean = finite("inputMean", inputMean.clone());
      this.inputStd = finite("inputStd", inputStd.clone());
      this.channels = inputMean.length;
      for (int c = 0; c < channels; c++) {
        if (inputStd[c] <= 0) {
          throw problem(
              "inputStd is "
                  + inputStd[c]
                  + " at flat index "
                  + c
                  + "; expected a positive number");
        }
      }
    }

    /**
     * Adds {@code y[o](t) = bias[o] + sum over c, k of weight[o, c, k] x[c](t - (K - 1 - k)
     * dilation)}, then {@code max(y, 0)} if wanted. With K = 1 it is a linear head.
     *
     * @param weight {@code [O, C, K]}
     * @param bias {@code [O]}
     * @param dilation distance between neighbouring taps, in samples
     * @param relu whether negative results become 0
     * @throws IllegalArgumentException if a shape does not fit, or a value is not finite
     */
    public Builder causalConv1d(Tensor weight, Tensor bias, int dilation, boolean relu) {
      Shape shape = weight.shape();
      if (shape.rank() != 3
          || shape.elements() == 0
          || shape.extent(1) != channels
          || !bias.shape().equals(Shape.of(shape.extent(0)))
          || dilation < 1) {
        throw problem(
            "causal conv1d: expected weight [O, %s, K], bias [O] and dilation 1 or more"
                    .formatted(channels)
                + " (weight %s, bias %s, dilation %s)".formatted(shape, bias.shape(), dilation));
      }
      int outputs = shape.extent(0);
      int kernelSize = shape.extent(2);
      long history = ((kernelSize - 1L) * dilation + 1) * channels;
      if (history > LARGEST_HISTORY) {
        throw problem(
            "causal conv1d: a history of %s values, more than %s (weight %s, dilation %s)"
                .formatted(history, LARGEST_HISTORY, shape, dilation));
      }
      Affine affine =
          new Affine(
              outputs,
              channels * kernelSize,
              copied("causal conv1d: weight", weight),
              copied("causal conv1d: bias", bias));
      int inputs = channels;
      layers.add(() -> new CausalConv1dStage(inputs, kernelSize, dilation, relu, affine));
      channels = outputs;
      return this;
    }

    /**
     * Adds an LSTM layer with the gates i, f, g, o one after the other.
     *
     * <pre>
     * [i f g o] = weightX x + weightH h + bias     i, f, o through sigmoid, g through tanh
     * c = f c + i g
     * h = o tanh(c)
     * </pre>
     *
     * @param weightX {@code [4H, C]}
     * @param weightH {@code [4H, H]}
     * @param bias {@code [4H]}
     * @throws IllegalArgumentException if a shape does not fit, or a value is not finite
     */
    public Builder lstm(Tensor weightX, Tensor weightH, Tensor bias) {
      int rows = bias.elements();
      int hidden = rows / 4;
      if (hidden == 0
          || !bias.shape().equals(Shape.of(4 * hidden))
          || !weightX.shape().equals(Shape.of(rows, channels))
          || !weightH.shape().equals(Shape.of(rows, hidden))) {
        throw problem(
            "lstm: expected weightX [4H, %s], weightH [4H, H] and bias [4H]".formatted(channels)
                + " (weightX %s, weightH %s, bias %s)"
                    .formatted(weightX.shape(), weightH.shape(), bias.shape()));
      }
      float[] wx = copied("lstm: weightX", weightX);
      float[] wh = copied("lstm: weightH", weightH);
      int columns = channels + hidden;
      float[] weight = new float[rows * columns];
      for (int r = 0; r < rows; r++) {
        System.arraycopy(wx, r * channels, weight, r * columns, channels);
        System.arraycopy(wh, r * hidden, weight, r * columns + channels, hidden);
      }
      Affine affine = new Affine(rows, columns, weight, copied("lstm: bias", bias));
      int inputs = channels;
      layers.add(() -> new LstmStage(inputs, hidden, affine));
      channels = hidden;
      return this;
    }

    /**
     * A kernel with zero history. Kernels of one builder share the weights and nothing else: one
     * for each recording, or thread.
     *
     * @param outputScale newton for an output of 1 of the last layer, one for each of its channels
     * @throws IllegalArgumentException if there is no layer, or the length or a value is wrong
     */
    public StreamingKernel build(float[] outputScale) {
      if (layers.isEmpty() || outputScale.length != channels) {
        throw problem(
            "expected a layer or more, and a scale for each output of the last"
                + " (layers %s, outputs %s, outputScale [%s])"
                    .formatted(layers.size(), channels, outputScale.length));
      }
      finite("outputScale", outputScale);
      Stage[] stages = layers.stream().map(Supplier::get).toArray(Stage[]::new);
      return new StreamingKernel(inputMean, inputStd, stages, outputScale.clone());
    }

    private static float[] copied(String name, Tensor tensor) {
      return finite(name, tensor.to(DType.FLOAT32).floats());
    }

    private static float[] finite(String name, float[] values) {
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])) {
          throw problem(name + " is " + values[i] + " at flat index " + i);
        }
      }
      return values;
    }

    private static IllegalArgumentException problem(String what) {
      return new IllegalArgumentException("streaming kernel: " + what);
    }
  }
}
