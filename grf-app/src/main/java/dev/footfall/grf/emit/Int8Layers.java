package dev.footfall.grf.emit;

import dev.footfall.engine.plan.Activation;
import dev.footfall.engine.quant.Multiplier;
import dev.footfall.engine.quant.QuantStep;
import dev.footfall.engine.quant.QuantizedPlan;
import dev.footfall.engine.quant.Requantization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The layers of a plan of 8-bit integers as Java source, as {@link QuantStep} defines them. */
final class Int8Layers extends LayerWriter {
  private static final String QUANTIZE =
      """
      /** @title@: a sensor value in 8 bits, (x - mean[c]) / step[c], halves away from zero. */
      private static byte @method@(float x, int c) {
        float v = (x - @weights@.MEAN[c]) / @weights@.STEP[c];
        return clamp((int) (v < 0f ? v - 0.5f : v + 0.5f), @zeroPoint@, -128, 127);
      }
      """;

  private static final String SUMS =
      """
      @arrays@
      for (int o = 0; o < @outputs@; o++) {
        int sum = sum(weight, o * @row@, m, @x@, @row@, bias[o]);
        @y@ = @result@;
      }
      """;

  private static final String LSTM =
      """
      for (int j = 0; j < @cells@; j++) {
        int i = interpolated(SigmoidTable.KNOTS, @method@Gate(m, @x@, j));
        int f = interpolated(SigmoidTable.KNOTS, @method@Gate(m, @x@, @cells@ + j));
        int g = interpolated(TanhTable.KNOTS, @method@Gate(m, @x@, @cells2@ + j));
        int o = interpolated(SigmoidTable.KNOTS, @method@Gate(m, @x@, @cells3@ + j));
        int kept = roundingShift(f * @cell@[j], 15);
        int added = roundingShift(i * g, @addedShift@);
        int cell = saturated16(kept + added);
        @cell@[j] = (short) cell;
        int tanh = interpolated(TanhTable.KNOTS, @argument@);
        @y@ = clamp(multiply(o * tanh, @factor@, @shift@), @zeroPoint@, -128, 127);
      }
      // No gate may see a new h before all have been worked out.
      for (int j = 0; j < @cells@; j++) {
        @h@ = @y@;
      }
      """;

  private static final String LSTM_GATE =
      """

      /** A row of gates of @name@, in units of 2^-12. */
      private static int @method@Gate(byte[] m, int x, int r) {
        int ofX = sum(@weights@.WEIGHT_X, r * @columns@, m, x, @columns@, @weights@.BIAS_X[r]);
        int ofH = sum(@weights@.WEIGHT_H, r * @cells@, m, @h@, @cells@, @weights@.BIAS_H[r]);
        return saturated16(
            (long) multiply(ofX, @weights@.FACTOR_X[r], @weights@.SHIFT_X[r])
                + multiply(ofH, @weights@.FACTOR_H[r], @weights@.SHIFT_H[r]));
      }
      """;

  private static final String GRU =
      """
      for (int j = 0; j < @cells@; j++) {
        int r =
            interpolated(
                SigmoidTable.KNOTS,
                saturated16((long) @method@OfX(m, @x@, j) + @method@OfH(m, j)));
        int z =
            interpolated(
                SigmoidTable.KNOTS,
                saturated16(
                    (long) @method@OfX(m, @x@, @cells@ + j) + @method@OfH(m, @cells@ + j)));
        int ofX = saturated16(@method@OfX(m, @x@, @cells2@ + j));
        int ofH = saturated16(@method@OfH(m, @cells2@ + j));
        int n =
            interpolated(TanhTable.KNOTS, saturated16(ofX + roundingShift(r * ofH, 15)));
        int state = roundingShift((32768 - z) * n + z * @cell@[j], 15);
        @cell@[j] = (short) state;
        @y@ = clamp(multiply(state, @factor@, @shift@), @zeroPoint@, -128, 127);
      }
      // No gate may see a new h before all have been worked out.
      for (int j = 0; j < @cells@; j++) {
        @h@ = @y@;
      }
      """;

  private static final String GRU_GATES =
      """

      /** A row of gates of @name@ that comes from x, in units of 2^-12. */
      private static int @method@OfX(byte[] m, int x, int r) {
        int sum = sum(@weights@.WEIGHT_X, r * @columns@, m, x, @columns@, @weights@.BIAS_X[r]);
        return multiply(sum, @weights@.FACTOR_X[r], @weights@.SHIFT_X[r]);
      }

      /** A row of gates of @name@ that comes from h, in units of 2^-12. */
      private static int @method@OfH(byte[] m, int r) {
        int sum = sum(@weights@.WEIGHT_H, r * @cells@, m, @h@, @cells@, @weights@.BIAS_H[r]);
        return multiply(sum, @weights@.FACTOR_H[r], @weights@.SHIFT_H[r]);
      }
      """;

  private final QuantizedPlan plan;

  Int8Layers(EmitSpec spec, QuantizedPlan plan, LayerNames names, Addresses addresses) {
    super(spec, nodes(plan), names, addresses, "byte");
    this.plan = plan;
  }

  /** The steps with values numbered by the step that writes them: the plan leaves numbers out. */
  private static List<Node> nodes(QuantizedPlan plan) {
    Map<Integer, Integer> numbers = new HashMap<>(Map.of(0, 0));
    List<Node> nodes = new ArrayList<>();
    for (QuantStep step : plan.steps()) {
      numbers.put(step.output(), nodes.size() + 1);
      nodes.add(
          new Node(
              step.name(),
              step.inputs().stream().map(numbers::get).toList(),
              nodes.size() + 1,
              step.channels(),
              step.lookAhead(),
              plan.delay(step.output())));
    }
    return nodes;
  }

  @Override
  Layer layer(int index) {
    return switch (plan.steps().get(index)) {
      case QuantStep.Quantize s -> quantize(index, s);
      case QuantStep.Conv s -> conv(index, s);
      case QuantStep.Head s -> head(index, s);
      case QuantStep.Dequantize s -> dequantize(index, s);
      case QuantStep.Add s -> add(index, s);
      case QuantStep.Concat s -> concat(index, s);
      case QuantStep.Lstm s -> lstm(index, s);
      case QuantStep.Gru s -> gru(index, s);
    };
  }

  private Layer quantize(int index, QuantStep.Quantize s) {
    String method =
        Template.of(QUANTIZE)
            .with("title", Comment.javadoc(s.name()))
            .with("method", names.method(index))
            .with("weights", names.weights(index))
            .with("zeroPoint", s.zeroPoint())
            .text();
    String owner = names.weights(index);
    return new Layer(
        "",
        method,
        "",
        List.of(),
        List.of(
            Constants.floats(owner, "MEAN", s.mean(), s.mean().length),
            Constants.floats(owner, "STEP", s.step(), s.step().length)));
  }

  private Layer conv(int index, QuantStep.Conv s) {
    List<Constants.Field> constants = new ArrayList<>(sumsConstants(index, s.sums()));
    constants.add(ints(index, "FACTOR", s.requantization().multiplier()));
    constants.add(ints(index, "SHIFT", s.requantization().shift()));
    String result = requantized("sum", "factor[o]", "shift[o]", s.requantization());
    String name = s.requantization().activation() == Activation.NONE ? "" : activation(s);
    return layer(
        index,
        title(s.sums()) + name,
        formula(s.sums()) + "\ny[o] = " + requantizationFormula(s.requantization()),
        sums(index, s.sums(), value(index + 1, "o"), result, constants),
        constants);
  }

  private static String activation(QuantStep.Conv s) {
    return ", " + s.requantization().activation();
  }

  private Layer head(int index, QuantStep.Head s) {
    List<Constants.Field> constants = new ArrayList<>(sumsConstants(index, s.sums()));
    constants.add(Constants.floats(names.weights(index), "SCALE", s.scale(), s.scale().length));
    return layer(
        index,
        title(s.sums()) + ", to newton",
        formula(s.sums()) + "\nforce[o] = scale[o] sum[o]",
        sums(index, s.sums(), force("o"), "scale[o] * sum", constants),
        constants);
  }

  private Layer dequantize(int index, QuantStep.Dequantize s) {
    List<Constants.Field> constants =
        List.of(Constants.floats(names.weights(index), "SCALE", s.scale(), s.scale().length));
    String q = value(input(index), "c");
    String body = "%s = scale[c] * (%s - %d);\n".formatted(force("c"), q, s.zeroPoint());
    return layer(
        index,
        "to newton, %d channels".formatted(s.channels()),
        "force[c] = scale[c] (x[c] - zero point)",
        gate(index) + arrays(index, constants) + overChannels(s.channels(), body),
        constants);
  }

  private Layer add(int index, QuantStep.Add s) {
    String first = term(joined(index, 0, "c"), s.firstZeroPoint(), s.firstMultiplier(), true);
    String second = term(joined(index, 1, "c"), s.secondZeroPoint(), s.secondMultiplier(), true);
    Requantization r = s.requantization();
    String body =
        "int sum = %s\n    + %s;\n".formatted(first, second)
            + value(index + 1, "c")
            + " = "
            + requantized("sum", String.valueOf(r.multiplier()[0]), String.valueOf(r.shift()[0]), r)
            + ";\n";
    return layer(
        index,
        "sum of two rows, %d channels".formatted(s.channels()),
        "sum[c] = factor1 (x1[c] - zero point 1) + factor2 (x2[c] - zero point 2)\ny[c] = "
            + requantizationFormula(r),
        joining(index, overChannels(s.channels(), body)),
        List.of());
  }

  private static String term(String x, int zeroPoint, Multiplier multiplier, boolean fraction) {
    String real = "%s - %d".formatted(x, zeroPoint).replace("- -", "+ ");
    return "multiply(%s, %d, %d)"
        .formatted(
            fraction ? "(" + real + ") << " + QuantStep.Add.BITS : real,
            multiplier.value(),
            multiplier.shift());
  }

  private Layer concat(int index, QuantStep.Concat s) {
    StringBuilder body = new StringBuilder();
    int channels = 0;
    for (int i = 0; i < s.inputs().size(); i++) {
      String scaled = term(joined(index, i, "c"), s.zeroPoints()[i], s.multipliers()[i], false);
      String to = value(index + 1, channels == 0 ? "c" : channels + " + c");
      String line = "%s = clamp(%s, %d, -128, 127);\n".formatted(to, scaled, s.zeroPoint());
      body.append(overChannels(s.inputChannels().get(i), line));
      channels += s.inputChannels().get(i);
    }
    return layer(
        index,
        "rows one after the other, %d channels".formatted(s.channels()),
        "y = the channels of %d values in one scale".formatted(s.inputs().size()),
        joining(index, body.toString()),
        List.of());
  }

  private Layer lstm(int index, QuantStep.Lstm s) {
    int excess = s.cellBits() - 12;
    String argument =
        excess > 0
            ? "roundingShift(cell, " + excess + ")"
            : excess == 0 ? "cell" : "saturated16((long) cell << " + -excess + ")";
    String body =
        recurrent(LSTM, index, s.cells(), s.hidden(), s.zeroPoint())
            .with("cells3", 3 * s.cells())
            .with("addedShift", 30 - s.cellBits())
            .with("argument", argument)
            .text();
    return recurrent(
        index,
        "LSTM, %d channels to %d cells".formatted(s.gatesX().columns(), s.cells()),
        """
        gates = weightX x + weightH h, in the order i, f, g, o; i, f, o through sigmoid, g through tanh
        cell = f cell + i g                   in units of 2^-%d
        h = o tanh(cell)
        """
            .formatted(s.cellBits()),
        body,
        gateMethods(LSTM_GATE, index, s.gatesX(), s.cells()),
        s.cells(),
        s.zeroPoint(),
        s.gatesX(),
        s.gatesH());
  }

  private Layer gru(int index, QuantStep.Gru s) {
    return recurrent(
        index,
        "GRU, %d channels to %d cells".formatted(s.gatesX().columns(), s.cells()),
        """
        a = weightX x, b = weightH h, gates in the order r, z, n
        r = sigmoid(a_r + b_r), z = sigmoid(a_z + b_z), n = tanh(a_n + r b_n)
        h = (1 - z) n + z h                   in units of 2^-15, then in 8 bits
        """,
        recurrent(GRU, index, s.cells(), s.hidden(), s.zeroPoint()).text(),
        gateMethods(GRU_GATES, index, s.gatesX(), s.cells()),
        s.cells(),
        s.zeroPoint(),
        s.gatesX(),
        s.gatesH());
  }

  private Template recurrent(
      String template, int index, int cells, Multiplier hidden, int zeroPoint) {
    return Template.of(template)
        .with("cells", cells)
        .with("cells2", 2 * cells)
        .with("method", names.method(index))
        .with("cell", cell(index))
        .with("x", address(input(index)))
        .with("y", value(index + 1, "j"))
        .with("h", at(index, "h", "j"))
        .with("factor", hidden.value())
        .with("shift", hidden.shift())
        .with("zeroPoint", zeroPoint);
  }

  private String gateMethods(String template, int index, QuantStep.Gates gatesX, int cells) {
    return Template.of(template)
        .with("name", Comment.javadoc(plan.steps().get(index).name()))
        .with("method", names.method(index))
        .with("weights", names.weights(index))
        .with("columns", gatesX.columns())
        .with("cells", cells)
        .with("h", address(index, "h"))
        .text();
  }

  private Layer recurrent(
      int index,
      String title,
      String formula,
      String body,
      String gates,
      int cells,
      int zeroPoint,
      QuantStep.Gates gatesX,
      QuantStep.Gates gatesH) {
    String forget =
        window()
            ? "for (int j = 0; j < %d; j++) {\n  %s = %d;\n  %s[j] = 0;\n}\n"
                .formatted(cells, at(index, "h", "j"), zeroPoint, cell(index))
            : gate(index);
    List<Constants.Field> constants = new ArrayList<>();
    for (QuantStep.Gates side : List.of(gatesX, gatesH)) {
      String suffix = side == gatesX ? "_X" : "_H";
      constants.add(Constants.bytes("WEIGHT" + suffix, side.weight()));
      constants.add(ints(index, "BIAS" + suffix, side.bias()));
      constants.add(ints(index, "FACTOR" + suffix, side.multiplier()));
      constants.add(ints(index, "SHIFT" + suffix, side.shift()));
    }
    return new Layer(
        call(index),
        method(index, title, formula, forget + overTime(body)) + gates,
        "private final short[] %s = new short[%d];\n".formatted(cell(index), cells),
        nexts(index),
        constants);
  }

  private String cell(int index) {
    return names.method(index) + "Cell";
  }

  private List<Constants.Field> sumsConstants(int index, QuantStep.Sums sums) {
    return List.of(Constants.bytes("WEIGHT", sums.weight()), ints(index, "BIAS", sums.bias()));
  }

  private String sums(
      int index, QuantStep.Sums s, String y, String result, List<Constants.Field> constants) {
    int row = s.rowLength();
    String x = s.kernelSize() == 1 ? address(input(index)) : address(index, "column");
    String group =
        s.groups() == 1 ? "" : " + o / %d * %d".formatted(s.outChannels() / s.groups(), row);
    String body =
        Template.of(SUMS)
            .with("arrays", arrays(index, constants))
            .with("outputs", s.outChannels())
            .with("row", row)
            .with("x", x + group)
            .with("y", y)
            .with("result", result)
            .text();
    return convolution(
        index,
        s.kernelSize(),
        s.dilation(),
        s.padLeft(),
        s.inputZeroPoint() == 0 ? "(byte) 0" : "(byte) " + s.inputZeroPoint(),
        body);
  }

  private static String title(QuantStep.Sums s) {
    return convTitle(s.inChannels(), s.outChannels(), s.kernelSize(), s.dilation(), s.groups());
  }

  private static String formula(QuantStep.Sums s) {
    return s.kernelSize() == 1
        ? "sum[o] = bias[o] + sum over c of weight[o][c] x[c]"
        : "sum[o](t) = bias[o] + sum over c, k of weight[o][c][k] x[c]"
            + time(s.padLeft(), s.dilation());
  }

  private static String requantizationFormula(Requantization r) {
    return switch (r.activation()) {
      case NONE, RELU ->
          "%d + factor[o] sum[o], the nearest of %d .. %d"
              .formatted(r.zeroPoint(), r.least(), r.most());
      case TANH -> "tanh(factor[o] sum[o]) 2^7";
      case SIGMOID -> "sigmoid(factor[o] sum[o]) 2^8 - 128";
    };
  }

  /** The 8-bit number of a sum. */
  private static String requantized(String sum, String factor, String shift, Requantization r) {
    String scaled = "multiply(%s, %s, %s)".formatted(sum, factor, shift);
    int tableShift = r.activation() == Activation.TANH ? 8 : 7;
    String result =
        switch (r.activation()) {
          case NONE, RELU -> scaled;
          case TANH, SIGMOID ->
              "roundingShift(interpolated(%s.KNOTS, saturated16(%s)), %d)"
                  .formatted(Int8FunctionsSource.table(r.activation()), scaled, tableShift);
        };
    return "clamp(%s, %d, %d, %d)".formatted(result, r.zeroPoint(), r.least(), r.most());
  }

  /** Where the last step writes. */
  private String force(String output) {
    return window() ? "forces[t * OUTPUTS + " + output + "]" : "forces[" + output + "]";
  }

  private Layer layer(
      int index, String title, String formula, String body, List<Constants.Field> constants) {
    return new Layer(call(index), method(index, title, formula, body), "", nexts(index), constants);
  }

  private Constants.Field ints(int index, String name, int[] values) {
    return Constants.ints(names.weights(index), name, values, values.length);
  }

  /** Statements that bring the state back to before the first sample; a window has none. */
  String clear() {
    StringBuilder clear = new StringBuilder();
    for (int i = 0; !window() && i < plan.steps().size(); i++) {
      switch (plan.steps().get(i)) {
        case QuantStep.Conv s -> clear.append(clearRing(i, s.sums()));
        case QuantStep.Head s -> clear.append(clearRing(i, s.sums()));
        case QuantStep.Lstm s -> clear.append(clearCells(i, s.cells(), s.zeroPoint()));
        case QuantStep.Gru s -> clear.append(clearCells(i, s.cells(), s.zeroPoint()));
        default -> {}
      }
    }
    return clear.toString();
  }

  private String clearRing(int index, QuantStep.Sums s) {
    int span = (s.kernelSize() - 1) * s.dilation() + 1;
    return span == 1
        ? ""
        : "fill(%s, %d, %d);\n"
            .formatted(address(index, "ring"), span * s.inChannels(), s.inputZeroPoint());
  }

  private String clearCells(int index, int cells, int zeroPoint) {
    return "fill(%s, %d, %d);\n".formatted(address(index, "h"), cells, zeroPoint)
        + "for (int j = 0; j < %d; j++) {\n  %s[j] = 0;\n}\n".formatted(cells, cell(index));
  }
}
