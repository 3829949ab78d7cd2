package dev.footfall.engine.emit;

import java.util.Map;

/**
 * A program that feeds recorded inputs to an emitted kernel and compares its answers, bit for bit,
 * with those of the plan that it came from.
 */
final class CheckSource {
  private static final String STREAMING =
      """
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
            for (int t = 0; t < SAMPLES; t++) {
              for (int c = 0; c < in.length; c++) {
                in[c] = Recorded.IN[t * in.length + c];
              }
              kernel.step(in, out);
              for (int k = 0; k < out.length; k++) {
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
      @package@/**
       * Feeds a recorded window to {@link @class@} and compares its answer, bit for bit, with that of the
       * plan that it was made from. Prints one line; ends with 1 at the first difference.
       */
      public final class @class@Test {
        private @class@Test() {}

        /** Runs the check; arguments are not read. */
        public static void main(String[] arguments) {
          @class@ kernel = new @class@();
          float[] out = new float[@class@.OUTPUTS * @class@.SAMPLES];
          // Twice: a window must leave no trace in the next one.
          for (int round = 1; round <= 2; round++) {
            kernel.run(Recorded.IN, out);
            for (int i = 0; i < out.length; i++) {
              float expected = Recorded.OUT[i];
              if (Float.floatToIntBits(expected) != Float.floatToIntBits(out[i])) {
                System.out.println(
                    "@class@: round " + round + ", output " + i / @class@.SAMPLES
                        + ", sample " + i % @class@.SAMPLES
                        + ": expected " + expected + " but was " + out[i]);
                System.exit(1);
              }
            }
          }
          System.out.println("@class@: @samples@ samples, every bit as recorded");
        }

        /** What went in, [input][sample], and what the plan answered, [output][sample]. */
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
   * @param in what went in, in the layout of the mode
   * @param out what the plan answered, likewise
   */
  static String of(EmitSpec spec, int samples, float[] in, float[] out) {
    boolean streaming = spec.mode() == EmitSpec.Mode.STREAMING;
    Constants.Field ins =
        Constants.floats("Recorded", "IN", in, streaming ? in.length / samples : samples);
    Constants.Field outs =
        Constants.floats("Recorded", "OUT", out, streaming ? out.length / samples : samples);
    return Template.fill(
        streaming ? STREAMING : WINDOW,
        Map.of(
            "package",
            spec.packageLine(),
            "class",
            spec.className(),
            "samples",
            samples,
            "in",
            ins.declaration(),
            "out",
            outs.declaration(),
            "parts",
            ins.parts() + outs.parts()));
  }
}
