package dev.footfall.grf.emit;

/**
 * A program that feeds recorded inputs to an emitted kernel and compares its answers, bit for bit,
 * with those of the plan that it came from.
 */
final class CheckSource {
  private static final String STREAMING =
      """
      // @mark@; not to be edited, but emitted again.
      @package@/**
       * Feeds recorded samples to {@link @class@} and compares its answers, bit for bit, with those of the
       * plan that it was made from. Prints one line; ends with 1 at the first difference.
       */
      public final class @class@Test {
        private static final int SAMPLES = @samples@;

        private @class@Test() {}

        /** Runs the check; arguments are not read. */
        public static void main(String[] arguments) {
          @class@ kernel = new @class@();
          // Twice: reset must bring the first answer back.
          for (int round = 1; round <= 2; round++) {
            kernel.reset();
            float[] in = new float[@class@.INPUTS];
            float[] out = new float[@class@.OUTPUTS];
            for (int call = 0; call < SAMPLES + @class@.DELAY; call++) {
              if (call < SAMPLES) {
                for (int c = 0; c < in.length; c++) {
                  in[c] = Recorded.IN[call * in.length + c];
                }
                kernel.step(in, out);
              @flush@
              int t = call - @class@.DELAY;
              for (int k = 0; t >= 0 && k < out.length; k++) {
                float expected = Recorded.OUT[t * out.length + k];
                if (Float.floatToIntBits(expected) != Float.floatToIntBits(out[k])) {
                  System.out.println(
                      "@class@: round " + round + ", sample " + t + ", output " + k
                          + ": expected " + expected + " but was " + out[k]);
                  System.exit(1);
                }
              }
            }
          }
          System.out.println("@class@: " + SAMPLES + " samples, every bit as recorded");
        }

        /** What went in, [sample][input], and what the plan answered, [sample][output]. */
        private static final class Recorded {
          @in@
          @out@
        }
        @parts@
      }
      """;

  private static final String WINDOW =
      """
      // @mark@; not to be edited, but emitted again.
      @package@/**
       * Feeds a recorded window to {@link @class@} and compares its answer, bit for bit, with that of the
       * plan that it was made from. Prints one line; ends with 1 at the first difference.
       */
      public final class @class@Test {
        private @class@Test() {}

        /** Runs the check; arguments are not read. */
        public static void main(String[] arguments) {
          @class@ kernel = new @class@();
          float[] out = new float[@class@.SAMPLES * @class@.OUTPUTS];
          // Twice: a window must leave no trace in the next one.
          for (int round = 1; round <= 2; round++) {
            kernel.run(Recorded.IN, out);
            for (int i = 0; i < out.length; i++) {
              float expected = Recorded.OUT[i];
              if (Float.floatToIntBits(expected) != Float.floatToIntBits(out[i])) {
                System.out.println(
                    "@class@: round " + round + ", sample " + i / @class@.OUTPUTS
                        + ", output " + i % @class@.OUTPUTS
                        + ": expected " + expected + " but was " + out[i]);
                System.exit(1);
              }
            }
          }
          System.out.println("@class@: @samples@ samples, every bit as recorded");
        }

        /** What went in, [sample][input], and what the plan answered, [sample][output]. */
        private static final class Recorded {
          @in@
          @out@
        }
        @parts@
      }
      """;

  private CheckSource() {}

  /**
   * The source.
   *
   * @param samples how many samples were recorded
   * @param delay samples by which a streaming kernel is late
   * @param in what went in, {@code [samples, inputs]}
   * @param out what the plan answered, {@code [samples, outputs]}
   */
  static String of(EmitSpec spec, int samples, int delay, float[] in, float[] out) {
    boolean streaming = spec.mode() == EmitSpec.Mode.STREAMING;
    Constants.Field ins = Constants.floats("Recorded", "IN", in, in.length / samples);
    Constants.Field outs = Constants.floats("Recorded", "OUT", out, out.length / samples);
    Template template =
        Template.of(streaming ? STREAMING : WINDOW)
            .with("mark", EmittedSources.MARK)
            .with("package", spec.packageLine())
            .with("class", spec.className())
            .with("samples", samples)
            .with("in", ins.declaration())
            .with("out", outs.declaration())
            .with("parts", ins.parts() + outs.parts());
    if (streaming) {
      template.with("flush", delay > 0 ? "} else {\n  kernel.flush(out);\n}" : "}");
    }
    return template.text();
  }
}
