package dev.footfall.engine.plan;

import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/** A graph of random operations with random tensors, and what else a plan needs. */
final class RandomNetwork {
  private final Random random;
  private final List<Graph.Node> nodes = new ArrayList<>();
  private final List<Integer> channels = new ArrayList<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final TreeSet<Integer> unused = new TreeSet<>();

  private RandomNetwork(Random random) {
    this.random = random;
  }

  /** A plan of up to 10 operations, of every kind that there is. */
  static Plan plan(Random random) {
    return new RandomNetwork(random).plan(1 + random.nextInt(6), 1 + random.nextInt(10));
  }

  private Plan plan(int inputs, int operations) {
    channels.add(inputs);
    for (int i = 0; i < operations; i++) {
      add(random.nextInt(4) == 0 ? random.nextInt(channels.size()) : channels.size() - 1);
    }
    while (unused.size() > 1) {
      List<Integer> all = List.copyOf(unused);
      int sum = all.stream().mapToInt(channels::get).sum();
      node("concat", all, List.of(), Map.of(), sum);
    }
    float[] std = new float[inputs];
    for (int c = 0; c < inputs; c++) {
      std[c] = 0.1f + random.nextFloat();
    }
    return Plan.compile(
        new Graph(inputs, nodes),
        tensors,
        gaussian(inputs).floats(),
        std,
        gaussian(channels.getLast()).floats());
  }

  private void add(int x) {
    int in = channels.get(x);
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> conv(x);
      case 3 ->
          node(
              "batchNorm",
              List.of(x),
              List.of(tensor(in), tensor(in), tensor(in), positive(in)),
              Map.of("epsilon", 1e-5),
              in);
      case 4 ->
          node(
              List.of("relu", "tanh", "sigmoid").get(random.nextInt(3)),
              List.of(x),
              List.of(),
              Map.of(),
              in);
      case 5 -> {
        List<Integer> fitting = new ArrayList<>();
        for (int value = 0; value < channels.size(); value++) {
          if (channels.get(value) == in) {
            fitting.add(value);
          }
        }
        int other = fitting.get(random.nextInt(fitting.size()));
        node("add", List.of(x, other), List.of(), Map.of(), in);
      }
      case 6 -> {
        int other = random.nextInt(channels.size());
        node("concat", List.of(x, other), List.of(), Map.of(), in + channels.get(other));
      }
      case 7 -> {
        int hidden = 1 + random.nextInt(5);
        if (random.nextBoolean()) {
          node(
              "lstm",
              List.of(x),
              List.of(tensor(4 * hidden, in), tensor(4 * hidden, hidden), tensor(4 * hidden)),
              Map.of(),
              hidden);
        } else {
          node(
              "gru",
              List.of(x),
              List.of(
                  tensor(3 * hidden, in),
                  tensor(3 * hidden, hidden),
                  tensor(3 * hidden),
                  tensor(3 * hidden)),
              Map.of(),
              hidden);
        }
      }
      default -> node("scale", List.of(x), List.of(), Map.of("factor", random.nextGaussian()), in);
    }
  }

  private void conv(int x) {
    int in = channels.get(x);
    int groups = in % 2 == 0 && random.nextBoolean() ? 2 : 1;
    int out = groups * (1 + random.nextInt(5));
    int kernelSize = 1 + random.nextInt(5);
    int dilation = 1 + random.nextInt(3);
    int padding = (kernelSize - 1) * dilation;
    int left = random.nextBoolean() ? padding : random.nextInt(padding + 1);
    List<String> names = new ArrayList<>();
    names.add(tensor(out, in / groups, kernelSize));
    if (random.nextBoolean()) {
      names.add(tensor(out));
    }
    node(
        "conv1d",
        List.of(x),
        names,
        Map.of(
            "stride", 1,
            "pad_left", left,
            "pad_right", padding - left,
            "dilation", dilation,
            "groups", groups),
        out);
  }

  private void node(
      String op,
      List<Integer> inputs,
      List<String> names,
      Map<String, Object> attributes,
      int outputs) {
    nodes.add(new Graph.Node(op, "node" + nodes.size(), inputs, names, attributes));
    unused.removeAll(inputs);
    unused.add(channels.size());
    channels.add(outputs);
  }

  private String tensor(int... extents) {
    String name = "tensor" + tensors.size();
    tensors.put(name, gaussian(extents));
    return name;
  }

  private String positive(int extent) {
    String name = tensor(extent);
    Tensor tensor = tensors.get(name);
    for (int i = 0; i < extent; i++) {
      tensor.set(i, 0.1 + Math.abs(tensor.get(i)));
    }
    return name;
  }

  private Tensor gaussian(int... extents) {
    Tensor tensor = Tensor.zeros(DType.FLOAT32, extents);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, random.nextGaussian());
    }
    return tensor;
  }
}
