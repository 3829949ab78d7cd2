package dev.footfall.engine.kernel.vector;

import static dev.footfall.engine.kernel.scalar.FloatFunctions.C2;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.C3;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.C4;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.C5;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.C6;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.C7;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.INVERSE_LN2;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.LN2_HIGH;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.LN2_LOW;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.ROUNDER;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.SIGMOID_LIMIT;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.TANH_LIMIT;
import static jdk.incubator.vector.VectorOperators.IS_NEGATIVE;
import static jdk.incubator.vector.VectorOperators.LSHL;

import dev.footfall.engine.kernel.scalar.FloatFunctions;
import jdk.incubator.vector.FloatVector;

/**
 * {@link FloatFunctions} on vectors: the same operations in the same order, without FMA, hence the
 * same bits.
 */
final class VectorFunctions {
  private VectorFunctions() {}

  static FloatVector sigmoid(FloatVector x) {
    FloatVector z = x.max(-SIGMOID_LIMIT).min(SIGMOID_LIMIT).neg();
    FloatVector shifted = z.mul(INVERSE_LN2).add(ROUNDER);
    FloatVector scale = powerOfTwo(shifted);
    FloatVector exp = scale.mul(expm1(z, shifted.sub(ROUNDER))).add(scale);
    return FloatVector.broadcast(Lanes.SPECIES, 1f).div(exp.add(1f));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector z = x.abs().min(TANH_LIMIT).mul(2f);
    FloatVector shifted = z.mul(INVERSE_LN2).add(ROUNDER);
    FloatVector scale = powerOfTwo(shifted);
    FloatVector expm1 = scale.mul(expm1(z, shifted.sub(ROUNDER))).add(scale.sub(1f));
    FloatVector magnitude = expm1.div(expm1.add(2f));
    return magnitude.blend(magnitude.neg(), x.test(IS_NEGATIVE));
  }

  private static FloatVector expm1(FloatVector z, FloatVector k) {
    FloatVector r = z.sub(k.mul(LN2_HIGH)).sub(k.mul(LN2_LOW));
    FloatVector tail = r.mul(C7).add(C6);
    tail = r.mul(tail).add(C5);
    tail = r.mul(tail).add(C4);
    tail = r.mul(tail).add(C3);
    tail = r.mul(tail).add(C2);
    return r.add(r.mul(r).mul(tail));
  }

  private static FloatVector powerOfTwo(FloatVector shifted) {
    return shifted.reinterpretAsInts().lanewise(LSHL, 23).add(0x3f800000).reinterpretAsFloats();
  }
}
