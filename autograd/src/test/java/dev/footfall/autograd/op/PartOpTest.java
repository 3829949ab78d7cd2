package dev.footfall.autograd.op;

import dev.footfall.autograd.F;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.format.Json;
import dev.footfall.engine.kernel.Kernels;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;

class PartOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(max = 2) int before,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(max = 2) int after,
      @ForAll @IntRange(min = 1, max = 9) int samples,
      @ForAll long seed) {
    application(batch, before, channels, after, samples, seed).checkGradients();
  }

  @Property
  void backEndsAgree(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(max = 2) int before,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(max = 2) int after,
      @ForAll @IntRange(min = 1, max = 33) int samples,
      @ForAll long seed) {
    application(batch, before, channels, after, samples, seed).checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("part")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    Json spec = golden.spec();
    PartOp op =
        new PartOp(
            spec.get("channel").asInt(),
            spec.get("channels").asInt(),
            spec.get("sample").asInt(),
            spec.get("samples").asInt());
    golden.check(kernels, golden.application(in -> F.part(in.get("x"), op)));
  }

  /** As many channels and samples before the part as after it, in reverse order. */
  private static Application application(
      int batch, int before, int channels, int after, int samples, long seed) {
    PartOp op = new PartOp(before, channels, after, samples);
    return Application.of("part " + op, in -> F.part(in.get("x"), op))
        .input(
            "x",
            new RandomTensors(seed)
                .uniform(batch, before + channels + after, after + samples + before));
  }
}
