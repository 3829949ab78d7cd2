package dev.footfall.engine.plan;

import dev.footfall.engine.kernel.RowKernel;
import java.util.Arrays;

/**
 * A step at work: it takes rows {@code [C, lanes]} of a runner's one array and writes another.
 *
 * <p>Stages are classes without string constants, and no records, for the reason that stands beside
 * {@link dev.footfall.engine.kernel.scalar.ScalarRows}.
 */
abstract class Stage {
  // Ordinals, as a switch over an enum loads a class of its own.
  private static final int RELU = Activation.RELU.ordinal();
  private static final int TANH = Activation.TANH.ordinal();
  private static final int SIGMOID = Activation.SIGMOID.ordinal();

  final RowKernel kernel;
  final float[] m;
  final int lanes;

  /** Numbers in a row of the output. */
  final int n;

  private final int y;
  private final int stride;
  private final int delay;
  private final int activation;

  Stage(Wiring wiring) {
    this.kernel = wiring.kernel();
    this.m = wiring.memory();
    this.lanes = wiring.lanes();
    this.n = wiring.step().channels() * lanes;
    this.y = wiring.output();
    this.stride = wiring.stride(wiring.step().output());
    this.delay = wiring.delay(wiring.step().output());
    this.activation = wiring.step().activation().ordinal();
  }

  /** Writes the row of time t at {@code y}. */
  abstract void row(int t, int y);

  /** Streaming: takes in what sample {@code now} brought, before a row is written. */
  void take(long now, long end) {}

  /** Forgets every sample of one lane. */
  void reset(int lane) {}

  /**
   * Streaming: takes in what sample {@code now} brought, and writes the row that it completes, if
   * the time of that row is in the recording, which has {@code end} samples.
   */
  final void step(long now, long end) {
    take(now, end);
    if (now >= delay && now - delay < end) {
      write(0);
    }
  }

  /** All rows of a window. */
  final void window(int samples) {
    for (int lane = 0; lane < lanes; lane++) {
      reset(lane);
    }
    for (int t = 0; t < samples; t++) {
      write(t);
    }
  }

  private void write(int t) {
    int at = y + t * stride;
    row(t, at);
    if (activation == RELU) {
      kernel.relu(n, m, at);
    } else if (activation == TANH) {
      kernel.tanh(n, m, at);
    } else if (activation == SIGMOID) {
      kernel.sigmoid(n, m, at);
    }
  }

  final void clear(int at, int rows, int lane) {
    for (int i = 0; i < rows; i++) {
      m[at + i * lanes + lane] = 0f;
    }
  }

  /** {@code y = (x - mean) / std}. */
  static final class Standardise extends Stage {
    private final int x;
    private final int stride;
    private final float[] mean;
    private final float[] std;

    Standardise(Wiring wiring, Step.Standardise step) {
      super(wiring);
      this.x = wiring.input(0);
      this.stride = wiring.stride(step.input());
      this.mean = step.mean();
      this.std = step.std();
    }

    @Override
    void row(int t, int y) {
      int from = x + t * stride;
      for (int c = 0; c < mean.length; c++) {
        for (int i = c * lanes; i < (c + 1) * lanes; i++) {
          m[y + i] = (m[from + i] - mean[c]) / std[c];
        }
      }
    }
  }

  /** {@code y = scale x + shift}. */
  static final class ChannelAffine extends Stage {
    private final int x;
    private final int stride;
    private final float[] scale;
    private final float[] shift;

    ChannelAffine(Wiring wiring, Step.ChannelAffine step) {
      super(wiring);
      this.x = wiring.input(0);
      this.stride = wiring.stride(step.input());
      this.scale = step.scale();
      this.shift = step.shift();
    }

    @Override
    void row(int t, int y) {
      int from = x + t * stride;
      for (int c = 0; c < scale.length; c++) {
        for (int i = c * lanes; i < (c + 1) * lanes; i++) {
          m[y + i] = scale[c] * m[from + i] + shift[c];
        }
      }
    }
  }

  /** {@code y = scale x}. */
  static final class Scale extends Stage {
    private final int x;
    private final int stride;
    private final float[] scale;

    Scale(Wiring wiring, Step.Scale step) {
      super(wiring);
      this.x = wiring.input(0);
      this.stride = wiring.stride(step.input());
      this.scale = step.scale();
    }

    @Override
    void row(int t, int y) {
      int from = x + t * stride;
      for (int c = 0; c < scale.length; c++) {
        for (int i = c * lanes; i < (c + 1) * lanes; i++) {
          m[y + i] = scale[c] * m[from + i];
        }
      }
    }
  }

  /** A copy; the activation does the rest. */
  static final class Activate extends Stage {
    private final int x;
    private final int stride;

    Activate(Wiring wiring, Step.Activate step) {
      super(wiring);
      this.x = wiring.input(0);
      this.stride = wiring.stride(step.input());
    }

    @Override
    void row(int t, int y) {
      System.arraycopy(m, x + t * stride, m, y, n);
    }
  }

  /**
   * A product with the row of the same time and the K - 1 around it, gathered into a column {@code
   * [C, K, lanes]}.
   */
  abstract static class Conv extends Stage {
    final int kernelSize;
    final int dilation;

    /** Numbers in a row of the input. */
    final int width;

    final int column;
    private final RowKernel.Product[] groups;
    private final int groupColumn;

    Conv(Wiring wiring, Step.Conv step) {
      super(wiring);
      this.kernelSize = step.kernelSize();
      this.dilation = step.dilation();
      this.width = step.inChannels() * lanes;
      this.column = kernelSize > 1 ? wiring.own("column") : 0;
      this.groups = new RowKernel.Product[step.groups()];
      int rows = step.outChannels() / groups.length;
      int columns = step.inChannels() / groups.length * kernelSize;
      this.groupColumn = columns * lanes;
      for (int g = 0; g < groups.length; g++) {
        groups[g] =
            kernel.product(
                rows, columns, step.weight(), g * rows * columns, step.bias(), g * rows, lanes);
      }
    }

    final void multiply(int x, int y) {
      int rows = n / groups.length;
      for (int g = 0; g < groups.length; g++) {
        groups[g].apply(m, x + g * groupColumn, y + g * rows);
      }
    }

    /** Writes tap k of the column from a row of the input. */
    final void gather(int k, int row) {
      if (lanes == 1) {
        for (int c = 0; c < width; c++) {
          m[column + c * kernelSize + k] = m[row + c];
        }
      } else {
        for (int c = 0; c < width / lanes; c++) {
          System.arraycopy(m, row + c * lanes, m, column + (c * kernelSize + k) * lanes, lanes);
        }
      }
    }

    /** Writes tap k of the column with zeros. */
    final void gatherZeros(int k) {
      for (int c = 0; c < width / lanes; c++) {
        int at = column + (c * kernelSize + k) * lanes;
        Arrays.fill(m, at, at + lanes, 0f);
      }
    }
  }

  /** One tap: the row is the column. */
  static final class PointConv extends Conv {
    private final int x;
    private final int stride;

    PointConv(Wiring wiring, Step.Conv step) {
      super(wiring, step);
      this.x = wiring.input(0);
      this.stride = wiring.stride(step.input());
    }

    @Override
    void row(int t, int y) {
      multiply(x + t * stride, y);
    }
  }

  /** All rows of the input are there. */
  static final class WindowConv extends Conv {
    private final int x;
    private final int padLeft;
    private final int samples;

    WindowConv(Wiring wiring, Step.Conv step) {
      super(wiring, step);
      this.x = wiring.input(0);
      this.padLeft = step.padLeft();
      this.samples = wiring.samples();
    }

    @Override
    void row(int t, int y) {
      int from = t - padLeft;
      for (int k = 0; k < kernelSize; k++, from += dilation) {
        if (from >= 0 && from < samples) {
          gather(k, x + from * width);
        } else {
          gatherZeros(k);
        }
      }
      multiply(column, y);
    }
  }

  /** A ring holds the last rows of the input, those outside the recording as zeros. */
  static final class RingConv extends Conv {
    private final int x;
    private final int inputDelay;
    private final int ring;
    private final int span;
    // Where the next row goes, which is where the oldest one is.
    private int slot;

    RingConv(Wiring wiring, Step.Conv step) {
      super(wiring, step);
      this.x = wiring.input(0);
      this.inputDelay = wiring.delay(step.input());
      this.ring = wiring.own("ring");
      this.span = (kernelSize - 1) * dilation + 1;
    }

    @Override
    void take(long now, long end) {
      int at = ring + slot * width;
      if (now >= inputDelay && now - inputDelay < end) {
        System.arraycopy(m, x, m, at, width);
      } else {
        Arrays.fill(m, at, at + width, 0f);
      }
      slot = slot + 1 == span ? 0 : slot + 1;
    }

    @Override
    void row(int t, int y) {
      int tap = slot;
      for (int k = 0; k < kernelSize; k++) {
        gather(k, ring + tap * width);
        tap += dilation;
        tap = tap >= span ? tap - span : tap;
      }
      multiply(column, y);
    }

    @Override
    void reset(int lane) {
      clear(ring, span * (width / lanes), lane);
    }
  }

  /**
   * Takes rows of the same time from several values; a line keeps those that come before the
   * others.
   */
  abstract static class Join extends Stage {
    private final int[] x;
    private final int[] strides;
    private final int[] widths;
    private final int[] lines;
    private final int[] lags;
    private final int[] slots;

    Join(Wiring wiring) {
      super(wiring);
      int inputs = wiring.step().inputs().size();
      this.x = new int[inputs];
      this.strides = new int[inputs];
      this.widths = new int[inputs];
      this.lines = new int[inputs];
      this.lags = new int[inputs];
      this.slots = new int[inputs];
      for (int i = 0; i < inputs; i++) {
        int value = wiring.step().inputs().get(i);
        x[i] = wiring.input(i);
        strides[i] = wiring.stride(value);
        widths[i] = wiring.channels(value) * lanes;
        lags[i] = wiring.lag(i);
        lines[i] = lags[i] > 0 ? wiring.own("line " + i) : 0;
      }
    }

    final int inputs() {
      return x.length;
    }

    final int width(int input) {
      return widths[input];
    }

    /** The row of time t of an input. */
    final int from(int input, int t) {
      return lags[input] == 0
          ? x[input] + t * strides[input]
          : lines[input] + slots[input] * widths[input];
    }

    @Override
    void take(long now, long end) {
      // A line has one row more than its lag: the newest goes where the oldest was read before.
      for (int i = 0; i < x.length; i++) {
        if (lags[i] > 0) {
          System.arraycopy(m, x[i], m, lines[i] + slots[i] * widths[i], widths[i]);
          slots[i] = slots[i] == lags[i] ? 0 : slots[i] + 1;
        }
      }
    }
  }

  /** {@code y = x1 + x2}. */
  static final class Add extends Join {
    Add(Wiring wiring) {
      super(wiring);
    }

    @Override
    void row(int t, int y) {
      int first = from(0, t);
      int second = from(1, t);
      for (int i = 0; i < n; i++) {
        m[y + i] = m[first + i] + m[second + i];
      }
    }
  }

  /** One input's channels after the other's. */
  static final class Concat extends Join {
    Concat(Wiring wiring) {
      super(wiring);
    }

    @Override
    void row(int t, int y) {
      int to = y;
      for (int i = 0; i < inputs(); i++) {
        System.arraycopy(m, from(i, t), m, to, width(i));
        to += width(i);
      }
    }
  }

  /** An LSTM layer; where its output is its state, that is not copied. */
  static final class Lstm extends Stage {
    private final int x;
    private final int stride;
    private final int width;
    private final int column;
    private final int gates;
    private final int cell;
    private final int h;
    private final RowKernel.Product product;

    Lstm(Wiring wiring, Step.Lstm step) {
      super(wiring);
      this.x = wiring.input(0);
      this.stride = wiring.stride(step.input());
      this.width = step.inChannels() * lanes;
      this.column = wiring.own("column");
      this.gates = wiring.own("gates");
      this.cell = wiring.own("cell");
      this.h = wiring.own("h");
      int columns = step.inChannels() + step.hidden();
      this.product =
          kernel.product(
              4 * step.hidden(),
              columns,
              sigmoidsFirst(step.weight(), columns * step.hidden()),
              0,
              sigmoidsFirst(step.bias(), step.hidden()),
              0,
              lanes);
    }

    /** From the order i, f, g, o to i, f, o, g, so that one call computes all sigmoids. */
    private static float[] sigmoidsFirst(float[] gates, int size) {
      float[] result = gates.clone();
      System.arraycopy(gates, 3 * size, result, 2 * size, size);
      System.arraycopy(gates, 2 * size, result, 3 * size, size);
      return result;
    }

    @Override
    void row(int t, int y) {
      System.arraycopy(m, x + t * stride, m, column, width);
      System.arraycopy(m, h, m, column + width, n);
      product.apply(m, column, gates);
      kernel.sigmoid(3 * n, m, gates);
      kernel.tanh(n, m, gates + 3 * n);
      for (int j = 0; j < n; j++) {
        float c = m[gates + n + j] * m[cell + j] + m[gates + j] * m[gates + 3 * n + j];
        m[cell + j] = c;
        m[h + j] = c;
      }
      kernel.tanh(n, m, h);
      for (int j = 0; j < n; j++) {
        m[h + j] = m[gates + 2 * n + j] * m[h + j];
      }
      if (y != h) {
        System.arraycopy(m, h, m, y, n);
      }
    }

    @Override
    void reset(int lane) {
      clear(cell, n / lanes, lane);
      clear(h, n / lanes, lane);
    }
  }

  /** A GRU layer; where its output is its state, that is not copied. */
  static final class Gru extends Stage {
    private final int x;
    private final int stride;
    private final int a;
    private final int b;
    private final int h;
    private final RowKernel.Product ofInput;
    private final RowKernel.Product ofState;

    Gru(Wiring wiring, Step.Gru step) {
      super(wiring);
      int rows = 3 * step.hidden();
      this.x = wiring.input(0);
      this.stride = wiring.stride(step.input());
      this.a = wiring.own("x products");
      this.b = wiring.own("h products");
      this.h = wiring.own("h");
      this.ofInput =
          kernel.product(rows, step.inChannels(), step.weightX(), 0, step.biasX(), 0, lanes);
      this.ofState = kernel.product(rows, step.hidden(), step.weightH(), 0, step.biasH(), 0, lanes);
    }

    @Override
    void row(int t, int y) {
      ofInput.apply(m, x + t * stride, a);
      ofState.apply(m, h, b);
      for (int j = 0; j < 2 * n; j++) {
        m[a + j] += m[b + j];
      }
      kernel.sigmoid(2 * n, m, a);
      for (int j = 2 * n; j < 3 * n; j++) {
        m[a + j] += m[a + j - 2 * n] * m[b + j];
      }
      kernel.tanh(n, m, a + 2 * n);
      for (int j = 0; j < n; j++) {
        float z = m[a + n + j];
        m[h + j] = (1f - z) * m[a + 2 * n + j] + z * m[h + j];
      }
      if (y != h) {
        System.arraycopy(m, h, m, y, n);
      }
    }

    @Override
    void reset(int lane) {
      clear(h, n / lanes, lane);
    }
  }
}
