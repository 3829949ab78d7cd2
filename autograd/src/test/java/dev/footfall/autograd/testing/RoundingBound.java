package dev.footfall.autograd.testing;

import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How far rounding may move the results of an application: the tolerance of every comparison of
 * back ends, measured instead of chosen.
 *
 * <p>To first order one rounding of relative size u moves a result by no more than u times its
 * magnitude, or by what a relative change u of the inputs moves it. Both are taken from FLOAT64
 * runs: the second by changing every element of every input and of the seed gradient by a factor
 * {@code 1 +- 2^-24}, with random signs, a few times. No sum in any operation has more terms than
 * the largest tensor has elements, so with n that number, plus the roundings of the longest formula
 * for one element, the bound is
 *
 * <pre>
 * n u (largest change / 2^-24 + largest magnitude + magnitude of cancelling terms)
 * </pre>
 *
 * The last part is 0 but where {@link Application#termsOf} says otherwise: batch normalisation of
 * two values is +-1 whatever they are, so no change of an input reveals the terms behind it.
 */
public final class RoundingBound {
  private static final double CHANGE = 0x1p-24;
  private static final int TRIALS = 3;

  /** Roundings in the longest formula for one element: a sigmoid of the FLOAT32 back ends. */
  private static final int FORMULA = 20;

  private final Map<String, Double> perRounding = new HashMap<>();
  private final int roundings;

  /** Measures an application; {@code seed} null is for the forward pass alone. */
  public RoundingBound(Application application, Tensor seed) {
    Map<String, Tensor> exact = application.run(Backends.fp64(), seed);
    int largest = exact.get("y").elements();
    for (Tensor input : application.inputs().values()) {
      largest = Math.max(largest, input.elements());
    }
    roundings = largest + FORMULA;
    Map<String, Double> changes = new HashMap<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < TRIALS; trial++) {
      Map<String, Tensor> others = new LinkedHashMap<>();
      application.inputs().forEach((input, value) -> others.put(input, changed(value, random)));
      application
          .with(others)
          .run(Backends.fp64(), seed == null ? null : changed(seed, random))
          .forEach(
              (result, moved) ->
                  changes.merge(result, distance(exact.get(result), moved), Math::max));
    }
    exact.forEach(
        (result, value) ->
            perRounding.put(
                result,
                changes.get(result) / CHANGE
                    + Near.largest(value)
                    + application.magnitude(result)));
  }

  /** The bound for every element of a result. */
  public double of(String result, DType dtype) {
    return roundings * dtype.unitRoundoff() * perRounding.get(result);
  }

  private static Tensor changed(Tensor tensor, SplittableRandom random) {
    Tensor changed = tensor.copy();
    for (int i = 0; i < changed.elements(); i++) {
      changed.set(i, changed.get(i) * (random.nextBoolean() ? 1 + CHANGE : 1 - CHANGE));
    }
    return changed;
  }

  private static double distance(Tensor a, Tensor b) {
    double distance = 0;
    for (int i = 0; i < a.elements(); i++) {
      distance = Math.max(distance, Math.abs(a.get(i) - b.get(i)));
    }
    return distance;
  }
}
