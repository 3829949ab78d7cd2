package dev.footfall.engine.plan;

import dev.footfall.engine.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A trained network ready to run: raw sensor values in, newton out, every size and every trip count
 * fixed.
 *
 * <p>Value 0 is the row of sensor values, step i writes value i + 1, the last step the forces. A
 * value has a row of channels at every time t = 0, 1, ... of a recording; all have the same length.
 * A plan holds no state of a recording and is never changed: any number of {@link StudentKernel}s
 * and threads may share one.
 */
public final class Plan {
  /** The most numbers that the steps of a plan may keep, 64 MB of them. */
  public static final int MOST_PARAMETERS = 1 << 24;

  private final int inputs;
  private final List<Step> steps;
  private final int[] delays;

  private Plan(int inputs, List<Step> steps, int[] delays) {
    this.inputs = inputs;
    this.steps = steps;
    this.delays = delays;
  }

  /**
   * Compiles a network.
   *
   * <ul>
   *   <li>Operations that change nothing at inference are left out.
   *   <li>A batch normalisation becomes {@code y = scale x + shift}, and is folded into the
   *       convolution before it where nothing else takes that convolution's output: {@code
   *       weight[o] scale[o]} and {@code bias[o] scale[o] + shift[o]}, computed in double, rounded
   *       once.
   *   <li>An activation becomes the last thing that the step before it does, likewise.
   *   <li>In front comes {@link Step.Standardise}, at the end {@link Step.Scale}.
   * </ul>
   *
   * @param tensors parameters and buffers by the names of the graph; copied
   * @param inputMean mean of every input channel, in the unit of the sensor
   * @param inputStd standard deviation likewise, positive
   * @param outputScale newton for an output of 1, one for each output of the network
   * @throws IllegalArgumentException if the graph holds what a plan cannot, a shape does not fit or
   *     a number is not finite; one line that names the layer
   */
  public static Plan compile(
      Graph graph,
      Map<String, Tensor> tensors,
      float[] inputMean,
      float[] inputStd,
      float[] outputScale) {
    return new PlanCompiler(graph, tensors).compile(inputMean, inputStd, outputScale);
  }

  /**
   * A plan of these steps.
   *
   * @param inputs number of sensor values of a sample
   * @throws IllegalArgumentException if a step does not write the value of its place, takes one
   *     that is not there, or its sizes do not fit
   */
  public static Plan of(int inputs, List<Step> steps) {
    if (inputs < 1 || inputs > Graph.MOST_CHANNELS || steps.isEmpty()) {
      throw new IllegalArgumentException(
          "plan: expected 1 to %s inputs and a step or more (inputs %s, steps %s)"
              .formatted(Graph.MOST_CHANNELS, inputs, steps.size()));
    }
    int[] channels = new int[steps.size() + 1];
    int[] delays = new int[steps.size() + 1];
    channels[0] = inputs;
    Set<String> names = new HashSet<>();
    long parameters = 0;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step.output() != i + 1 || !names.add(step.name())) {
        throw StepCheck.problem(
            step, "expected a name of its own and output " + (i + 1) + ", not " + step.output());
      }
      StepCheck.check(step, channels);
      channels[i + 1] = step.channels();
      long delay = step.lookAhead();
      for (int value : step.inputs()) {
        delay = Math.max(delay, (long) step.lookAhead() + delays[value]);
      }
      if (delay > StepCheck.LONGEST_REACH) {
        throw StepCheck.problem(
            step, "looks ahead " + delay + " samples, more than " + StepCheck.LONGEST_REACH);
      }
      delays[i + 1] = (int) delay;
      parameters += step.parameters();
    }
    if (parameters > MOST_PARAMETERS) {
      throw new IllegalArgumentException(
          "plan: %s parameters, more than %s".formatted(parameters, MOST_PARAMETERS));
    }
    return new Plan(inputs, List.copyOf(steps), delays);
  }

  /** The steps in the order of their execution. */
  public List<Step> steps() {
    return steps;
  }

  /** Number of values, value 0 included. */
  public int values() {
    return steps.size() + 1;
  }

  /** Channels of a value. */
  public int channels(int value) {
    return value == 0 ? inputs : steps.get(value - 1).channels();
  }

  /** Number of sensor values of a sample. */
  public int inputs() {
    return inputs;
  }

  /** Number of forces of a sample. */
  public int outputs() {
    return channels(steps.size());
  }

  /** Numbers that all steps keep: weights and biases, means, deviations and scales. */
  public int parameters() {
    return steps.stream().mapToInt(Step::parameters).sum();
  }

  /**
   * Multiply-accumulates of one sample, those in matrix products; the rest grows with rows alone.
   */
  public long macsPerSample() {
    return steps.stream().mapToLong(Step::macsPerSample).sum();
  }

  /**
   * How many samples later than value 0 a value can be known at the earliest: the look-ahead of the
   * steps on the way, the longest way.
   */
  public int delay(int value) {
    return delays[value];
  }

  /** How many samples after its own time an estimate depends on; 0 for a causal network. */
  public int lookAhead() {
    return delays[steps.size()];
  }

  /**
   * Samples that an estimate depends on, from the first to the last; {@link Integer#MAX_VALUE} with
   * a recurrent step.
   */
  public int receptiveField() {
    long[] back = new long[values()];
    long[] ahead = new long[values()];
    for (Step step : steps) {
      int y = step.output();
      for (int x : step.inputs()) {
        back[y] = Math.max(back[y], back[x]);
        ahead[y] = Math.max(ahead[y], ahead[x]);
      }
      back[y] += step.recurrent() ? Integer.MAX_VALUE : step.lookBack();
      ahead[y] += step.lookAhead();
    }
    int y = steps.size();
    return (int) Math.min(back[y] + 1 + ahead[y], Integer.MAX_VALUE);
  }

  /** The steps, one a line, for a person. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      text.append(
          "%s %s %s -> %s [%s] %s\n"
              .formatted(
                  step.getClass().getSimpleName(),
                  step.name(),
                  Arrays.toString(step.inputs().stream().mapToInt(v -> v).toArray()),
                  step.output(),
                  step.channels(),
                  step.activation()));
    }
    return text.toString();
  }
}
