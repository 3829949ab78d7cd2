package dev.footfall.autograd.op;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.GramOp.Axis;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.kernel.Kernels;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;

class ScaleOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @DoubleRange(min = -4, max = 4) double factor,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll("extents") int length,
      @ForAll long seed) {
    Application application =
        Application.of("scale by " + factor, in -> F.scale(factor, in.get("x")))
            .input("x", new RandomTensors(seed).uniform(batch, length));
    application.checkGradients();
    application.checkBackends();
  }

  /** The weights of a loss of several terms are what scale is for: the distillation loss. */
  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("takd_loss")
  void aWeightedLossIsWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    double kd = golden.spec().get("lambda_kd").asDouble();
    double similarity = golden.spec().get("beta_similarity").asDouble();
    double time = golden.spec().get("beta_time").asDouble();
    golden.check(
        kernels,
        golden.application(
            in -> {
              Variable y = F.add(F.scale(1 - kd, task(in)), F.scale(kd, kd(in)));
              y = F.add(y, F.scale(similarity, maps(in, Axis.BATCH)));
              return F.add(y, F.scale(time, maps(in, Axis.TIME)));
            }));
    golden.checkOutput("task", kernels, golden.application(ScaleOpTest::task));
    golden.checkOutput("kd", kernels, golden.application(ScaleOpTest::kd));
    golden.checkOutput("similarity", kernels, golden.application(in -> maps(in, Axis.BATCH)));
    golden.checkOutput("time", kernels, golden.application(in -> maps(in, Axis.TIME)));
  }

  private static Variable task(Map<String, Variable> in) {
    return F.mse(in.get("student_output"), in.get("target"));
  }

  private static Variable kd(Map<String, Variable> in) {
    return F.mse(in.get("student_output"), in.get("teacher_output"));
  }

  /** Mean over three stages of the squared distance of the maps of student and teacher. */
  private static Variable maps(Map<String, Variable> in, Axis axis) {
    Variable sum = null;
    for (int stage = 1; stage <= 3; stage++) {
      Variable student = F.gram(in.get("student_" + stage), axis);
      Variable term = F.mse(student, F.gram(in.get("teacher_" + stage), axis));
      sum = sum == null ? term : F.add(sum, term);
    }
    return F.scale(1.0 / 3, sum);
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }
}
