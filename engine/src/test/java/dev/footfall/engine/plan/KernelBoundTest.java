package dev.footfall.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Conv1dGeometry;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.fp64.Fp64Kernels;
import dev.footfall.engine.kernel.scalar.ScalarKernels;
import dev.footfall.engine.runtime.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Sample by sample gives what the whole recording gives at once. */
class KernelBoundTest {
  private static final double U = DType.FLOAT32.unitRoundoff();

  private record Layer(Tensor weight, Tensor bias, int dilation, boolean relu) {
    Conv1dGeometry geometry(int samples) {
      int kernelSize = weight.shape().extent(2);
      return new Conv1dGeometry(
          1,
          weight.shape().extent(1),
          weight.shape().extent(0),
          samples,
          kernelSize,
          1,
          (kernelSize - 1) * dilation,
          0,
          dilation);
    }
  }

  /** A random network of convolutions and a recording of raw values, {@code [1, C, T]}. */
  private record Network(float[] mean, float[] std, List<Layer> layers, float[] scale, Tensor raw) {

    static Network random(Random random) {
      int inputs = 1 + random.nextInt(20);
      List<Layer> layers = new ArrayList<>();
      int channels = inputs;
      for (int depth = 1 + random.nextInt(4); depth > 0; depth--) {
        int outputs = 1 + random.nextInt(20);
        layers.add(
            new Layer(
                gaussian(random, outputs, channels, 1 + random.nextInt(7)),
                gaussian(random, outputs),
                1 + random.nextInt(5),
                random.nextBoolean()));
        channels = outputs;
      }
      float[] std = gaussian(random, inputs).floats();
      for (int c = 0; c < inputs; c++) {
        std[c] = 0.1f + Math.abs(std[c]);
      }
      return new Network(
          gaussian(random, inputs).floats(),
          std,
          layers,
          gaussian(random, channels).floats(),
          gaussian(random, 1, inputs, 1 + random.nextInt(60)));
    }

    int samples() {
      return raw.shape().extent(2);
    }

    Plan plan() {
      List<Step> steps = new ArrayList<>();
      steps.add(new Step.Standardise("standardise", 0, 1, mean, std));
      for (Layer layer : layers) {
        Conv1dGeometry g = layer.geometry(1);
        steps.add(
            new Step.Conv(
                "conv" + steps.size(),
                steps.size(),
                steps.size() + 1,
                g.inChannels(),
                g.outChannels(),
                g.kernelSize(),
                g.dilation(),
                g.padLeft(),
                g.padRight(),
                1,
                layer.weight().floats(),
                layer.bias().floats(),
                layer.relu() ? Activation.RELU : Activation.NONE));
      }
      steps.add(new Step.Scale("newton", steps.size(), steps.size() + 1, scale));
      return Plan.of(mean.length, steps);
    }

    /** {@code [1, O, T]}. */
    Tensor stream() {
      StudentKernel kernel = StudentKernel.of(plan(), SensorLimits.at(100));
      float[] in = new float[kernel.inputs()];
      float[] out = new float[kernel.outputs()];
      Tensor answers = Tensor.zeros(DType.FLOAT32, 1, kernel.outputs(), samples());
      for (int t = 0; t < samples(); t++) {
        for (int c = 0; c < in.length; c++) {
          in[c] = raw.floats()[c * samples() + t];
        }
        kernel.step(in, out);
        for (int o = 0; o < out.length; o++) {
          answers.floats()[o * samples() + t] = out[o];
        }
      }
      return answers;
    }
  }

  @Property
  void aNetworkOfConvolutionsGivesTheBitsOfTheScalarBackEnd(@ForAll Random random) {
    Network network = Network.random(random);
    int samples = network.samples();
    Kernels scalar = ScalarKernels.create(Workers.of(1));
    Tensor x = network.raw().copy();
    for (int i = 0; i < x.elements(); i++) {
      int c = i / samples;
      x.floats()[i] = (x.floats()[i] - network.mean()[c]) / network.std()[c];
    }
    for (Layer layer : network.layers()) {
      Conv1dGeometry g = layer.geometry(samples);
      Tensor y = Tensor.zeros(DType.FLOAT32, g.outShape());
      scalar.conv1d().forward(g, x, layer.weight(), layer.bias(), y);
      if (layer.relu()) {
        scalar.activations().relu(y.elements(), y, 0, y, 0);
      }
      x = y;
    }
    Tensor actual = network.stream();
    for (int i = 0; i < x.elements(); i++) {
      assertEquals(network.scale()[i / samples] * x.floats()[i], actual.floats()[i], "at " + i);
    }
  }

  /**
   * Next to x in FLOAT64 goes e, a bound on the distance of what was computed in FLOAT32. With n =
   * C K + 1 terms, a layer makes of it {@code |W| e + gamma_n (|W| (|x| + e) + |b|)}: the error
   * that came in, and that of the sum itself.
   */
  @Property
  void aNetworkOfConvolutionsIsWithinTheBoundOfTheDefinition(@ForAll Random random) {
    Network network = Network.random(random);
    int samples = network.samples();
    Kernels fp64 = Fp64Kernels.create(Workers.of(1));
    Tensor x = network.raw().to(DType.FLOAT64);
    Tensor e = Tensor.zeros(DType.FLOAT64, x.shape());
    for (int i = 0; i < x.elements(); i++) {
      int c = i / samples;
      x.set(i, (x.get(i) - network.mean()[c]) / network.std()[c]);
      e.set(i, gamma(2) * Math.abs(x.get(i)));
    }
    for (Layer layer : network.layers()) {
      Conv1dGeometry g = layer.geometry(samples);
      Tensor weight = layer.weight().to(DType.FLOAT64);
      Tensor bias = layer.bias().to(DType.FLOAT64);
      Tensor y = Tensor.zeros(DType.FLOAT64, g.outShape());
      fp64.conv1d().forward(g, x, weight, bias, y);
      if (layer.relu()) {
        fp64.activations().relu(y.elements(), y, 0, y, 0);
      }
      Tensor carried = Tensor.zeros(DType.FLOAT64, g.outShape());
      fp64.conv1d().forward(g, e, magnitudes(weight), null, carried);
      Tensor magnitude = Tensor.zeros(DType.FLOAT64, g.outShape());
      fp64.conv1d().forward(g, magnitudes(x), magnitudes(weight), magnitudes(bias), magnitude);
      double gamma = gamma(g.inChannels() * g.kernelSize() + 1);
      for (int i = 0; i < y.elements(); i++) {
        carried.set(i, carried.get(i) + gamma * (magnitude.get(i) + carried.get(i)));
      }
      x = y;
      e = carried;
    }
    Tensor actual = network.stream();
    for (int i = 0; i < x.elements(); i++) {
      double scale = network.scale()[i / samples];
      double bound = Math.abs(scale) * (e.get(i) + U * (Math.abs(x.get(i)) + e.get(i)));
      assertEquals(scale * x.get(i), actual.get(i), bound, "at " + i);
    }
  }

  /** A value in FLOAT64 and a bound on the distance of its FLOAT32 counterpart. */
  private record Bounded(double value, double error) {

    static Bounded exact(double value) {
      return new Bounded(value, 0);
    }

    Bounded plus(Bounded other) {
      return rounded(value + other.value, error + other.error, 1);
    }

    Bounded times(Bounded other) {
      return rounded(
          value * other.value,
          Math.abs(value) * other.error + Math.abs(other.value) * error + error * other.error,
          1);
    }

    /** The slope is at most 1/4; the float function is within 3 ulp, and an ulp is at most 2 u. */
    Bounded sigmoid() {
      return rounded(1 / (1 + Math.exp(-value)), error / 4, 6);
    }

    /** The slope is at most 1. */
    Bounded tanh() {
      return rounded(Math.tanh(value), error, 6);
    }

    private static Bounded rounded(double value, double carried, int roundings) {
      double own = gamma(roundings) * (Math.abs(value) + carried) + Float.MIN_VALUE;
      return new Bounded(value, carried + own);
    }
  }

  @Property
  void anLstmIsWithinTheBoundOfTheDefinition(@ForAll Random random) {
    int channels = 1 + random.nextInt(10);
    int hidden = 1 + random.nextInt(10);
    Tensor weightX = gaussian(random, 4 * hidden, channels);
    Tensor weightH = gaussian(random, 4 * hidden, hidden);
    Tensor bias = gaussian(random, 4 * hidden);
    int columns = channels + hidden;
    float[] weight = new float[4 * hidden * columns];
    for (int r = 0; r < 4 * hidden; r++) {
      System.arraycopy(weightX.floats(), r * channels, weight, r * columns, channels);
      System.arraycopy(weightH.floats(), r * hidden, weight, r * columns + channels, hidden);
    }
    Plan plan =
        Plan.of(
            channels,
            List.of(new Step.Lstm("lstm", 0, 1, channels, hidden, weight, bias.floats())));
    StudentKernel kernel = StudentKernel.of(plan, SensorLimits.at(100));
    float[] out = new float[hidden];
    Bounded[] h = new Bounded[hidden];
    Bounded[] cell = new Bounded[hidden];
    Arrays.fill(h, Bounded.exact(0));
    Arrays.fill(cell, Bounded.exact(0));
    for (int t = 0; t < 8; t++) {
      float[] in = gaussian(random, channels).floats();
      Bounded[] gates = new Bounded[4 * hidden];
      for (int r = 0; r < gates.length; r++) {
        Bounded sum = Bounded.exact(bias.get(r));
        for (int c = 0; c < channels; c++) {
          sum = sum.plus(Bounded.exact(weightX.get(r * channels + c)).times(Bounded.exact(in[c])));
        }
        for (int j = 0; j < hidden; j++) {
          sum = sum.plus(Bounded.exact(weightH.get(r * hidden + j)).times(h[j]));
        }
        gates[r] = sum;
      }
      kernel.step(in, out);
      for (int j = 0; j < hidden; j++) {
        Bounded i = gates[j].sigmoid();
        Bounded f = gates[hidden + j].sigmoid();
        Bounded g = gates[2 * hidden + j].tanh();
        Bounded o = gates[3 * hidden + j].sigmoid();
        cell[j] = f.times(cell[j]).plus(i.times(g));
        h[j] = o.times(cell[j].tanh());
        assertEquals(h[j].value(), out[j], h[j].error(), "sample " + t + ", cell " + j);
      }
    }
  }

  private static double gamma(int n) {
    return n * U / (1 - n * U);
  }

  private static Tensor gaussian(Random random, int... extents) {
    Tensor tensor = Tensor.zeros(DType.FLOAT32, extents);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, random.nextGaussian());
    }
    return tensor;
  }

  private static Tensor magnitudes(Tensor tensor) {
    Tensor result = tensor.copy();
    for (int i = 0; i < result.elements(); i++) {
      result.set(i, Math.abs(result.get(i)));
    }
    return result;
  }
}
