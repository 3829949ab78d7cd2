package dev.footfall.engine.plan;

import java.util.List;

/**
 * One operation of a {@link Plan}, all its sizes known: it takes rows of one or more values at each
 * time t and writes one row of another.
 *
 * <p><b>Order of sums.</b> A sum begins with the bias and goes on, one float multiplication and one
 * float addition at a time, never fused, in the order of a row of the weights. This is part of what
 * a plan means: all that runs plans gives the same bits.
 *
 * <p>Arrays are not copied and are not to be written.
 */
public sealed interface Step {

  /** Name of the layer; unique in a plan. */
  String name();

  /** Numbers of the values that it takes. */
  List<Integer> inputs();

  /** Number of the value that it writes. */
  int output();

  /** Channels of the value that it writes. */
  int channels();

  /** Numbers that the step keeps: weights and biases, means, scales. */
  int parameters();

  /** Multiply-accumulates for each sample in time, those in matrix products. */
  default long macsPerSample() {
    return 0;
  }

  /** How many samples before its own time an output depends on, recurrence apart. */
  default int lookBack() {
    return 0;
  }

  /** How many samples after its own time an output depends on. */
  default int lookAhead() {
    return 0;
  }

  /** Whether an output depends on all samples before it. */
  default boolean recurrent() {
    return false;
  }

  /** What is done to each number before it is written. */
  default Activation activation() {
    return Activation.NONE;
  }

  /**
   * {@code y[c] = (x[c] - mean[c]) / std[c]}: from the unit of the sensor to the network's input.
   *
   * @param mean {@code [C]}
   * @param std {@code [C]}, positive
   */
  record Standardise(String name, int input, int output, float[] mean, float[] std)
      implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public int channels() {
      return mean.length;
    }

    @Override
    public int parameters() {
      return mean.length + std.length;
    }
  }

  /**
   * {@code y[o](t) = a(bias[o] + sum over c, k of weight[o, c, k] x[C/g g(o) + c](t + k dilation -
   * padLeft))}, x = 0 outside the recording; as long as its input: {@code padLeft + padRight =
   * (kernelSize - 1) dilation}. Zeros of the padding are multiplied and added like any other.
   *
   * @param inChannels C
   * @param outChannels O
   * @param kernelSize K
   * @param groups g: output o sees the group {@code g(o) = o / (O/g)} of the inputs
   * @param weight {@code [O, C/g, K]}, row-major, the oldest tap first
   * @param bias {@code [O]}
   */
  record Conv(
      String name,
      int input,
      int output,
      int inChannels,
      int outChannels,
      int kernelSize,
      int dilation,
      int padLeft,
      int padRight,
      int groups,
      float[] weight,
      float[] bias,
      Activation activation)
      implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public int channels() {
      return outChannels;
    }

    @Override
    public int parameters() {
      return weight.length + bias.length;
    }

    @Override
    public long macsPerSample() {
      return weight.length;
    }

    @Override
    public int lookBack() {
      return padLeft;
    }

    @Override
    public int lookAhead() {
      return padRight;
    }
  }

  /**
   * {@code y[c] = a(scale[c] x[c] + shift[c])}: a batch normalisation that no convolution took in.
   *
   * @param scale {@code [C]}
   * @param shift {@code [C]}
   */
  record ChannelAffine(
      String name, int input, int output, float[] scale, float[] shift, Activation activation)
      implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public int channels() {
      return scale.length;
    }

    @Override
    public int parameters() {
      return scale.length + shift.length;
    }
  }

  /** {@code y[c] = a(x1[c] + x2[c])}: a residual connection. */
  record Add(String name, int first, int second, int output, int channels, Activation activation)
      implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(first, second);
    }

    @Override
    public int parameters() {
      return 0;
    }
  }

  /** The channels of several values, one value after the other. */
  record Concat(String name, List<Integer> inputs, int output, int channels) implements Step {
    /** Copies the list. */
    public Concat {
      inputs = List.copyOf(inputs);
    }

    @Override
    public int parameters() {
      return 0;
    }
  }

  /** {@code y[c] = a(x[c])}: an activation that no step before it took in. */
  record Activate(String name, int input, int output, int channels, Activation activation)
      implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public int parameters() {
      return 0;
    }
  }

  /**
   * One LSTM layer, h and c zero before the first sample:
   *
   * <pre>
   * [i f g o] = bias + weight [x; h]     i, f, o through sigmoid, g through tanh
   * c = f c + i g
   * h = o tanh(c)
   * </pre>
   *
   * @param inChannels C
   * @param hidden H
   * @param weight {@code [4H, C + H]}, the weights of x before those of h
   * @param bias {@code [4H]}
   */
  record Lstm(
      String name, int input, int output, int inChannels, int hidden, float[] weight, float[] bias)
      implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public int channels() {
      return hidden;
    }

    @Override
    public int parameters() {
      return weight.length + bias.length;
    }

    @Override
    public long macsPerSample() {
      return weight.length;
    }

    @Override
    public boolean recurrent() {
      return true;
    }
  }

  /**
   * One GRU layer, h zero before the first sample; every product is a sum of its own that begins
   * with its bias:
   *
   * <pre>
   * a = biasX + weightX x,  b = biasH + weightH h
   * r = sigmoid(a_r + b_r),  z = sigmoid(a_z + b_z),  n = tanh(a_n + r b_n)
   * h = (1 - z) n + z h
   * </pre>
   *
   * @param inChannels C
   * @param hidden H
   * @param weightX {@code [3H, C]}, gates in the order r, z, n
   * @param weightH {@code [3H, H]}, likewise
   * @param biasX {@code [3H]}
   * @param biasH {@code [3H]}
   */
  record Gru(
      String name,
      int input,
      int output,
      int inChannels,
      int hidden,
      float[] weightX,
      float[] weightH,
      float[] biasX,
      float[] biasH)
      implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public int channels() {
      return hidden;
    }

    @Override
    public int parameters() {
      return weightX.length + weightH.length + biasX.length + biasH.length;
    }

    @Override
    public long macsPerSample() {
      return (long) weightX.length + weightH.length;
    }

    @Override
    public boolean recurrent() {
      return true;
    }
  }

  /**
   * {@code y[c] = scale[c] x[c]}; as the last step of a plan, from the network's output to newton.
   *
   * @param scale {@code [C]}
   */
  record Scale(String name, int input, int output, float[] scale) implements Step {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public int channels() {
      return scale.length;
    }

    @Override
    public int parameters() {
      return scale.length;
    }
  }
}
