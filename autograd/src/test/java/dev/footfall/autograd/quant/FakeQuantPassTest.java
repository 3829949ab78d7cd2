package dev.footfall.autograd.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.F;
import dev.footfall.autograd.nn.BatchNorm1d;
import dev.footfall.autograd.nn.Conv1d;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.nn.Lstm;
import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.autograd.trace.Tracer;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.scalar.ScalarKernels;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.engine.quant.Calibrator;
import dev.footfall.engine.quant.Int8Window;
import dev.footfall.engine.quant.QuantizedPlan;
import dev.footfall.engine.runtime.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FakeQuantPassTest {
  private static final int CHANNELS = 3;
  private static final int LENGTH = 12;

  /** A convolution with a residual connection, an LSTM if wanted, and a head. */
  private static final class Network extends Module {
    private final Conv1d conv;
    private final BatchNorm1d norm;
    private final Lstm lstm;
    private final Conv1d head;

    Network(long seed, boolean withLstm, boolean withNorm) {
      Initializer init = new Initializer(DType.FLOAT32, new SplittableRandom(seed));
      conv = child("conv", Conv1d.withBias(CHANNELS, CHANNELS, 3, Conv1dSpec.causal(3, 1), init));
      norm = withNorm ? child("norm", new BatchNorm1d(CHANNELS, init)) : null;
      lstm = withLstm ? child("lstm", new Lstm(CHANNELS, CHANNELS, init)) : null;
      head = child("head", Conv1d.withBias(CHANNELS, 2, 1, Conv1dSpec.PLAIN, init));
    }

    @Override
    public Variable forward(Variable x) {
      Variable h = conv.forward(x);
      h = norm == null ? h : norm.forward(h);
      h = F.relu(F.add(h, x));
      return head.forward(lstm == null ? h : lstm.forward(h));
    }

    Plan plan() {
      float[] ones = new float[CHANNELS];
      Arrays.fill(ones, 1);
      return Plan.compile(
          Tracer.trace(this, CHANNELS), state(), new float[CHANNELS], ones, new float[] {1, 1});
    }
  }

  private static QuantizedPlan quantized(Plan plan, Tensor x) {
    return QuantizedPlan.of(plan, new Calibrator(plan, List.of(samples(x))).calibrate());
  }

  /** From {@code [1, C, T]} to {@code [T, C]}. */
  private static float[] samples(Tensor x) {
    float[] samples = new float[x.elements()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) x.get(i % CHANNELS * LENGTH + i / CHANNELS);
    }
    return samples;
  }

  private static Tensor input(long seed) {
    return new RandomTensors(seed).uniform(1, CHANNELS, LENGTH).to(DType.FLOAT32);
  }

  /**
   * The same roundings in the same places: where float and integers round a tie, or a sum next to
   * it, to different sides, they are one step of a value apart, and each of the two steps before
   * the head can do that.
   */
  @Property
  void itIsWhatTheIntegersCompute(@ForAll long seed) {
    Network network = new Network(seed, false, false);
    Plan plan = network.plan();
    Tensor x = input(seed);
    QuantizedPlan quantized = quantized(plan, x);
    FakeQuantPass pass = new FakeQuantPass(plan, quantized, network.parameters());
    Tape tape = Tape.training(ScalarKernels.create(Workers.of(1)));
    Tensor y = pass.forward(tape, x).value();
    float[] integers = new float[2 * LENGTH];
    Int8Window.of(quantized, LENGTH, SensorLimits.at(100)).run(samples(x), integers);
    double step = quantized.quantization(2).scale() + 2 * quantized.quantization(3).scale();
    for (int o = 0; o < 2; o++) {
      double magnitude = 0;
      for (int c = 0; c < CHANNELS; c++) {
        magnitude += Math.abs(network.head.weight().value().get(o * CHANNELS + c));
      }
      for (int t = 0; t < LENGTH; t++) {
        assertEquals(
            integers[t * 2 + o], y.get(o * LENGTH + t), 1.02 * magnitude * step + 1e-5, "at " + t);
      }
    }
  }

  @Test
  void everyParameterGetsAGradientAndSomeStepsLowerTheLoss() {
    Network network = new Network(1, true, false);
    Plan plan = network.plan();
    Tensor x = input(1);
    FakeQuantPass pass = new FakeQuantPass(plan, quantized(plan, x), network.parameters());
    Tape tape = Tape.training(ScalarKernels.create(Workers.of(1)));
    Tensor target = new RandomTensors(2).uniform(1, 2, LENGTH).to(DType.FLOAT32);
    double first = 0;
    double last = 0;
    for (int step = 0; step < 40; step++) {
      network.zeroGradients();
      Variable loss = F.mse(pass.forward(tape, x), tape.constant(target));
      tape.backward(loss);
      last = loss.item();
      first = step == 0 ? last : first;
      network
          .parameters()
          .forEach(
              (name, parameter) -> {
                assertNotNull(parameter.gradient(), name);
                for (int i = 0; i < parameter.value().elements(); i++) {
                  double changed = parameter.value().get(i) - 0.05 * parameter.gradient().get(i);
                  parameter.value().set(i, changed);
                }
              });
      tape.reset();
    }
    assertTrue(last < 0.8 * first, last + " after " + first);
  }

  @Test
  void aParameterThatWasFoldedAwayIsNamed() {
    Network network = new Network(1, false, true);
    Plan plan = network.plan();
    QuantizedPlan quantized = quantized(plan, input(1));
    assertEquals(
        "fine-tuning: parameter \"norm.bias\" is in no step that can be trained in 8 bits",
        assertThrows(
                IllegalArgumentException.class,
                () -> new FakeQuantPass(plan, quantized, network.parameters()))
            .getMessage());
  }
}
