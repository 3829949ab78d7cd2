package dev.footfall.grf.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What layers of every arithmetic have in common: where a value lies, loops over a row or a window,
 * rings of past rows, and the two ends of a recording.
 *
 * <p>A value has one row {@code [C]}, or in a window a row for each sample, {@code [SAMPLES, C]}.
 */
abstract class LayerWriter {

  /**
   * What the flow of data needs to know of a step.
   *
   * @param delay how many samples after that of the input its row is known
   */
  record Node(
      String name, List<Integer> inputs, int output, int channels, int lookAhead, int delay) {}

  private static final String PUSH =
      """
      // The newest row takes the place of the oldest one: [@span@ samples][@channels@ channels].
      for (int c = 0; c < @channels@; c++) {
        @ring@ = @newest@;
      }
      @next@ = @next@ == @last@ ? 0 : @next@ + 1;
      """;

  private static final String GATHER =
      """
      // What the taps meet, oldest first, in the order of a row of the weights.
      int slot = @next@;
      for (int k = 0; k < @taps@; k++) {
        for (int c = 0; c < @channels@; c++) {
          @column@ = @ring@;
        }
        @advance@
      }
      """;

  private static final String GATHER_IN_WINDOW =
      """
      // What the taps meet, oldest first, in the order of a row of the weights.
      for (int k = 0; k < @taps@; k++) {
        int s = t + k * @dilation@ - @padLeft@;
        boolean inside = s >= 0 && s < SAMPLES;
        for (int c = 0; c < @channels@; c++) {
          @column@ = inside ? @x@ : @padding@;
        }
      }
      """;

  private static final String METHOD =
      """
      /**
       * @title@:
       *
       * <pre>
       * @formula@
       * </pre>
       */
      private void @method@(@m@) {
        @body@
      }
      """;

  final EmitSpec spec;
  final LayerNames names;
  private final List<Node> nodes;
  private final Addresses addresses;
  private final String type;
  private final boolean late;

  /**
   * A writer.
   *
   * @param type of the elements of the memory
   */
  LayerWriter(EmitSpec spec, List<Node> nodes, LayerNames names, Addresses addresses, String type) {
    this.spec = spec;
    this.type = type;
    this.nodes = nodes;
    this.names = names;
    this.addresses = addresses;
    this.late = !window() && nodes.getLast().delay() > 0;
  }

  /** Step i as source. */
  abstract Layer layer(int index);

  final boolean window() {
    return spec.mode() == EmitSpec.Mode.WINDOW;
  }

  /** Whether an estimate comes later than its sample, so that both ends need care. */
  final boolean late() {
    return late;
  }

  private int delay(int value) {
    return value == 0 ? 0 : nodes.get(value - 1).delay();
  }

  /** The number of the value that a step takes first. */
  final int input(int index) {
    return nodes.get(index).inputs().getFirst();
  }

  final int channels(int value) {
    return value == 0 ? spec.inputs().size() : nodes.get(value - 1).channels();
  }

  /** An element of a buffer of a step. */
  final String at(int index, String part, String offset) {
    return "m[%s + %s]".formatted(addresses.of(index, part), offset);
  }

  /** An element of a value: of its row, or of that of sample t of a window. */
  final String value(int value, String channel) {
    return value(value, channel, "t");
  }

  private String value(int value, String channel, String time) {
    String row = window() ? time + " * " + channels(value) + " + " : "";
    return "m[%s + %s%s]".formatted(addresses.ofRows(value), row, channel);
  }

  /** The address of a value's row, or of that of sample t of a window. */
  final String address(int value) {
    return addresses.ofRows(value) + (window() ? " + t * " + channels(value) : "");
  }

  /** The address of a buffer of a step. */
  final String address(int index, String part) {
    return addresses.of(index, part);
  }

  /** The statement that runs a step. */
  final String call(int index) {
    return names.method(index) + "(memory);\n";
  }

  /** The method of a step. */
  final String method(int index, String title, String formula, String body) {
    return Template.of(METHOD)
        .with("title", Comment.javadoc(nodes.get(index).name()) + ", " + title)
        .with("formula", formula.stripTrailing().replace("\n", "\n * "))
        .with("method", names.method(index))
        .with("m", type + "[] m")
        .with("body", body)
        .text();
  }

  /** Names the arrays of constants that the statements of a step use. */
  final String arrays(int index, List<Constants.Field> constants) {
    StringBuilder arrays = new StringBuilder();
    for (Constants.Field constant : constants) {
      arrays.append(
          "%s[] %s = %s.%s;\n"
              .formatted(
                  constant.type(),
                  constant.name().toLowerCase(Locale.ROOT),
                  names.weights(index),
                  constant.name()));
    }
    return arrays.toString();
  }

  /** A loop over the channels of a row, in a window over those of all rows. */
  final String overChannels(int channels, String body) {
    return overTime(
        Template.of("for (int c = 0; c < @channels@; c++) {\n  @body@\n}\n")
            .with("channels", channels)
            .with("body", body)
            .text());
  }

  /** The statements for each sample of a window, or for the present one. */
  final String overTime(String body) {
    return window()
        ? Template.of("for (int t = 0; t < SAMPLES; t++) {\n  @body@\n}\n")
            .with("body", body)
            .text()
        : body;
  }

  /** Leaves a step whose row is before the beginning of a recording or behind its end. */
  final String gate(int index) {
    return late ? "if (outside(%d)) {\n  return;\n}\n".formatted(nodes.get(index).delay()) : "";
  }

  private String next(int index, String part) {
    return names.method(index) + JavaName.upper(JavaName.camelCase(part)) + "Next";
  }

  /** Puts the newest row of a value, or what stands for it, into a buffer of {@code span} rows. */
  private String push(int index, String part, int value, int span, String newest) {
    String next = next(index, part);
    String push =
        Template.of(PUSH)
            .with("channels", channels(value))
            .with("span", span)
            .with("last", span - 1)
            .with("ring", at(index, part, next + " * " + channels(value) + " + c"))
            .with("next", next)
            .with("newest", newest)
            .text();
    return !late || delay(value) == 0
        ? push
        : Template.of("if (samples > @delay@) {\n  @push@\n}\n")
            .with("delay", delay(value))
            .with("push", push)
            .text();
  }

  /**
   * A convolution: its rings and its column, then what is to be done with the column.
   *
   * @param padding what stands for a row outside the recording
   * @param sums statements that read the column, or with one tap the row itself
   */
  final String convolution(
      int index, int taps, int dilation, int padLeft, String padding, String sums) {
    int x = nodes.get(index).inputs().getFirst();
    int span = (taps - 1) * dilation + 1;
    String column = taps == 1 ? "" : at(index, "column", "c * " + taps + " + k");
    if (taps == 1) {
      return gate(index) + overTime(sums);
    }
    if (window()) {
      return overTime(
          Template.of(GATHER_IN_WINDOW)
                  .with("taps", taps)
                  .with("dilation", dilation)
                  .with("padLeft", padLeft)
                  .with("channels", channels(x))
                  .with("column", column)
                  .with("x", value(x, "c", "s"))
                  .with("padding", padding)
                  .text()
              + sums);
    }
    String advance =
        span == taps
            ? "slot = slot == %d ? 0 : slot + 1;".formatted(span - 1)
            : "slot = slot < %d ? slot + %d : slot - %d;"
                .formatted(span - dilation, dilation, span - dilation);
    String gather =
        Template.of(GATHER)
            .with("taps", taps)
            .with("channels", channels(x))
            .with("next", next(index, "ring"))
            .with("column", column)
            .with("ring", at(index, "ring", "slot * " + channels(x) + " + c"))
            .with("advance", advance)
            .text();
    String newest = value(x, "c");
    if (late) {
      newest = "late > %d ? %s : %s".formatted(delay(x), padding, newest);
    }
    return push(index, "ring", x, span, newest) + gate(index) + gather + sums;
  }

  /** A convolution in words. */
  static String convTitle(int in, int out, int taps, int dilation, int groups) {
    StringBuilder title = new StringBuilder("conv1d, %d to %d channels".formatted(in, out));
    if (taps > 1) {
      title.append(", ").append(taps).append(" taps");
    }
    if (dilation > 1) {
      title.append(' ').append(dilation).append(" samples apart");
    }
    return title.append(groups > 1 ? ", in " + groups + " groups" : "").toString();
  }

  /** The time that tap k meets: {@code (t - 4 + k)}. */
  static String time(int padLeft, int dilation) {
    return "(t%s + %sk)"
        .formatted(padLeft == 0 ? "" : " - " + padLeft, dilation == 1 ? "" : dilation + " ");
  }

  /** How many samples a step must keep an input until it has the others of the same time. */
  private int lag(int index, int input) {
    Node node = nodes.get(index);
    return window() ? 0 : node.delay() - node.lookAhead() - delay(node.inputs().get(input));
  }

  /** An element of an input, of the time of which all inputs are known. */
  final String joined(int index, int input, String channel) {
    int value = nodes.get(index).inputs().get(input);
    String part = "line " + input;
    return lag(index, input) == 0
        ? value(value, channel)
        // Behind the newest row is the oldest.
        : at(index, part, "%s * %d + %s".formatted(next(index, part), channels(value), channel));
  }

  /** Puts inputs that come before others into their lines; then the statements, over all inputs. */
  final String joining(int index, String body) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < nodes.get(index).inputs().size(); i++) {
      if (lag(index, i) > 0) {
        int value = nodes.get(index).inputs().get(i);
        // No row behind the end is read again.
        lines.append(push(index, "line " + i, value, lag(index, i) + 1, value(value, "c")));
      }
    }
    return lines + gate(index) + body;
  }

  /** The names of a step's fields that tell where the next row goes. */
  final List<String> nexts(int index) {
    List<String> nexts = new ArrayList<>();
    if (addresses.has(index, "ring")) {
      nexts.add(next(index, "ring"));
    }
    for (int i = 0; i < nodes.get(index).inputs().size(); i++) {
      if (addresses.has(index, "line " + i)) {
        nexts.add(next(index, "line " + i));
      }
    }
    return nexts;
  }
}
