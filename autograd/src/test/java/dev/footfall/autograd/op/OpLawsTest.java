package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RoundingBound;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of {@link dev.footfall.autograd.tape.Op}, for every operation on every back end. */
class OpLawsTest {

  static Stream<Arguments> operations() {
    return Applications.small().stream()
        .flatMap(
            op ->
                Backends.all().stream()
                    .map(
                        kernels ->
                            Arguments.of(
                                Named.of(op.toString(), op.application()),
                                Named.of(kernels.name(), kernels))));
  }

  static Stream<Named<Application>> applications() {
    return Applications.small().stream().map(op -> Named.of(op.toString(), op.application()));
  }

  /** Value and gradients in FLOAT32 are those in FLOAT64 but for rounding. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("applications")
  void backEndsAgree(Application application) {
    application.checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("operations")
  void gradientsAccumulate(Application application, Kernels kernels) {
    Tensor seed = application.seedGradient();
    Tape tape = application.tape(kernels);
    Map<String, Variable> leaves = application.leaves(tape);
    Variable y = application.apply(leaves);
    tape.backward(y, seed);
    Map<String, Tensor> once = gradients(leaves);
    tape.backward(y, seed);
    RoundingBound bound = new RoundingBound(application, seed);
    gradients(leaves)
        .forEach(
            (input, twice) -> {
              Tensor doubled = once.get(input).copy();
              for (int i = 0; i < doubled.elements(); i++) {
                doubled.set(i, 2 * doubled.get(i));
              }
              // Terms are added one by one or as a sum, so not to the bit: two passes, two bounds.
              double limit = 2 * bound.of("d" + input, kernels.dtype());
              Near.require(input, doubled, twice, (i, expected) -> limit);
            });
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("operations")
  void aZeroSeedGivesExactlyZero(Application application, Kernels kernels) {
    Tensor zero = Tensor.zeros(DType.FLOAT64, application.outputShape());
    Map<String, Tensor> results = application.run(kernels, zero);
    assertTrue(results.size() > 1);
    results.forEach(
        (result, value) -> assertEquals(0, result.equals("y") ? 0 : Near.largest(value), result));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("operations")
  void inputsAndSeedStayAsTheyAre(Application application, Kernels kernels) {
    Tensor seed = application.seedGradient().to(kernels.dtype());
    Tensor seedBefore = seed.copy();
    Tape tape = application.tape(kernels);
    Map<String, Variable> leaves = application.leaves(tape);
    tape.backward(application.apply(leaves), seed);
    application
        .inputs()
        .forEach(
            (input, value) ->
                Near.requireSameBits(input, value.to(kernels.dtype()), leaves.get(input).value()));
    Near.requireSameBits("seed", seedBefore, seed);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("operations")
  void aGradientIsTheSameWhoeverElseWantsOne(Application application, Kernels kernels) {
    Tensor seed = application.seedGradient();
    Map<String, Tensor> all = application.run(kernels, seed);
    for (String wanted : application.inputs().keySet()) {
      Tape tape = application.tape(kernels);
      Map<String, Variable> leaves = new LinkedHashMap<>();
      application
          .inputs()
          .forEach(
              (input, value) ->
                  leaves.put(
                      input,
                      input.equals(wanted)
                          ? tape.input(value.to(kernels.dtype()))
                          : tape.constant(value.to(kernels.dtype()))));
      tape.backward(application.apply(leaves), seed);
      leaves.forEach(
          (input, leaf) -> {
            if (input.equals(wanted)) {
              Near.requireSameBits(input, all.get("d" + input), leaf.gradient());
            } else {
              assertNull(leaf.gradient(), input);
            }
          });
    }
  }

  /** An operation of one parameter alone would have no tape. */
  static Stream<Arguments> operationsOfSeveralInputs() {
    return operations()
        .filter(
            arguments ->
                ((Named<?>) arguments.get()[0]).getPayload() instanceof Application application
                    && application.inputs().size() > 1);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("operationsOfSeveralInputs")
  void theGradientOfAFrozenParameterIsUntouched(Application application, Kernels kernels) {
    Map<String, Tensor> all = application.run(kernels, application.seedGradient());
    for (String frozen : application.inputs().keySet()) {
      Tape tape = application.tape(kernels);
      Map<String, Variable> leaves = application.leaves(tape);
      Parameter parameter = new Parameter(leaves.get(frozen).value());
      parameter.freeze(true);
      parameter.gradient().fill(7);
      leaves.put(frozen, parameter);
      tape.backward(application.apply(leaves), application.seedGradient());
      for (int i = 0; i < parameter.gradient().elements(); i++) {
        assertEquals(7, parameter.gradient().get(i), frozen);
      }
      parameter.freeze(false);
      parameter.zeroGradient();
      tape.reset();
      Map<String, Variable> again = application.leaves(tape);
      again.put(frozen, parameter);
      tape.backward(application.apply(again), application.seedGradient());
      Near.requireSameBits(frozen, all.get("d" + frozen), parameter.gradient());
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("operations")
  void nanInReusedTensorsDoesNotLeak(Application application, Kernels kernels) {
    Tensor seed = application.seedGradient();
    Map<String, Tensor> expected = application.run(kernels, seed);
    Map<String, Tensor> poison = new LinkedHashMap<>();
    application.inputs().forEach((input, value) -> poison.put(input, nan(value)));
    Tape tape = application.tape(kernels);
    for (int times = 0; times < 2; times++) {
      assertFalse(
          application.with(poison).run(tape, nan(seed)).get("y").firstNonFinite() < 0,
          "the poison has no effect");
      tape.reset();
    }
    application
        .run(tape, seed)
        .forEach((result, value) -> Near.requireSameBits(result, expected.get(result), value));
  }

  /** A tape that records nothing computes the same values. */
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("operations")
  void inferenceAndRecordingAgree(Application application, Kernels kernels) {
    Tape recording = Tape.recording(kernels);
    Tape inference = Tape.inference(kernels);
    Near.requireSameBits(
        "y",
        application.apply(application.leaves(recording)).value(),
        application.apply(application.leaves(inference)).value());
  }

  private static Map<String, Tensor> gradients(Map<String, Variable> leaves) {
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    leaves.forEach((input, leaf) -> gradients.put(input, leaf.gradient().copy()));
    return gradients;
  }

  private static Tensor nan(Tensor tensor) {
    Tensor nan = tensor.copy();
    nan.fill(Double.NaN);
    return nan;
  }
}
