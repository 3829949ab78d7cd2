package dev.footfall.engine.plan;

import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One pass over a graph: each node becomes a step at the end of the list, changes the step whose
 * value it takes, or vanishes.
 */
final class PlanCompiler {
  private static final Set<String> IDENTITIES = Set.of("identity", "dropout");

  private final Graph graph;
  private final Map<String, Tensor> tensors;
  private final List<Step> steps = new ArrayList<>();
  // The plan's value for each value of the graph, and how many nodes take it; the output counts.
  private final int[] values;
  private final int[] uses;
  private long parameters;

  PlanCompiler(Graph graph, Map<String, Tensor> tensors) {
    this.graph = graph;
    this.tensors = tensors;
    this.values = new int[graph.nodes().size() + 1];
    // The plan has no more values than the graph and the two at its ends.
    this.uses = new int[graph.nodes().size() + 3];
  }

  Plan compile(float[] inputMean, float[] inputStd, float[] outputScale) {
    steps.add(new Step.Standardise("standardise", 0, 1, inputMean.clone(), inputStd.clone()));
    if (inputMean.length != graph.inputs()) {
      throw new IllegalArgumentException(
          "plan: the graph has %s inputs, the normalisation %s"
              .formatted(graph.inputs(), inputMean.length));
    }
    values[0] = 1;
    int[] usesInGraph = uses();
    uses[1] = usesInGraph[0];
    for (int i = 0; i < graph.nodes().size(); i++) {
      Graph.Node node = graph.nodes().get(i);
      int before = steps.size();
      values[i + 1] = add(node);
      uses[values[i + 1]] =
          steps.size() > before ? usesInGraph[i + 1] : uses[values[i + 1]] - 1 + usesInGraph[i + 1];
    }
    int last = values[graph.nodes().size()];
    steps.add(new Step.Scale("newton", last, steps.size() + 1, outputScale.clone()));
    return Plan.of(graph.inputs(), steps);
  }

  private int[] uses() {
    int[] count = new int[graph.nodes().size() + 1];
    count[graph.nodes().size()] = 1;
    graph.nodes().forEach(node -> node.inputs().forEach(value -> count[value]++));
    return count;
  }

  /** Takes a node into the plan and answers which of the plan's values its result is. */
  private int add(Graph.Node node) {
    NodeReader reader = new NodeReader(node, tensors);
    Optional<Activation> activation = Activation.ofOp(node.op());
    if (activation.isPresent()) {
      reader.expect(1, 0, 0, Set.of());
      return activate(node, activation.get());
    }
    if (IDENTITIES.contains(node.op())) {
      reader.expect(1, 0, 0, Set.of("p", "seed"));
      return input(node);
    }
    return switch (node.op()) {
      case "conv1d" -> append(conv(node, reader));
      case "batchNorm" -> batchNorm(node, reader);
      case "add" -> {
        reader.expect(2, 0, 0, Set.of());
        yield append(
            new Step.Add(
                node.name(),
                value(node, 0),
                value(node, 1),
                next(),
                channels(input(node)),
                Activation.NONE));
      }
      case "concat" -> {
        reader.expect(node.inputs().size(), 0, 0, Set.of("axis"));
        if (reader.integer("axis", 1) != 1) {
          throw reader.problem("joins axis " + reader.integer("axis", 1) + ", not the channels");
        }
        List<Integer> joined = node.inputs().stream().map(v -> values[v]).toList();
        long channels = joined.stream().mapToLong(this::channels).sum();
        yield append(
            new Step.Concat(
                node.name(), joined, next(), (int) Math.min(channels, Integer.MAX_VALUE)));
      }
      case "scale" -> {
        reader.expect(1, 0, 0, Set.of("factor"));
        float[] scale = new float[requireSize(channels(input(node)))];
        Arrays.fill(scale, (float) reader.number("factor"));
        yield append(new Step.Scale(node.name(), input(node), next(), scale));
      }
      case "lstm" -> append(lstm(node, reader));
      case "gru" -> append(gru(node, reader));
      default ->
          throw reader.problem(
              "a plan cannot hold this operation; it knows conv1d, batchNorm, add, concat, scale,"
                  + " lstm, gru, relu, tanh, sigmoid, identity and dropout");
    };
  }

  private Step conv(Graph.Node node, NodeReader reader) {
    reader.expect(1, 1, 2, Set.of("stride", "pad_left", "pad_right", "dilation", "groups"));
    Shape shape = reader.shape(0, 3, "[O, C, K]");
    if (reader.integer("stride", 1) != 1) {
      throw reader.problem("stride " + reader.integer("stride", 1) + " shortens the sequence");
    }
    int outChannels = shape.extent(0);
    float[] bias =
        node.tensors().size() > 1 ? copy(reader.tensor(1)) : new float[requireSize(outChannels)];
    return new Step.Conv(
        node.name(),
        input(node),
        next(),
        channels(input(node)),
        outChannels,
        shape.extent(2),
        reader.integer("dilation", 1),
        reader.integer("pad_left", 0),
        reader.integer("pad_right", 0),
        reader.integer("groups", 1),
        copy(reader.tensor(0)),
        bias,
        Activation.NONE);
  }

  private int batchNorm(Graph.Node node, NodeReader reader) {
    reader.expect(1, 4, 4, Set.of("momentum", "epsilon"));
    int channels = channels(input(node));
    requireSize(2L * channels);
    for (int i = 0; i < 4; i++) {
      if (!reader.tensor(i).shape().equals(Shape.of(channels))) {
        throw reader.problem(
            "expected tensors [%s] but \"%s\" is %s"
                .formatted(channels, node.tensors().get(i), reader.tensor(i).shape()));
      }
    }
    double[] scale = new double[channels];
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      double std = Math.sqrt(reader.tensor(3).get(c) + reader.number("epsilon"));
      scale[c] = reader.tensor(0).get(c) / std;
      shift[c] = reader.tensor(1).get(c) - reader.tensor(2).get(c) * scale[c];
    }
    int x = input(node);
    if (uses[x] == 1
        && steps.get(x - 1) instanceof Step.Conv conv
        && conv.activation() == Activation.NONE) {
      steps.set(x - 1, folded(conv, scale, shift));
      return x;
    }
    return append(
        new Step.ChannelAffine(
            node.name(), x, next(), floats(scale), floats(shift), Activation.NONE));
  }

  private static Step folded(Step.Conv conv, double[] scale, double[] shift) {
    float[] weight = new float[conv.weight().length];
    float[] bias = new float[conv.outChannels()];
    int row = weight.length / conv.outChannels();
    for (int o = 0; o < bias.length; o++) {
      for (int i = o * row; i < (o + 1) * row; i++) {
        weight[i] = (float) (conv.weight()[i] * scale[o]);
      }
      bias[o] = (float) (conv.bias()[o] * scale[o] + shift[o]);
    }
    return new Step.Conv(
        conv.name(),
        conv.input(),
        conv.output(),
        conv.inChannels(),
        conv.outChannels(),
        conv.kernelSize(),
        conv.dilation(),
        conv.padLeft(),
        conv.padRight(),
        conv.groups(),
        weight,
        bias,
        conv.activation());
  }

  private Step lstm(Graph.Node node, NodeReader reader) {
    reader.expect(1, 3, 3, Set.of("reverse", "cells"));
    reader.requireFalse("reverse");
    reader.requireFalse("cells");
    int in = channels(input(node));
    int hidden = reader.shape(1, 2, "[4H, H]").extent(1);
    reader.require(0, 4L * hidden, in);
    reader.require(1, 4L * hidden, hidden);
    float[] x = copy(reader.tensor(0));
    float[] h = copy(reader.tensor(1));
    float[] weight = new float[requireSize((long) x.length + h.length)];
    for (int r = 0; r < 4 * hidden; r++) {
      System.arraycopy(x, r * in, weight, r * (in + hidden), in);
      System.arraycopy(h, r * hidden, weight, r * (in + hidden) + in, hidden);
    }
    return new Step.Lstm(
        node.name(), input(node), next(), in, hidden, weight, copy(reader.tensor(2)));
  }

  private Step gru(Graph.Node node, NodeReader reader) {
    reader.expect(1, 4, 4, Set.of("reverse"));
    reader.requireFalse("reverse");
    int in = channels(input(node));
    int hidden = reader.shape(1, 2, "[3H, H]").extent(1);
    reader.require(0, 3L * hidden, in);
    reader.require(1, 3L * hidden, hidden);
    return new Step.Gru(
        node.name(),
        input(node),
        next(),
        in,
        hidden,
        copy(reader.tensor(0)),
        copy(reader.tensor(1)),
        copy(reader.tensor(2)),
        copy(reader.tensor(3)));
  }

  private int activate(Graph.Node node, Activation activation) {
    int x = input(node);
    Step before = steps.get(x - 1);
    if (uses[x] == 1 && before.activation() == Activation.NONE) {
      Step fused =
          switch (before) {
            case Step.Conv s ->
                new Step.Conv(
                    s.name(),
                    s.input(),
                    s.output(),
                    s.inChannels(),
                    s.outChannels(),
                    s.kernelSize(),
                    s.dilation(),
                    s.padLeft(),
                    s.padRight(),
                    s.groups(),
                    s.weight(),
                    s.bias(),
                    activation);
            case Step.ChannelAffine s ->
                new Step.ChannelAffine(
                    s.name(), s.input(), s.output(), s.scale(), s.shift(), activation);
            case Step.Add s ->
                new Step.Add(s.name(), s.first(), s.second(), s.output(), s.channels(), activation);
            default -> null;
          };
      if (fused != null) {
        steps.set(x - 1, fused);
        return x;
      }
    }
    return append(new Step.Activate(node.name(), x, next(), channels(x), activation));
  }

  private int append(Step step) {
    steps.add(step);
    return steps.size();
  }

  private int next() {
    return steps.size() + 1;
  }

  private int input(Graph.Node node) {
    return value(node, 0);
  }

  private int value(Graph.Node node, int index) {
    return values[node.inputs().get(index)];
  }

  private int channels(int value) {
    return steps.get(value - 1).channels();
  }

  private float[] copy(Tensor tensor) {
    requireSize(tensor.elements());
    return tensor.to(DType.FLOAT32).floats();
  }

  /**
   * Counts numbers before they are allocated: a graph may take one tensor many times. Some are
   * copied twice on their way into a step.
   */
  private int requireSize(long more) {
    parameters += more;
    if (parameters > 2L * Plan.MOST_PARAMETERS) {
      throw new IllegalArgumentException(
          "plan: more than %s parameters".formatted(Plan.MOST_PARAMETERS));
    }
    return (int) more;
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }
}
