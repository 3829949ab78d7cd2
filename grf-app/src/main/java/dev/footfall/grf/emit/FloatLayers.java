package dev.footfall.grf.emit;

import dev.footfall.engine.plan.Activation;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.Step;
import java.util.List;

/**
 * The layers of a plan as Java source in float arithmetic: every sum begins with the bias and goes
 * on in the order of a row of the weights, as {@link Step} says.
 */
final class FloatLayers extends LayerWriter {
  private static final String SUMS =
      """
      float[] weight = @weights@.@weight@;
      float[] bias = @weights@.@bias@;
      int w = 0;
      for (int o = 0; o < @rows@; o++) {
        float sum = bias[o];
        @group@
        for (int i = 0; i < @columns@; i++) {
          sum += weight[w] * @x@;
          w++;
        }
        @y@ = @activated@;
      }
      """;

  private static final String LSTM_COLUMN =
      """
      for (int c = 0; c < @channels@; c++) {
        @columnX@ = @x@;
      }
      for (int j = 0; j < @hidden@; j++) {
        @columnH@ = @h@;
      }
      """;

  private static final String LSTM_CELLS =
      """
      for (int j = 0; j < @hidden@; j++) {
        float i = sigmoid(@gateI@);
        float f = sigmoid(@gateF@);
        float g = tanh(@gateG@);
        float o = sigmoid(@gateO@);
        float cell = f * @cell@ + i * g;
        @cell@ = cell;
        @h@ = o * tanh(cell);
        @row@
      }
      """;

  private static final String GRU_CELLS =
      """
      for (int j = 0; j < @hidden@; j++) {
        float r = sigmoid(@xR@ + @hR@);
        float z = sigmoid(@xZ@ + @hZ@);
        float n = tanh(@xN@ + r * @hN@);
        @h@ = (1f - z) * n + z * @h@;
        @row@
      }
      """;

  private final Plan plan;

  FloatLayers(EmitSpec spec, Plan plan, LayerNames names, Addresses addresses) {
    super(
        spec,
        plan.steps().stream().map(step -> node(plan, step)).toList(),
        names,
        addresses,
        "float");
    this.plan = plan;
  }

  private static Node node(Plan plan, Step step) {
    return new Node(
        step.name(),
        step.inputs(),
        step.output(),
        step.channels(),
        step.lookAhead(),
        plan.delay(step.output()));
  }

  @Override
  Layer layer(int index) {
    Step step = plan.steps().get(index);
    String x = value(step.inputs().getFirst(), "c");
    return switch (step) {
      case Step.Standardise s ->
          pointwise(
              index,
              "from sensor values to numbers around 0",
              "y[c] = (x[c] - mean[c]) / std[c]",
              "(%s - mean[c]) / std[c]".formatted(x),
              List.of(vector(index, "MEAN", s.mean()), vector(index, "STD", s.std())));
      case Step.Scale s ->
          pointwise(
              index,
              index + 1 == plan.steps().size()
                  ? "from the network's numbers to newton"
                  : "a factor",
              "y[c] = scale[c] x[c]",
              "scale[c] * " + x,
              List.of(vector(index, "SCALE", s.scale())));
      case Step.ChannelAffine s ->
          pointwise(
              index,
              "a line for each channel",
              "y[c] = scale[c] x[c] + shift[c]",
              "scale[c] * %s + shift[c]".formatted(x),
              List.of(vector(index, "SCALE", s.scale()), vector(index, "SHIFT", s.shift())));
      case Step.Activate _ -> pointwise(index, "an activation", "y[c] = x[c]", x, List.of());
      case Step.Add _ ->
          pointwise(
              index,
              "sum of two rows",
              "y[c] = x1[c] + x2[c]",
              joined(index, 0, "c") + " + " + joined(index, 1, "c"),
              List.of());
      case Step.Concat s -> concat(index, s);
      case Step.Conv s -> conv(index, s);
      case Step.Lstm s -> lstm(index, s);
      case Step.Gru s -> gru(index, s);
    };
  }

  /** The methods that layers call. */
  String functions() {
    boolean used =
        plan.steps().stream()
            .anyMatch(
                step ->
                    step.recurrent()
                        || step.activation() == Activation.TANH
                        || step.activation() == Activation.SIGMOID);
    return used ? FloatFunctionsSource.TEXT : "";
  }

  private Layer pointwise(
      int index, String title, String formula, String sum, List<Constants.Field> constants) {
    Step step = plan.steps().get(index);
    String y = value(step.output(), "c");
    Activation activation = step.activation();
    String body =
        activation == Activation.NONE
            ? y + " = " + sum + ";\n"
            : "float sum = " + sum + ";\n" + y + " = " + activated(activation) + ";\n";
    String formulaOfAll =
        activation == Activation.NONE
            ? formula
            : formula.replace("= ", "= " + activation + "(") + ")";
    return layer(
        index,
        "%s, %d channels".formatted(title, step.channels()),
        formulaOfAll,
        joining(index, arrays(index, constants) + overChannels(step.channels(), body)),
        constants);
  }

  private Layer concat(int index, Step.Concat s) {
    StringBuilder body = new StringBuilder();
    int channels = 0;
    for (int i = 0; i < s.inputs().size(); i++) {
      int count = channels(s.inputs().get(i));
      String to = channels == 0 ? "c" : channels + " + c";
      body.append(
          overChannels(count, value(s.output(), to) + " = " + joined(index, i, "c") + ";\n"));
      channels += count;
    }
    return layer(
        index,
        "rows one after the other, %d channels".formatted(s.channels()),
        "y = the channels of %d values, one value after the other".formatted(s.inputs().size()),
        joining(index, body.toString()),
        List.of());
  }

  private Layer conv(int index, Step.Conv s) {
    int row = s.inChannels() / s.groups() * s.kernelSize();
    String group =
        s.groups() == 1
            ? ""
            : "int first = o / %d * %d;\n".formatted(s.outChannels() / s.groups(), row);
    String i = s.groups() == 1 ? "i" : "first + i";
    String x = s.kernelSize() == 1 ? value(s.input(), i) : at(index, "column", i);
    String sums =
        sums(index, "WEIGHT", "BIAS", s.outChannels(), row, x, value(s.output(), "o"))
            .with("group", group)
            .with("activated", activated(s.activation()))
            .text();
    String sum =
        s.kernelSize() == 1
            ? "bias[o] + sum over c of weight[o][c] x[c]"
            : "bias[o] + sum over c, k of weight[o][c][k] x[c]" + time(s.padLeft(), s.dilation());
    String formula = s.activation() == Activation.NONE ? sum : s.activation() + "(" + sum + ")";
    return layer(
        index,
        convTitle(s.inChannels(), s.outChannels(), s.kernelSize(), s.dilation(), s.groups()),
        (s.kernelSize() == 1 ? "y[o] = " : "y[o](t) = ") + formula,
        convolution(index, s.kernelSize(), s.dilation(), s.padLeft(), "0f", sums),
        List.of(
            Constants.floats(names.weights(index), "WEIGHT", s.weight(), row),
            vector(index, "BIAS", s.bias())));
  }

  private Template sums(
      int index, String weight, String bias, int rows, int columns, String x, String y) {
    return Template.of(SUMS)
        .with("weights", names.weights(index))
        .with("weight", weight)
        .with("bias", bias)
        .with("rows", rows)
        .with("columns", columns)
        .with("x", x)
        .with("y", y);
  }

  private Layer lstm(int index, Step.Lstm s) {
    int n = s.hidden();
    String h = at(index, "h", "j");
    String column =
        Template.of(LSTM_COLUMN)
            .with("channels", s.inChannels())
            .with("hidden", n)
            .with("columnX", at(index, "column", "c"))
            .with("columnH", at(index, "column", s.inChannels() + " + j"))
            .with("x", value(s.input(), "c"))
            .with("h", h)
            .text();
    String gates =
        sums(
                index,
                "WEIGHT",
                "BIAS",
                4 * n,
                s.inChannels() + n,
                at(index, "column", "i"),
                at(index, "gates", "o"))
            .with("group", "")
            .with("activated", "sum")
            .text();
    String cells =
        Template.of(LSTM_CELLS)
            .with("hidden", n)
            .with("gateI", at(index, "gates", "j"))
            .with("gateF", at(index, "gates", n + " + j"))
            .with("gateG", at(index, "gates", 2 * n + " + j"))
            .with("gateO", at(index, "gates", 3 * n + " + j"))
            .with("cell", at(index, "cell", "j"))
            .with("h", h)
            .with("row", row(index, h))
            .text();
    return layer(
        index,
        "LSTM, %d channels to %d cells".formatted(s.inChannels(), n),
        """
        [i f g o] = bias + weight [x; h]      i, f, o through sigmoid, g through tanh
        cell = f cell + i g
        h = o tanh(cell)
        """,
        forgetting(index, List.of("h", "cell"), n) + overTime(column + gates + cells),
        List.of(
            Constants.floats(names.weights(index), "WEIGHT", s.weight(), s.inChannels() + n),
            vector(index, "BIAS", s.bias())));
  }

  private Layer gru(int index, Step.Gru s) {
    int n = s.hidden();
    String h = at(index, "h", "j");
    String xs = "x products";
    String hs = "h products";
    String products =
        sums(
                index,
                "WEIGHT_X",
                "BIAS_X",
                3 * n,
                s.inChannels(),
                value(s.input(), "i"),
                at(index, xs, "o"))
            .with("group", "")
            .with("activated", "sum")
            .text();
    String recurrent =
        sums(index, "WEIGHT_H", "BIAS_H", 3 * n, n, at(index, "h", "i"), at(index, hs, "o"))
            .with("group", "")
            .with("activated", "sum")
            .text();
    String cells =
        Template.of(GRU_CELLS)
            .with("hidden", n)
            .with("xR", at(index, xs, "j"))
            .with("xZ", at(index, xs, n + " + j"))
            .with("xN", at(index, xs, 2 * n + " + j"))
            .with("hR", at(index, hs, "j"))
            .with("hZ", at(index, hs, n + " + j"))
            .with("hN", at(index, hs, 2 * n + " + j"))
            .with("h", h)
            .with("row", row(index, h))
            .text();
    // Two blocks: each has variables of the same names.
    String body = braced(products) + braced(recurrent) + cells;
    String weights = names.weights(index);
    return layer(
        index,
        "GRU, %d channels to %d cells".formatted(s.inChannels(), n),
        """
        a = biasX + weightX x, b = biasH + weightH h, gates in the order r, z, n
        r = sigmoid(a_r + b_r), z = sigmoid(a_z + b_z), n = tanh(a_n + r b_n)
        h = (1 - z) n + z h
        """,
        forgetting(index, List.of("h"), n) + overTime(body),
        List.of(
            Constants.floats(weights, "WEIGHT_X", s.weightX(), s.inChannels()),
            Constants.floats(weights, "WEIGHT_H", s.weightH(), n),
            vector(index, "BIAS_X", s.biasX()),
            vector(index, "BIAS_H", s.biasH())));
  }

  /** In a window, what a recurrent layer writes beside its state. */
  private String row(int index, String h) {
    return window() ? value(index + 1, "j") + " = " + h + ";" : "";
  }

  /**
   * What comes before the samples: a window begins without a past, a late layer may have to wait.
   */
  private String forgetting(int index, List<String> state, int cells) {
    if (!window()) {
      return gate(index);
    }
    StringBuilder body = new StringBuilder("for (int j = 0; j < %d; j++) {\n".formatted(cells));
    state.forEach(part -> body.append("  ").append(at(index, part, "j")).append(" = 0f;\n"));
    return body.append("}\n").toString();
  }

  private static String braced(String block) {
    return Template.of("{\n  @block@\n}\n").with("block", block).text();
  }

  private Layer layer(
      int index, String title, String formula, String body, List<Constants.Field> constants) {
    return new Layer(call(index), method(index, title, formula, body), "", nexts(index), constants);
  }

  private Constants.Field vector(int index, String name, float[] values) {
    return Constants.floats(names.weights(index), name, values, values.length);
  }

  private static String activated(Activation activation) {
    return switch (activation) {
      case NONE -> "sum";
      // NaN stays, -0 becomes 0.
      case RELU -> "sum <= 0f ? 0f : sum";
      case TANH -> "tanh(sum)";
      case SIGMOID -> "sigmoid(sum)";
    };
  }
}
