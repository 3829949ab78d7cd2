package dev.footfall.engine.plan;

import dev.footfall.engine.plan.MemoryPlan.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The buffers that a plan needs.
 *
 * <p>Every value has a buffer of its rows: one row in streaming, all rows of the window otherwise.
 * An operation on single numbers writes over a value that nobody takes afterwards.
 *
 * <p>In streaming, a convolution of more than one tap keeps the last rows of its input in a ring,
 * and an operation that takes values of different delay keeps those of the earlier in a line. A
 * recurrent step's output is its state.
 */
public final class PlanBuffers {
  private final Plan plan;
  private final boolean streaming;
  private final int rows;
  private final int lanes;
  private final int[] lastUse;
  // The value in whose buffer a value lies.
  private final int[] home;
  private final List<Buffer> buffers = new ArrayList<>();

  private PlanBuffers(Plan plan, boolean streaming, int rows, int lanes) {
    this.plan = plan;
    this.streaming = streaming;
    this.rows = rows;
    this.lanes = lanes;
    this.lastUse = new int[plan.values()];
    this.home = new int[plan.values()];
  }

  /** The buffers of a plan that takes samples. */
  public static PlanBuffers streaming(Plan plan, int lanes) {
    return new PlanBuffers(plan, true, 1, lanes).collected();
  }

  /** The buffers of a plan that takes windows. */
  public static PlanBuffers window(Plan plan, int samples, int lanes) {
    return new PlanBuffers(plan, false, samples, lanes).collected();
  }

  boolean streaming() {
    return streaming;
  }

  /** All buffers, to be placed. */
  public List<Buffer> buffers() {
    return buffers;
  }

  /** The name of the buffer in which a value lies. */
  public String rowsOf(int value) {
    int at = home[value];
    return at == 0 ? "input" : name(plan.steps().get(at - 1), outputBuffer(at));
  }

  static String name(Step step, String part) {
    return step.name() + " " + part;
  }

  /** How many samples a step must keep a value until it has the others of the same time. */
  int lag(Step step, int input) {
    return streaming
        ? plan.delay(step.output()) - step.lookAhead() - plan.delay(step.inputs().get(input))
        : 0;
  }

  private String outputBuffer(int value) {
    return streaming && plan.steps().get(value - 1).recurrent() ? "h" : "rows";
  }

  private PlanBuffers collected() {
    List<Step> steps = plan.steps();
    for (int i = 0; i < steps.size(); i++) {
      int use = i;
      steps.get(i).inputs().forEach(value -> lastUse[value] = use);
    }
    lastUse[steps.size()] = steps.size();
    int[] end = new int[plan.values()];
    for (int value = 0; value < plan.values(); value++) {
      home[value] = value > 0 && inPlace(steps.get(value - 1)) ? homeOfInput(value) : value;
      end[home[value]] = Math.max(end[home[value]], lastUse[value]);
    }
    for (int value = 0; value < plan.values(); value++) {
      if (home[value] == value && !(value > 0 && outputBuffer(value).equals("h"))) {
        add(rowsOf(value), (long) rows * plan.channels(value), Math.max(0, value - 1), end[value]);
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      own(steps.get(i), i);
    }
    return this;
  }

  private int homeOfInput(int value) {
    return home[plan.steps().get(value - 1).inputs().getFirst()];
  }

  /** Whether a step may write its output over its first input. */
  private boolean inPlace(Step step) {
    boolean single =
        switch (step) {
          case Step.Standardise _, Step.ChannelAffine _, Step.Activate _, Step.Scale _ -> true;
          case Step.Add _ -> lag(step, 0) == 0 && lag(step, 1) == 0;
          default -> false;
        };
    int x = step.inputs().getFirst();
    boolean state = home[x] > 0 && outputBuffer(home[x]).equals("h");
    return single && !state && lastUse[x] == step.output() - 1;
  }

  private void own(Step step, int at) {
    switch (step) {
      case Step.Conv s when s.kernelSize() > 1 -> {
        if (streaming) {
          long span = (s.kernelSize() - 1L) * s.dilation() + 1;
          state(name(s, "ring"), span * s.inChannels(), at);
        }
        add(name(s, "column"), (long) s.kernelSize() * s.inChannels(), at, at);
      }
      case Step.Lstm s -> {
        state(name(s, "h"), s.hidden(), at);
        state(name(s, "cell"), s.hidden(), at);
        add(name(s, "column"), (long) s.inChannels() + s.hidden(), at, at);
        add(name(s, "gates"), 4L * s.hidden(), at, at);
      }
      case Step.Gru s -> {
        state(name(s, "h"), s.hidden(), at);
        add(name(s, "x products"), 3L * s.hidden(), at, at);
        add(name(s, "h products"), 3L * s.hidden(), at, at);
      }
      case Step.Add _, Step.Concat _ -> {
        for (int i = 0; i < step.inputs().size(); i++) {
          if (lag(step, i) > 0) {
            state(
                name(step, "line " + i),
                (lag(step, i) + 1L) * plan.channels(step.inputs().get(i)),
                at);
          }
        }
      }
      default -> {}
    }
  }

  /** Contents that go from sample to sample: for ever in streaming, else during the step. */
  private void state(String name, long size, int at) {
    if (streaming) {
      buffers.add(new Buffer(name, size(name, size), 0, plan.steps().size(), true));
    } else {
      add(name, size, at, at);
    }
  }

  private void add(String name, long size, int first, int last) {
    buffers.add(new Buffer(name, size(name, size), first, last, false));
  }

  private int size(String name, long size) {
    if (size * lanes > MemoryPlan.MOST_ELEMENTS) {
      throw new IllegalArgumentException(
          "memory plan: %s takes %s elements, more than %s"
              .formatted(name, size * lanes, MemoryPlan.MOST_ELEMENTS));
    }
    return (int) size * lanes;
  }
}
