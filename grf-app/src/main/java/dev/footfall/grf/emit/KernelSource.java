package dev.footfall.grf.emit;

import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.grf.emit.EmitSpec.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frame of an emitted class: what it says of itself, its face, its state; the layers stand in
 * the middle.
 *
 * @param spec names and units
 * @param format of the numbers, {@code float32} or {@code int8}
 * @param samples of a window
 * @param delay samples by which a streaming kernel is late
 * @param layers the steps, first to last
 * @param names what they are called
 * @param memory declarations of the arrays that hold state and rows, and of the places in them
 * @param clear statements that bring the state back to before the first sample
 * @param mean of input c in the training data
 * @param take statement that puts held[c], a value of input c, where the first layer takes it
 * @param force number k of an answer, where the last layer left it
 * @param functions the methods that layers call
 * @param tables an expression for each table of a function, that loads it
 * @param facts lines of the header on size and arithmetic, by title
 */
record KernelSource(
    EmitSpec spec,
    String format,
    int samples,
    int delay,
    List<Layer> layers,
    LayerNames names,
    String memory,
    String clear,
    String mean,
    String take,
    String force,
    String functions,
    List<String> tables,
    Map<String, String> facts) {

  private static final String KERNEL =
      """
      /*
       * @title@ @mark@; not to be edited, but emitted again.
       *
      @header@
       */
      @package@/**
       * @purpose@
       *
       * <pre>
       * @class@ kernel = new @class@();
       * @example@
       * </pre>
       *
       * <p>Java 7 and later, without any library. A kernel belongs to one thread at a time. No call
       * allocates.
       */
      public final class @class@ {
        /** Values of a sample: @inputs@. */
        public static final int INPUTS = @inputCount@;

        /** Forces of a sample: @outputs@. */
        public static final int OUTPUTS = @outputCount@;

        @size@

        /** A flag of {@link #status}: a value was missing, and the last one of its sensor was used. */
        public static final int HELD = 1;

        /** A flag: no value for more than {@link #LONGEST_GAP} samples@forgets@. */
        public static final int GAP = 4;
        @noEstimate@

        /** So many samples without any value are bridged: 0.1 s. */
        public static final int LONGEST_GAP = @longestGap@;

        @memory@

        // The last value of each sensor, and for how many samples there was none at all.
        private final float[] held = new float[INPUTS];
        private int gap;
        private int status;
        @nexts@

        /** A kernel that has seen nothing yet. */
        public @class@() {
          load();
          reset();
        }

        /** Asks for all constants, so that they are loaded here and not in a call. */
        private static int load() {
          return @loads@;
        }

        @reset@

        @face@

        /** What is to be said of the last answer: a sum of flags, 0 where all is well. */
        public int status() {
          return status;
        }

        @guard@

        /** Java's own exception for a wrong index tells the length that was found. */
        private static void requireLength(float[] array, int length) {
          if (array.length != length) {
            array[array.length] = 0f;
          }
        }

        @layers@
        @weights@
      }
      """;

  private static final String NO_ESTIMATE =
      """

      /** A flag: there is no estimate, and NaN stands in its place. */
      public static final int NO_ESTIMATE = 8;
      """;

  private static final String STREAMING_RESET =
      """
      /** Forgets every sample: the next one is the first of a recording. */
      public void reset() {
        gap = 0;
        status = 0;
        forget();
      }

      private void forget() {
        // At first the means of the training data stand for what is missing.
        for (int c = 0; c < INPUTS; c++) {
          held[c] = @mean@;
        }
        @clear@
      }
      """;

  private static final String WINDOW_RESET =
      """
      /** Does nothing: a window has no past. */
      public void reset() {}
      """;

  private static final String STEP =
      """
      /**
       * Takes the next sample and writes the force at its time.
       *
       * @param in @in@; NaN where one is missing
       * @param out receives @out@, NaN without an estimate; may be the same array
       */
      public void step(float[] in, float[] out) {
        requireLength(in, INPUTS);
        requireLength(out, OUTPUTS);
        if (!take(in)) {
          write(out, false);
          return;
        }
        @calls@
        write(out, true);
      }
      """;

  private static final String LATE_STEP =
      """
      /**
       * Takes the next sample and writes the force of the sample that came {@link #DELAY} before it: the
       * first {@link #DELAY} calls have no estimate.
       *
       * @param in @in@; NaN where one is missing
       * @param out receives @out@, NaN without an estimate; may be the same array
       */
      public void step(float[] in, float[] out) {
        requireLength(in, INPUTS);
        requireLength(out, OUTPUTS);
        if (take(in)) {
          advance(out);
        } else {
          write(out, false);
        }
      }

      /**
       * After the last sample of a recording: writes the next of the forces that are still missing. With
       * {@link #DELAY} calls all are there; then {@link #reset}.
       */
      public void flush(float[] out) {
        requireLength(out, OUTPUTS);
        status = 0;
        late = late > DELAY ? late : late + 1;
        advance(out);
      }

      private void advance(float[] out) {
        // Neither counter goes further than it is asked for.
        samples = samples > DELAY ? samples : samples + 1;
        @calls@
        write(out, !outside(DELAY));
      }

      /** Whether a row that is late by so much is one before the first sample or behind the last. */
      private boolean outside(int delay) {
        return samples <= delay || late > delay;
      }
      """;

  private static final String STREAMING_GUARD =
      """
      /** Takes finite values, holds the last one of those that are not, and says whether to go on. */
      private boolean take(float[] in) {
        int missing = 0;
        for (int c = 0; c < INPUTS; c++) {
          // Neither NaN nor infinite.
          if (in[c] - in[c] == 0f) {
            held[c] = in[c];
          } else {
            missing++;
          }
          @take@
        }
        status = missing > 0 ? HELD : 0;
        gap = missing < INPUTS ? 0 : gap > LONGEST_GAP ? gap : gap + 1;
        if (gap <= LONGEST_GAP) {
          return true;
        }
        status = status | GAP;
        forget();
        return false;
      }

      private void write(float[] out, boolean known) {
        status = known ? status : status | NO_ESTIMATE;
        for (int k = 0; k < OUTPUTS; k++) {
          out[k] = known ? @force@ : 0f / 0f;
        }
      }
      """;

  private static final String WINDOW_GUARD =
      """
      /** Takes finite values, and holds the last one of those that are not. */
      private void take(float[] in) {
        // At first the means of the training data stand for what is missing.
        for (int c = 0; c < INPUTS; c++) {
          held[c] = @mean@;
        }
        gap = 0;
        status = 0;
        for (int t = 0; t < SAMPLES; t++) {
          int missing = 0;
          for (int c = 0; c < INPUTS; c++) {
            float value = in[t * INPUTS + c];
            // Neither NaN nor infinite.
            if (value - value == 0f) {
              held[c] = value;
            } else {
              missing++;
              status = status | HELD;
            }
            @take@
          }
          gap = missing < INPUTS ? 0 : gap + 1;
          status = gap > LONGEST_GAP ? status | GAP : status;
        }
      }

      private void write(float[] out) {
        for (int t = 0; t < SAMPLES; t++) {
          for (int k = 0; k < OUTPUTS; k++) {
            out[t * OUTPUTS + k] = @force@;
          }
        }
      }
      """;

  private static final String RUN =
      """
      /**
       * Estimates the forces of a window.
       *
       * @param in [sample][input], @in@, NaN where one is missing: then the last value of its sensor
       *     is used, at first the mean of the training data
       * @param out receives [sample][output], @out@
       */
      public void run(float[] in, float[] out) {
        requireLength(in, SAMPLES * INPUTS);
        requireLength(out, SAMPLES * OUTPUTS);
        take(in);
        @calls@
        write(out);
      }
      """;

  private static final String WEIGHTS =
      """

      /** Constants of @layer@. */
      private static final class @weights@ {
        @fields@
      }
      """;

  String text() {
    boolean streaming = spec.mode() == Mode.STREAMING;
    boolean late = streaming && delay > 0;
    StringBuilder calls = new StringBuilder();
    StringBuilder methods = new StringBuilder();
    StringBuilder fields = new StringBuilder();
    StringBuilder nexts = new StringBuilder();
    StringBuilder clear = new StringBuilder(this.clear);
    for (int i = 0; i < layers.size(); i++) {
      calls.append(layers.get(i).call());
      fields.append(layers.get(i).fields());
      methods.append(i == 0 ? "" : "\n").append(layers.get(i).method());
      for (String next : layers.get(i).nexts()) {
        nexts.append("private int ").append(next).append(";\n");
        clear.append(next).append(" = 0;\n");
      }
    }
    if (!nexts.isEmpty()) {
      nexts.insert(0, "\n// Where the next row goes.\n");
    }
    if (late) {
      nexts.append(
          "\n// Rows that came in, and those of them behind the end, as far as it matters.\n");
      nexts.append("private int samples;\nprivate int late;\n");
      clear.append("samples = 0;\nlate = 0;\n");
    }
    String face =
        Template.of(late ? LATE_STEP : streaming ? STEP : RUN)
            .with("in", count(spec.inputs(), "value") + " in " + Comment.javadoc(spec.inputUnit()))
            .with("out", count(spec.outputs(), "force") + " in newton")
            .with("calls", calls)
            .text();
    Template guard =
        Template.of(streaming ? STREAMING_GUARD : WINDOW_GUARD)
            .with("take", take)
            .with("force", force);
    String reset =
        streaming
            ? Template.of(STREAMING_RESET).with("mean", mean).with("clear", clear).text()
            : WINDOW_RESET;
    return Template.of(KERNEL)
        .with("title", title())
        .with("mark", EmittedSources.MARK)
        .with("header", header())
        .with("package", spec.packageLine())
        .with("purpose", purpose(late))
        .with(
            "example",
            streaming ? "kernel.step(in, out); // once a sample" : "kernel.run(in, out);")
        .with("class", spec.className())
        .with("inputs", names(spec.inputs(), spec.inputUnit()))
        .with("inputCount", spec.inputs().size())
        .with("outputs", names(spec.outputs(), "newton"))
        .with("outputCount", spec.outputs().size())
        .with("size", size(streaming))
        .with("forgets", streaming ? "; all before is forgotten" : "")
        .with("noEstimate", streaming ? NO_ESTIMATE : "")
        .with("longestGap", SensorLimits.at(spec.samplingRateHz()).longestGap())
        .with("memory", memory + fields)
        .with("nexts", nexts)
        .with("loads", loads())
        .with("reset", reset)
        .with("face", face)
        .with("guard", streaming ? guard.text() : guard.with("mean", mean).text())
        .with("layers", methods.append(functions.isEmpty() ? "" : "\n" + functions))
        .with("weights", weights())
        .text();
  }

  private static String count(List<String> names, String what) {
    return names.size() + " " + what + (names.size() == 1 ? "" : "s");
  }

  private String title() {
    return "%s, %s, %s.".formatted(spec.className(), format, spec.mode());
  }

  /** Lines of the comment on top, each behind its star. */
  private String header() {
    Map<String, String> lines = new LinkedHashMap<>(spec.provenance());
    lines.put(
        "inputs", "in %s, in this order: %s".formatted(spec.inputUnit(), list(spec.inputs())));
    lines.put("outputs", "in N, in this order: " + list(spec.outputs()));
    lines.put(
        "rate",
        "%s samples a second are what the network was trained on"
            .formatted(plain(spec.samplingRateHz())));
    lines.putAll(facts);
    StringBuilder header = new StringBuilder();
    lines.forEach(
        (title, text) ->
            Comment.paragraph("%-11s".formatted(title), text)
                .lines()
                .forEach(line -> header.append(" * ").append(line).append('\n')));
    return header.toString();
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  private static String list(List<String> names) {
    return String.join(", ", names);
  }

  private String purpose(boolean late) {
    if (spec.mode() == Mode.WINDOW) {
      return "Estimates ground reaction force from pressure insoles, %d samples at once."
          .formatted(samples);
    }
    return late
        ? "Estimates ground reaction force from pressure insoles, sample by sample, %d samples late."
            .formatted(delay)
        : "Estimates ground reaction force from pressure insoles, sample by sample.";
  }

  private String size(boolean streaming) {
    if (!streaming) {
      return "/** Samples of a window. */\npublic static final int SAMPLES = %d;\n"
          .formatted(samples);
    }
    return """
    /** Samples by which an estimate comes after its own: those that the network looks ahead. */
    public static final int DELAY = %d;
    """
        .formatted(delay);
  }

  /** The first and the last of the names that the header lists. */
  private static String names(List<String> names, String unit) {
    String first = Comment.javadoc(names.getFirst());
    return (names.size() == 1 ? first : first + " to " + Comment.javadoc(names.getLast()))
        + ", in "
        + Comment.javadoc(unit);
  }

  /** One array of each class is enough. */
  private String loads() {
    List<String> lengths = new ArrayList<>(tables);
    for (int i = 0; i < layers.size(); i++) {
      if (!layers.get(i).constants().isEmpty()) {
        String name = layers.get(i).constants().getFirst().name();
        lengths.add(names.weights(i) + "." + name + ".length");
      }
    }
    return lengths.isEmpty() ? "0" : String.join("\n        + ", lengths);
  }

  private String weights() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < layers.size(); i++) {
      List<Constants.Field> constants = layers.get(i).constants();
      if (!constants.isEmpty()) {
        StringBuilder fields = new StringBuilder();
        StringBuilder parts = new StringBuilder();
        for (Constants.Field field : constants) {
          fields.append(fields.isEmpty() ? "" : "\n").append(field.declaration());
          parts.append(field.parts());
        }
        text.append(
            Template.of(WEIGHTS)
                .with("layer", names.method(i))
                .with("weights", names.weights(i))
                .with("fields", fields)
                .text());
        text.append(parts);
      }
    }
    return text.toString();
  }
}
