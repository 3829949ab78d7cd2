package dev.footfall.engine.quant;

import dev.footfall.engine.plan.Activation;
import java.util.List;

/**
 * One operation of a {@link QuantizedPlan}: it takes rows of 8-bit integers of one or more values
 * at each time t and writes one row of another. The first step takes floats, the last writes
 * floats; everything between them is integer arithmetic.
 *
 * <p>A sum of products is exact: its constructor refuses weights with which {@code |bias| + 128 sum
 * |weight|} exceeds 2<sup>31</sup> - 1, and that bounds every partial sum in any order. What a zero
 * point contributes is part of the bias.
 *
 * <p>Arrays are not copied and are not to be written.
 */
public sealed interface QuantStep {

  /** Name of the layer; unique in a plan. */
  String name();

  /** Numbers of the values that it takes. */
  List<Integer> inputs();

  /** Number of the value that it writes. */
  int output();

  /** Channels of the value that it writes. */
  int channels();

  /** Bytes of all numbers that it reads and never writes, tables apart. */
  int weightBytes();

  /** Multiply-accumulates for each sample in time, those in matrix products. */
  default long macsPerSample() {
    return 0;
  }

  /** The functions whose tables it reads, each a {@link GateTable}. */
  default List<Activation> tables() {
    return List.of();
  }

  /** How many samples before its own time an output depends on, recurrence apart. */
  default int lookBack() {
    return 0;
  }

  /** How many samples after its own time an output depends on. */
  default int lookAhead() {
    return 0;
  }

  /** A step that takes one value. */
  sealed interface Unary extends QuantStep {

    /** Number of the value that it takes. */
    int input();

    @Override
    default List<Integer> inputs() {
      return List.of(input());
    }
  }

  /** A step with a state for each of its cells, which are the channels that it writes. */
  sealed interface Recurrent extends Unary {

    /** Number of cells, H. */
    int cells();

    /** Gates of the input. */
    Gates gatesX();

    /** Gates of h. */
    Gates gatesH();

    /** From the units of the step's result to those of h. */
    Multiplier hidden();

    /** Zero point of h. */
    int zeroPoint();

    @Override
    default int channels() {
      return cells();
    }

    @Override
    default List<Activation> tables() {
      return List.of(Activation.SIGMOID, Activation.TANH);
    }

    @Override
    default long macsPerSample() {
      return (long) gatesX().weight().length + gatesH().weight().length;
    }
  }

  /**
   * From the unit of the sensor to 8 bits: {@code v = (x[c] - mean[c]) / step[c]} in float, {@code
   * q[c] = v - 1/2} if v is negative, else {@code v + 1/2}, cut towards 0, plus the zero point, to
   * the nearest of -128 .. 127. NaN gives the zero point.
   *
   * @param mean {@code [C]}
   * @param step {@code [C]}: standard deviation times the scale of the value
   */
  record Quantize(String name, int input, int output, float[] mean, float[] step, int zeroPoint)
      implements Unary {
    @Override
    public int channels() {
      return mean.length;
    }

    @Override
    public int weightBytes() {
      return Float.BYTES * (mean.length + step.length);
    }
  }

  /**
   * Sums of products over channels and taps: {@code sum[o](t) = bias[o] + sum over c, k of
   * weight[o, c, k] x[C/g g(o) + c](t + k dilation - padLeft)}, x being the zero point outside the
   * recording; {@code padLeft + padRight = (kernelSize - 1) dilation}.
   *
   * <p>A batch normalisation or an activation of its own is this with a group for each channel and
   * one tap.
   *
   * @param inChannels C
   * @param outChannels O
   * @param kernelSize K
   * @param groups g: output o sees the group {@code g(o) = o / (O/g)} of the inputs
   * @param inputZeroPoint what is padded with
   * @param weight {@code [O, C/g, K]}, row-major, the oldest tap first, -127 to 127
   * @param bias {@code [O]}
   */
  record Sums(
      int inChannels,
      int outChannels,
      int kernelSize,
      int dilation,
      int padLeft,
      int padRight,
      int groups,
      int inputZeroPoint,
      byte[] weight,
      int[] bias) {

    /** Checks that no sum can overflow. */
    public Sums {
      requireExact(weight, bias);
    }

    /** Products of a sum. */
    public int rowLength() {
      return inChannels / groups * kernelSize;
    }

    int bytes() {
      return weight.length + Integer.BYTES * bias.length;
    }
  }

  /** {@code q[o] = requantization(sum[o])}. */
  record Conv(String name, int input, int output, Sums sums, Requantization requantization)
      implements Unary {
    @Override
    public int channels() {
      return sums.outChannels();
    }

    @Override
    public int weightBytes() {
      return sums.bytes() + 2 * Integer.BYTES * channels();
    }

    @Override
    public List<Activation> tables() {
      return requantization.tables();
    }

    @Override
    public long macsPerSample() {
      return sums.weight().length;
    }

    @Override
    public int lookBack() {
      return sums.padLeft();
    }

    @Override
    public int lookAhead() {
      return sums.padRight();
    }
  }

  /**
   * The last convolution, whose sums leave as newton: {@code y[o] = scale[o] sum[o]} in float, the
   * sum converted to the nearest float.
   *
   * @param scale {@code [O]}
   */
  record Head(String name, int input, int output, Sums sums, float[] scale) implements Unary {
    @Override
    public int channels() {
      return sums.outChannels();
    }

    @Override
    public int weightBytes() {
      return sums.bytes() + Float.BYTES * scale.length;
    }

    @Override
    public long macsPerSample() {
      return sums.weight().length;
    }

    @Override
    public int lookBack() {
      return sums.padLeft();
    }

    @Override
    public int lookAhead() {
      return sums.padRight();
    }
  }

  /**
   * From 8 bits to newton, where the last step is no convolution: {@code y[c] = scale[c] (q[c] -
   * zeroPoint)} in float.
   *
   * @param scale {@code [C]}
   */
  record Dequantize(String name, int input, int output, int zeroPoint, float[] scale)
      implements Unary {
    @Override
    public int channels() {
      return scale.length;
    }

    @Override
    public int weightBytes() {
      return Float.BYTES * scale.length;
    }
  }

  /**
   * A sum of two values of different scales: {@code sum[c] = m1 (2^20 (q1[c] - zero1)) + m2 (2^20
   * (q2[c] - zero2))}, then one requantisation for all channels. Both factors are at most 1/2, so
   * the sum is below 2<sup>28</sup> in magnitude.
   */
  record Add(
      String name,
      int first,
      int second,
      int output,
      int channels,
      int firstZeroPoint,
      Multiplier firstMultiplier,
      int secondZeroPoint,
      Multiplier secondMultiplier,
      Requantization requantization)
      implements QuantStep {
    /** Fractional bits of a term. */
    public static final int BITS = 20;

    @Override
    public List<Integer> inputs() {
      return List.of(first, second);
    }

    @Override
    public int weightBytes() {
      return 6 * Integer.BYTES;
    }

    @Override
    public List<Activation> tables() {
      return requantization.tables();
    }
  }

  /**
   * The channels of several values, one value after the other, in the scale of the output: {@code
   * q[c] = multiplier (q_i[c] - zeroPoints[i]) + zeroPoint}, the nearest of -128 .. 127.
   */
  record Concat(
      String name,
      List<Integer> inputs,
      List<Integer> inputChannels,
      int output,
      int channels,
      int[] zeroPoints,
      Multiplier[] multipliers,
      int zeroPoint)
      implements QuantStep {
    /** Copies the lists. */
    public Concat {
      inputs = List.copyOf(inputs);
      inputChannels = List.copyOf(inputChannels);
    }

    @Override
    public int weightBytes() {
      return 2 * Integer.BYTES * multipliers.length;
    }
  }

  /**
   * Gates of a recurrent layer before their functions: {@code a[r] = bias[r] + sum over c of
   * weight[r, c] x[c]}, and {@code multiplier[r]} brings it to units of 2<sup>-12</sup>.
   *
   * @param rows gates times cells
   * @param columns channels of x
   * @param weight {@code [rows, columns]}, -127 to 127
   * @param bias {@code [rows]}
   * @param multiplier {@code [rows]}
   * @param shift {@code [rows]}
   */
  record Gates(int rows, int columns, byte[] weight, int[] bias, int[] multiplier, int[] shift) {

    /** Checks that no sum can overflow. */
    public Gates {
      requireExact(weight, bias);
    }

    int bytes() {
      return weight.length + 3 * Integer.BYTES * rows;
    }
  }

  /**
   * One LSTM layer. Gates and tanh(c) are 16-bit in units of 2<sup>-15</sup>, the cell 16-bit in
   * units of 2<sup>-cellBits</sup>, h 8-bit; the shifts round, the sums saturate at 16 bits:
   *
   * <pre>
   * a = gatesX(x) + gatesH(h)                               units of 2^-12, gates i, f, g, o
   * i, f, o = sigmoid(a), g = tanh(a)                       {@link GateTable}
   * c = (f c) / 2^15 + (i g) / 2^(30 - cellBits)
   * h = hidden (o tanh(c 2^(12 - cellBits))) + zeroPoint    the nearest of -128 .. 127
   * </pre>
   *
   * Before the first sample c is 0 and h its zero point. No product exceeds 2<sup>30</sup>.
   *
   * @param cells H
   * @param cellBits fractional bits of the cell, 0 to 15
   * @param hidden from units of 2<sup>-30</sup> to those of h
   * @param zeroPoint of h
   */
  record Lstm(
      String name,
      int input,
      int output,
      int cells,
      Gates gatesX,
      Gates gatesH,
      int cellBits,
      Multiplier hidden,
      int zeroPoint)
      implements Recurrent {
    @Override
    public int weightBytes() {
      return gatesX.bytes() + gatesH.bytes() + 4 * Integer.BYTES;
    }
  }

  /**
   * One GRU layer. Gates and the state s are 16-bit in units of 2<sup>-15</sup>, h is s in 8 bits;
   * the shifts round, the sums saturate at 16 bits:
   *
   * <pre>
   * a = gatesX(x), b = gatesH(h)                  units of 2^-12, 16 bits, gates r, z, n
   * r = sigmoid(a_r + b_r), z = sigmoid(a_z + b_z)
   * n = tanh(a_n + (r b_n) / 2^15)
   * s = ((2^15 - z) n + z s) / 2^15
   * h = hidden s + zeroPoint                      the nearest of -128 .. 127
   * </pre>
   *
   * Before the first sample s is 0 and h its zero point. The sum in s is at most 2<sup>30</sup>.
   *
   * @param cells H
   * @param hidden from units of 2<sup>-15</sup> to those of h
   * @param zeroPoint of h
   */
  record Gru(
      String name,
      int input,
      int output,
      int cells,
      Gates gatesX,
      Gates gatesH,
      Multiplier hidden,
      int zeroPoint)
      implements Recurrent {
    @Override
    public int weightBytes() {
      return gatesX.bytes() + gatesH.bytes() + 3 * Integer.BYTES;
    }
  }

  private static void requireExact(byte[] weight, int[] bias) {
    int columns = weight.length / bias.length;
    for (int o = 0; o < bias.length; o++) {
      long bound = Math.abs((long) bias[o]);
      for (int i = 0; i < columns; i++) {
        bound -= (long) Quantization.LEAST * Math.abs(weight[o * columns + i]);
      }
      if (bound > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "the sum of output %s can reach %s and overflow 32 bits; it has %s products"
                .formatted(o, bound, columns));
      }
    }
  }
}
