package dev.footfall.autograd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.F;
import dev.footfall.autograd.Losses;
import dev.footfall.autograd.check.GradCheck.MismatchException;
import dev.footfall.autograd.nn.BatchNorm1d;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.nn.Linear;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * The check itself: planted bugs, and what it says about them; what it counts and leaves behind.
 */
class GradCheckTest {

  /** A row of three: small numbers whose squares are exact. */
  private static Tensor x() {
    return Tensor.of(Shape.of(1, 3), new double[] {1, 2, -0.5});
  }

  /** {@code y = x^2}, right but for what {@code slope} makes of {@code 2 x dy}. */
  private static GradCheck square(PlantedOp.Slope slope) {
    return GradCheck.function("square", v -> Tape.apply(PlantedOp.square(slope), v))
        .input("x", x());
  }

  private static String failure(GradCheck check) {
    return assertThrows(MismatchException.class, check::check).getMessage();
  }

  @Test
  void aRightGradientPassesAndIsCounted() {
    assertEquals(3, square((i, right) -> right).check());
    assertEquals(9, square((i, right) -> right).jacobian().check());
  }

  @Test
  void aWrongSignIsCaught() {
    assertEquals(
        "square: gradient of x at element 0 [0, 0] is -0.2662463006891236 but"
            + " central differences give 0.2662463006891236, relative error 2.0e+00"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " differences at steps 1.0e-05 and 5.0e-06 agree within 0.0e+00, so the"
            + " gradient is wrong;"
            + " to run this again: .seed(1).only(\"x\", 0).check()",
        failure(square((i, right) -> -right)));
  }

  @Test
  void aForgottenFactorIsCaught() {
    assertEquals(
        "square: gradient of x at element 0 [0, 0] is 0.1331231503445618 but"
            + " central differences give 0.2662463006891236, relative error 5.0e-01"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " differences at steps 1.0e-05 and 5.0e-06 agree within 0.0e+00, so the"
            + " gradient is wrong;"
            + " to run this again: .seed(1).only(\"x\", 0).check()",
        failure(square((i, right) -> right / 2)));
  }

  @Test
  void aFactorOfOnePlusOneHundredThousandthIsCaught() {
    assertEquals(
        "square: gradient of x at element 0 [0, 0] is 0.2662489631521305 but"
            + " central differences give 0.2662463006891236, relative error 1.0e-05"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " differences at steps 1.0e-05 and 5.0e-06 agree within 0.0e+00, so the"
            + " gradient is wrong;"
            + " to run this again: .seed(1).only(\"x\", 0).check()",
        failure(square((i, right) -> right * (1 + 1e-5))));
    assertEquals(3, square((i, right) -> right * (1 + 1e-5)).tolerance(1e-4).check());
  }

  @Test
  void oneWrongElementIsNamed() {
    assertEquals(
        "square: gradient of x at element 2 [0, 2] is 0.0 but"
            + " central differences give -0.9420055071735924, relative error 1.0e+00"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " differences at steps 1.0e-05 and 5.0e-06 agree within 0.0e+00, so the"
            + " gradient is wrong;"
            + " to run this again: .seed(1).only(\"x\", 2).check()",
        failure(square((i, right) -> i == 2 ? 0 : right)));
  }

  @Test
  void nanIsNeverRight() {
    assertEquals(
        "square: gradient of x at element 0 [0, 0] is NaN but"
            + " central differences give 0.2662463006891236, relative error NaN"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " differences at steps 1.0e-05 and 5.0e-06 agree within 0.0e+00, so the"
            + " gradient is wrong;"
            + " to run this again: .seed(1).only(\"x\", 0).check()",
        failure(square((i, right) -> right == 0 ? 0 : Double.NaN)));
  }

  @Test
  void theCallInTheMessageRunsThatElementAlone() {
    assertEquals(1, square((i, right) -> i == 2 ? 0 : right).seed(1).only("x", 1).check());
    assertEquals(
        failure(square((i, right) -> i == 2 ? 0 : right)),
        failure(square((i, right) -> i == 2 ? 0 : right).seed(1).only("x", 2)));
  }

  @Test
  void theCallInTheMessageKeepsItsSettings() {
    String message =
        failure(square((i, right) -> 1.1 * right).atInference().tolerance(1e-3).seed(7));
    assertEquals(
        "; to run this again: .seed(7).atInference().tolerance(0.001).only(\"x\", 0).check()",
        message.substring(message.lastIndexOf("; ")));
  }

  /** {@code y = a b + b}: the backward pass forgets that b comes twice. */
  @Test
  void aMissingTermIsCaught() {
    PlantedOp op =
        PlantedOp.of(
            "productPlus",
            cx -> cx.output().set(0, (cx.input(0).get(0) + 1) * cx.input(1).get(0)),
            cx -> {
              double dy = cx.outputGradient().get(0);
              if (cx.wants(0)) {
                PlantedOp.add(cx.inputGradient(0), 0, cx.input(1).get(0) * dy);
              }
              if (cx.wants(1)) {
                PlantedOp.add(cx.inputGradient(1), 0, cx.input(0).get(0) * dy);
              }
            });
    GradCheck check =
        GradCheck.function("productPlus", v -> Tape.apply(op, v))
            .input("a", Tensor.of(Shape.of(1), new double[] {4}))
            .input("b", Tensor.of(Shape.of(1), new double[] {3}))
            .seed(5);
    assertEquals(
        "productPlus: gradient of b at element 0 [0] is -0.905855632128528 but"
            + " central differences give -1.1323195401599897, relative error 2.0e-01"
            + " (a [1], b [1], y [1], seed 5);"
            + " differences at steps 3.0e-04 and 1.5e-04 agree within 0.0e+00, so the"
            + " gradient is wrong;"
            + " to run this again: .seed(5).only(\"b\", 0).check()",
        failure(check));
  }

  /** As those of a mean over many are: no absolute tolerance hides that they are wrong. */
  @Test
  void smallGradientsAreCheckedAsSharplyAsLargeOnes() {
    Tensor many = new RandomTensors(1).uniform(1, 3);
    GradCheck check =
        GradCheck.function(
                "faint",
                v -> F.scale(1e-8, Tape.apply(PlantedOp.square((i, g) -> g * 1.001), v[0])))
            .input("x", many);
    assertEquals(
        "faint: gradient of x at element 0 [0, 0] is 3.5478988305962234E-10 but"
            + " central differences give 3.544354476119788E-10, relative error 1.0e-03"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " differences at steps 1.0e-04 and 5.0e-05 agree within 1.7e-23, so the"
            + " gradient is wrong;"
            + " to run this again: .seed(1).only(\"x\", 0).check()",
        failure(check));
  }

  /** Element 1 of y depends on element 0 of x by 1e-5 of what element 0 does, and nobody knows. */
  @Test
  void aProjectionMayMissWhatTheJacobianShows() {
    PlantedOp op =
        PlantedOp.of(
            "leak",
            cx -> {
              Tensor x = cx.input(0);
              for (int i = 0; i < 3; i++) {
                cx.output().set(i, 64 * x.get(i) + (i == 1 ? x.get(0) / 32768 : 0));
              }
            },
            cx -> {
              for (int i = 0; i < 3; i++) {
                PlantedOp.add(cx.inputGradient(0), i, 64 * cx.outputGradient().get(i));
              }
            });
    GradCheck projected = GradCheck.function("leak", v -> Tape.apply(op, v)).input("x", x());
    assertEquals(3, projected.seed(3).check());
    assertEquals(
        "leak: derivative of y at element 1 [0, 1] by x at element 0 [0, 0] is 0.0 but"
            + " central differences give 3.0517526283760186E-5, relative error 6.7e-03"
            + " (x [1, 3], y [1, 3], seed 3);"
            + " differences at steps 1.0e-04 and 5.0e-05 agree within 3.4e-17, so the"
            + " gradient is wrong;"
            + " to run this again: .seed(3).only(\"x\", 0, 1).check()",
        failure(projected.jacobian()));
    assertEquals(1, projected.only("x", 0, 0).check());
  }

  /**
   * The normalised value is 0 whatever x is, so its slope is exactly 0; but differences find the
   * rounding of terms of some hundred, which is not in the size of y.
   */
  @Test
  void termsThatCancelAreAllowedTheirRounding() {
    BatchNorm1d norm = new BatchNorm1d(1, new Initializer(DType.FLOAT64, new SplittableRandom(1)));
    for (long seed = 0; seed < 1000; seed++) {
      RandomTensors random = new RandomTensors(seed);
      norm.state().get("weight").copyFrom(random.uniform(1));
      norm.state().get("bias").copyFrom(random.uniform(1));
      assertEquals(3, GradCheck.module("norm", norm, random.uniform(1, 1, 1)).seed(seed).check());
    }
  }

  @Test
  void aKinkIsToldFromAWrongGradient() {
    GradCheck check =
        GradCheck.function("relu", v -> F.relu(v[0]))
            .input("x", Tensor.of(Shape.of(2), new double[] {1, 0}));
    assertEquals(
        "relu: derivative of y at element 1 [1] by x at element 1 [1] is 0.0 but"
            + " central differences give 0.5, relative error 1.0e+00"
            + " (x [2], y [2], seed 1);"
            + " the slope is 0.0e+00 to the left and 1.0e+00 to the right, so the function"
            + " is not smooth here: choose another point;"
            + " to run this again: .seed(1).only(\"x\", 1, 1).check()",
        failure(check.jacobian()));
  }

  @Test
  void aKinkNearbyIsNoObstacle() {
    double[] near = {1e-5, -2e-5, 4e-6, -1.5e-6};
    GradCheck check =
        GradCheck.function("relu", v -> F.relu(v[0])).input("x", Tensor.of(Shape.of(4), near));
    assertEquals(16, check.jacobian().check());
  }

  @Test
  void aFunctionThatCurvesTooMuchIsToldFromAWrongGradient() {
    GradCheck check =
        GradCheck.function("wave", v -> Tape.apply(PlantedOp.wave(1e6), v))
            .input("x", Tensor.of(Shape.of(1), new double[] {0.5}));
    assertEquals(
        "wave: gradient of x at element 0 [0] is -131001.30126597852 but"
            + " central differences give 695.4567337858215, relative error 1.0e+00"
            + " (x [1], y [1], seed 1);"
            + " differences at steps 1.0e-04 and 5.0e-05 are 2.4e+01 apart, so they cannot"
            + " be trusted here: choose another point;"
            + " to run this again: .seed(1).only(\"x\", 0).check()",
        failure(check));
  }

  /** Wrong in truth: the message must not take a steep function's own error for the cause. */
  @Test
  void aSteepFunctionMayStillHaveAWrongGradient() {
    GradCheck check =
        GradCheck.function("wave", v -> F.scale(1.001, Tape.apply(PlantedOp.wave(1e3), v)))
            .input("x", Tensor.of(Shape.of(1), new double[] {0.5}));
    assertEquals(1, check.check());
  }

  @Test
  void aGradientThatIsOverwrittenInsteadOfAddedIsCaught() {
    assertEquals(
        "square: gradient of x at element 0 [0, 0] does not accumulate:"
            + " 0.2662463006891236 after one pass, 0.2662463006891236 after two"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " to run this again: .seed(1).check()",
        failure(
            planted(
                cx -> {
                  for (int i = 0; i < 3; i++) {
                    cx.inputGradient(0).set(i, 2 * cx.input(0).get(i) * cx.outputGradient().get(i));
                  }
                })));
  }

  @Test
  void whatLeaksWithoutASeedIsCaught() {
    // Small enough to pass the comparison with central differences.
    assertEquals(
        "square: gradient of x at element 1 [0, 1] is 1.0E-14 for a zero seed"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " to run this again: .seed(1).check()",
        failure(square((i, right) -> right + (i == 1 ? 1e-14 : 0))));
  }

  @Test
  void anInputThatTheForwardPassTouchesIsCaught() {
    PlantedOp op =
        PlantedOp.of(
            "touch",
            cx -> {
              cx.output().copyFrom(cx.input(0));
              cx.input(0).set(2, 8);
            },
            cx -> {});
    assertEquals(
        "touch: x at element 2 [0, 2] was changed by the forward pass from -0.5 to 8.0"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " to run this again: .seed(1).check()",
        failure(GradCheck.function("touch", v -> Tape.apply(op, v)).input("x", x())));
  }

  @Test
  void anInputThatTheBackwardPassTouchesIsCaught() {
    assertEquals(
        "square: x at element 1 [0, 1] was changed by the backward pass from 2.0 to 8.0"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " to run this again: .seed(1).check()",
        failure(
            planted(
                cx -> {
                  PlantedOp.addSquareGradient(cx);
                  cx.input(0).set(1, 8);
                })));
  }

  @Test
  void anOutputThatTheBackwardPassTouchesIsCaught() {
    assertEquals(
        "square: y at element 1 [0, 1] was changed by the backward pass from 4.0 to 8.0"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " to run this again: .seed(1).check()",
        failure(
            planted(
                cx -> {
                  PlantedOp.addSquareGradient(cx);
                  cx.output().set(1, 8);
                })));
  }

  @Test
  void aForwardPassThatDoesNotRepeatItselfIsCaught() {
    AtomicInteger calls = new AtomicInteger();
    PlantedOp op =
        PlantedOp.of(
            "count",
            cx -> {
              cx.output().copyFrom(cx.input(0));
              cx.output().set(1, calls.incrementAndGet());
            },
            cx -> {});
    assertEquals(
        "count: y at element 1 [0, 1] differs between two runs: 2.0, then 3.0"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " to run this again: .seed(1).check()",
        failure(GradCheck.function("count", v -> Tape.apply(op, v)).input("x", x())));
  }

  @Test
  void aBackwardPassThatDoesNotRepeatItselfIsCaught() {
    AtomicInteger calls = new AtomicInteger();
    assertEquals(
        "square: gradient of x at element 2 [0, 2] differs between two runs:"
            + " 0.05799449282640756, then 1.0579944928264076"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " to run this again: .seed(1).check()",
        failure(
            planted(
                cx -> {
                  PlantedOp.addSquareGradient(cx);
                  PlantedOp.add(cx.inputGradient(0), 2, calls.incrementAndGet());
                })));
  }

  @Test
  void staleMemoryInAPassIsCaught() {
    // Zero in fresh memory, so all else is right.
    assertEquals(
        "square: gradient of x at element 1 [0, 1] depends on what reused memory held"
            + " before: 1.966254058101609, then NaN"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " to run this again: .seed(1).check()",
        failure(
            planted(
                cx -> {
                  PlantedOp.addSquareGradient(cx);
                  PlantedOp.add(cx.inputGradient(0), 1, cx.temporary(Shape.of(64)).get(63));
                })));
  }

  @Test
  void aGradientThatNobodyWantsIsCaught() {
    PlantedOp op =
        sum(
            cx -> {
              if (cx.wants(0)) {
                addSumGradient(cx, 0);
              }
              addSumGradient(cx, 1);
            });
    Tensor one = Tensor.of(Shape.of(1), new double[] {1});
    GradCheck check = GradCheck.function("sum", v -> Tape.apply(op, v));
    assertEquals(
        "sum: gradient of b at element 0 [0] is not wanted but"
            + " became 0.1331231503445618"
            + " (a [1], b [1], y [1], seed 1);"
            + " to run this again: .seed(1).check()",
        failure(check.input("a", one).constant("b", one)));
    Parameter bias = new Parameter(one.copy());
    assertEquals(
        "sum: gradient of bias at element 0 [0] is not wanted but"
            + " became 0.1331231503445618"
            + " (x [1], bias [1], y [1], seed 1);"
            + " to run this again: .seed(1).check()",
        failure(
            GradCheck.function("sum", v -> Tape.apply(op, v[0], bias))
                .input("x", one)
                .parameter("bias", bias)));
  }

  /** Skipping work for an unwanted gradient, it leaves out what the other needs. */
  @Test
  void aGradientThatDependsOnWhoElseWantsOneIsCaught() {
    PlantedOp op =
        sum(
            cx -> {
              if (cx.wants(0)) {
                addSumGradient(cx, 0);
                if (cx.wants(1)) {
                  addSumGradient(cx, 1);
                }
              }
            });
    Tensor one = Tensor.of(Shape.of(1), new double[] {1});
    assertEquals(
        "sum: gradient of b at element 0 [0] depends on whether a wants one:"
            + " 0.1331231503445618 if so, 0.0 if not"
            + " (a [1], b [1], y [1], seed 1);"
            + " to run this again: .seed(1).check()",
        failure(GradCheck.function("sum", v -> Tape.apply(op, v)).input("a", one).input("b", one)));
  }

  private static PlantedOp sum(Consumer<OpContext> backward) {
    return PlantedOp.of(
        "sum", cx -> cx.output().set(0, cx.input(0).get(0) + cx.input(1).get(0)), backward);
  }

  private static void addSumGradient(OpContext cx, int input) {
    PlantedOp.add(cx.inputGradient(input), 0, cx.outputGradient().get(0));
  }

  @Test
  void severalOutputsAreCheckedTogether() {
    GradCheck check =
        GradCheck.outputs(
                "pair", v -> List.of(F.tanh(v[0]), Tape.apply(PlantedOp.square((i, g) -> g), v[0])))
            .input("x", x());
    assertEquals(3, check.check());
    assertEquals(3 * 6, check.jacobian().check());
  }

  @Test
  void theWrongOneOfSeveralOutputsIsNamed() {
    GradCheck check =
        GradCheck.outputs(
                "pair",
                v ->
                    List.of(
                        F.tanh(v[0]),
                        Tape.apply(PlantedOp.square((i, g) -> i == 1 ? g / 2 : g), v[0])))
            .input("x", x())
            .jacobian();
    assertEquals(
        "pair: derivative of y1 at element 1 [0, 1] by x at element 1 [0, 1] is 2.0 but"
            + " central differences give 4.0, relative error 5.0e-01"
            + " (x [1, 3], y0 [1, 3], y1 [1, 3], seed 1);"
            + " differences at steps 2.0e-05 and 1.0e-05 agree within 0.0e+00, so the"
            + " gradient is wrong;"
            + " to run this again: .seed(1).only(\"x\", 1, 4).check()",
        failure(check));
    assertEquals(1, check.only("x", 1, 3).check());
    assertEquals(
        "pair: derivative of y1 at element 1 [0, 1] by x at element 1 [0, 1] is 2.0 but"
            + " central differences give 4.0, relative error 5.0e-01"
            + " (x [1, 3], y0 [1, 3], y1 [1, 3], seed 1);"
            + " differences at steps 2.0e-05 and 1.0e-05 agree within 0.0e+00, so the"
            + " gradient is wrong;"
            + " to run this again: .seed(1).only(\"x\", 1, 4).check()",
        failure(check.only("x", 1, 4)));
  }

  @Test
  void anInputThatNothingDependsOnHasAGradientOfZero() {
    assertEquals(
        6, GradCheck.function("first", v -> F.tanh(v[0])).input("x", x()).input("z", x()).check());
  }

  /** A gradient that is dropped on the way is not taken for one that is not there. */
  @Test
  void aFunctionThatDetachesItsInputIsCaught() {
    GradCheck check =
        GradCheck.function(
                "detached", v -> F.add(v[0], Tape.apply(PlantedOp.square((i, g) -> 0), v[0])))
            .input("x", x());
    assertEquals(
        "detached: gradient of x at element 0 [0, 0] is 0.1331231503445618 but"
            + " central differences give 0.39936945103348825, relative error 6.7e-01"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " differences at steps 1.0e-04 and 5.0e-05 agree within 1.5e-13, so the"
            + " gradient is wrong;"
            + " to run this again: .seed(1).only(\"x\", 0).check()",
        failure(check));
  }

  @Test
  void aSampleSeesSomeElementsOfEachTensor() {
    Linear linear = new Linear(20, 30, new Initializer(DType.FLOAT64, new SplittableRandom(1)));
    Tensor x = new RandomTensors(1).uniform(2, 20);
    assertEquals(7 + 7 + 7, GradCheck.module("linear", linear, x).sample(7).check());
    assertEquals(40 + 600 + 30, GradCheck.module("linear", linear, x).sample(1000).check());
  }

  @Test
  void aSampleDrawsOtherElementsWithAnotherSeed() {
    List<String> messages =
        DoubleStream.of(1, 2, 3, 4, 5, 6)
            .mapToObj(seed -> failure(square((i, g) -> -g).sample(1).seed((long) seed)))
            .map(message -> message.substring(message.indexOf("x at"), message.indexOf(" is ")))
            .distinct()
            .toList();
    assertTrue(messages.size() > 1, messages.toString());
  }

  @Test
  void aDirectionSeesAllElementsAtOnce() {
    assertEquals(5, square((i, right) -> right).directions(5).check());
    assertEquals(
        "square: slope along a random line is 0.9545136333904864 but"
            + " central differences give 0.45450570529087053, relative error 5.2e-01"
            + " (x [1, 3], y [1, 3], seed 1);"
            + " differences at steps 1.0e-04 and 5.0e-05 agree within 1.1e-12, so the"
            + " gradient is wrong;"
            + " to run this again: .seed(1).directions(1).check()",
        failure(square((i, right) -> i == 2 ? 0 : right).directions(2)));
    assertEquals(3 + 2, square((i, right) -> right).sample(3).directions(2).check());
  }

  /** A parameter under two names is one line's coordinate once. */
  @Test
  void aSharedParameterIsMovedOnce() {
    Parameter shared = new Parameter(x());
    GradCheck check =
        GradCheck.function("shared", v -> F.add(F.tanh(F.add(v[0], shared)), shared))
            .input("x", x())
            .parameter("a", shared)
            .parameter("b", shared);
    assertEquals(9 + 3, check.sample(3).directions(3).check());
  }

  @Test
  void aFailureOfALaterDirectionIsRunAgainByItsOwnSeed() {
    // Wrong by so little that only directions nearly along element 0 show it.
    PlantedOp.Slope slightly = (i, right) -> i == 0 ? right * (1 + 2e-6) : right;
    String message = failure(square(slightly).directions(50));
    long seed =
        Long.parseLong(
            message.substring(message.indexOf(".seed(") + 6, message.indexOf(").directions")));
    assertTrue(seed > 1, message);
    assertEquals(message, failure(square(slightly).seed(seed).directions(1)));
  }

  @Test
  void singlePrecisionInputsAreWidened() {
    assertEquals(
        2,
        GradCheck.function("scale", v -> F.scale(3, v[0]))
            .input("x", Tensor.of(Shape.of(2), new float[] {1, 2}))
            .check());
  }

  @Test
  void singlePrecisionModulesAreRejected() {
    Linear linear = new Linear(2, 1, new Initializer(DType.FLOAT32, new SplittableRandom(1)));
    assertEquals(
        "linear: input 1 is FLOAT32 but the tape computes in FLOAT64",
        rejection(GradCheck.module("linear", linear, Tensor.zeros(DType.FLOAT64, 1, 2))));
  }

  @Test
  void whatIsNotThereIsRejected() {
    assertEquals(
        "square: no input or parameter \"y\" wants a gradient (known are x)",
        rejection(square((i, g) -> g).only("y", 0)));
    assertEquals("square: x has no element 3 of 3", rejection(square((i, g) -> g).only("x", 3)));
    assertEquals("square: x has no element -1 of 3", rejection(square((i, g) -> g).only("x", -1)));
    assertEquals(
        "square: outputs has no element 3 of 3", rejection(square((i, g) -> g).only("x", 0, 3)));
    assertEquals(
        "nothing: nothing to check, no input or parameter wants a gradient",
        rejection(GradCheck.function("nothing", v -> v[0]).constant("x", x())));
    assertEquals(
        "square: the name \"x\" is taken",
        assertThrows(IllegalArgumentException.class, () -> square((i, g) -> g).input("x", x()))
            .getMessage());
  }

  private static String rejection(GradCheck check) {
    return assertThrows(IllegalArgumentException.class, check::check).getMessage();
  }

  @Test
  void frozenParametersAreLeftOut() {
    Linear linear = new Linear(2, 3, new Initializer(DType.FLOAT64, new SplittableRandom(1)));
    Tensor x = Tensor.zeros(DType.FLOAT64, 4, 2);
    assertEquals(8 + 6 + 3, GradCheck.module("linear", linear, x).check());
    linear.parameters().get("weight").freeze(true);
    assertEquals(8 + 3, GradCheck.module("linear", linear, x).check());
  }

  @Test
  void aModuleIsLeftAsItWas() {
    BatchNorm1d norm = new BatchNorm1d(2, new Initializer(DType.FLOAT64, new SplittableRandom(1)));
    norm.parameters().get("weight").gradient().fill(7);
    Map<String, Tensor> before =
        norm.state().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().copy()));
    Tensor x = new RandomTensors(1).spread(2, 2, 3);
    for (int directions = 0; directions < 2; directions++) {
      GradCheck.module("norm", norm, x).directions(directions).check();
      norm.state().forEach((name, value) -> Near.requireSameBits(name, before.get(name), value));
      assertEquals(7, norm.parameters().get("weight").gradient().get(1));
    }
  }

  /** Also where the function throws in the middle, with an element moved. */
  @Test
  void aParameterIsLeftAsItWasAfterAFailure() {
    Parameter weight = new Parameter(x());
    AtomicInteger calls = new AtomicInteger();
    GradCheck check =
        GradCheck.function(
                "breaks",
                v -> {
                  if (weight.value().get(1) != 2 && calls.incrementAndGet() > 1) {
                    throw new IllegalStateException("moved");
                  }
                  return F.add(v[0], weight);
                })
            .input("x", x())
            .parameter("weight", weight);
    assertThrows(IllegalStateException.class, check::check);
    Near.requireSameBits("weight", x(), weight.value());
  }

  /** The run that finds whether a frozen parameter is left alone ends badly. */
  @Test
  void aParameterIsNoMoreFrozenThanItWasAfterAFailure() {
    Parameter weight = new Parameter(x());
    GradCheck check =
        GradCheck.function(
                "breaks",
                v -> {
                  if (!weight.requiresGradient()) {
                    throw new IllegalStateException("frozen");
                  }
                  return F.add(v[0], weight);
                })
            .input("x", x())
            .parameter("weight", weight);
    assertEquals("frozen", assertThrows(IllegalStateException.class, check::check).getMessage());
    assertTrue(weight.requiresGradient());
  }

  /** The cosine of two numbers is 1 whatever they are, and its gradient a rounding of 0. */
  @Test
  void gradientsThatCancelAreNoMismatchWhereTheOutputIsExactlyZero() {
    Tensor a = Tensor.of(Shape.of(1, 1, 1), new double[] {0.9375});
    Tensor b = Tensor.of(Shape.of(1, 1, 1), new double[] {0.6875});
    assertEquals(
        2,
        GradCheck.function("cosine", v -> Losses.cosine(v[0], v[1], 2))
            .input("a", a)
            .input("b", b)
            .jacobian()
            .check());
    MismatchException wrong =
        assertThrows(
            MismatchException.class,
            GradCheck.function(
                        "zero",
                        v ->
                            Tape.apply(
                                PlantedOp.of(
                                    "zero",
                                    cx -> cx.output().fill(0),
                                    cx ->
                                        cx.inputGradient(0)
                                            .set(
                                                0,
                                                cx.inputGradient(0).get(0)
                                                    + 1e-7 * cx.outputGradient().get(0))),
                                v))
                    .input("x", a)
                ::check);
    assertTrue(wrong.getMessage().contains("so the gradient is wrong"), wrong.getMessage());
  }

  /** A check of {@code y = x^2} with another backward pass. */
  private static GradCheck planted(Consumer<OpContext> backward) {
    PlantedOp op = PlantedOp.of("square", PlantedOp::square, backward);
    return GradCheck.function("square", v -> Tape.apply(op, v)).input("x", x());
  }
}
