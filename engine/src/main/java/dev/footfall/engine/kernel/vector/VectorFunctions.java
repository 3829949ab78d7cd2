package dev.footfall.engine.kernel.vector;

import static dev.footfall.engine.kernel.scalar.FloatFunctions.A11;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.A13;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.A15;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.A3;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.A5;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.A7;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.A9;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.C2;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.C3;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.C4;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.C5;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.C6;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.C7;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.EXPM1_LOW;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.EXP_HIGH;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.EXP_LOW;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.GELU_CUBIC;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.GELU_LINEAR;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.INVERSE_LN2;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.INVERSE_SQRT_2PI;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.LN2_HIGH;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.LN2_LOW;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.NORMAL_0;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.NORMAL_1;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.NORMAL_2;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.NORMAL_3;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.NORMAL_4;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.NORMAL_5;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.NORMAL_6;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.NORMAL_7;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.NORMAL_8;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.NORMAL_9;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.NORMAL_P;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.ROUNDER;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.SIGMOID_LIMIT;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.TANH_LIMIT;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.IS_NEGATIVE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

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

  static FloatVector exp(FloatVector x) {
    FloatVector z = x.max(EXP_LOW).min(EXP_HIGH);
    FloatVector shifted = z.mul(INVERSE_LN2).add(ROUNDER);
    FloatVector half = powerOfTwo(shifted.sub(1f));
    FloatVector exp = half.mul(expm1(z, shifted.sub(ROUNDER))).add(half).mul(2f);
    return exp.blend(0f, x.compare(LT, EXP_LOW))
        .blend(Float.POSITIVE_INFINITY, x.compare(GT, EXP_HIGH));
  }

  static FloatVector expm1(FloatVector x) {
    FloatVector z = x.max(EXPM1_LOW);
    FloatVector shifted = z.mul(INVERSE_LN2).add(ROUNDER);
    FloatVector scale = powerOfTwo(shifted);
    return scale.mul(expm1(z, shifted.sub(ROUNDER))).add(scale.sub(1f));
  }

  static FloatVector normal(FloatVector x) {
    return normal(x, bell(x));
  }

  private static FloatVector bell(FloatVector x) {
    return exp(x.mul(x).mul(-0.5f));
  }

  private static FloatVector normal(FloatVector x, FloatVector bell) {
    FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
    FloatVector t = one.div(x.abs().mul(NORMAL_P).add(1f));
    FloatVector w = one.sub(t.mul(2f));
    FloatVector q = w.mul(NORMAL_9).add(NORMAL_8);
    q = w.mul(q).add(NORMAL_7);
    q = w.mul(q).add(NORMAL_6);
    q = w.mul(q).add(NORMAL_5);
    q = w.mul(q).add(NORMAL_4);
    q = w.mul(q).add(NORMAL_3);
    q = w.mul(q).add(NORMAL_2);
    q = w.mul(q).add(NORMAL_1);
    q = w.mul(q).add(NORMAL_0);
    FloatVector tail = t.mul(q).mul(bell);
    return one.sub(tail).blend(tail, x.compare(LT, 0f));
  }

  static FloatVector softplus(FloatVector x) {
    FloatVector e = exp(x.abs().neg());
    FloatVector s = e.div(e.add(2f));
    FloatVector q = s.mul(s);
    FloatVector series = q.mul(A15).add(A13);
    series = q.mul(series).add(A11);
    series = q.mul(series).add(A9);
    series = q.mul(series).add(A7);
    series = q.mul(series).add(A5);
    series = q.mul(series).add(A3);
    series = q.mul(series).add(1f);
    return x.max(0f).add(s.mul(2f).mul(series));
  }

  static FloatVector geluSlope(FloatVector x) {
    FloatVector bell = bell(x);
    return normal(x, bell).add(x.mul(bell.mul(INVERSE_SQRT_2PI)));
  }

  static FloatVector geluTanh(FloatVector x) {
    return x.mul(sigmoid(geluArgument(x)));
  }

  static FloatVector geluTanhSlope(FloatVector x) {
    FloatVector s = sigmoid(geluArgument(x));
    FloatVector slope = x.mul(x).mul(3f * GELU_CUBIC).add(GELU_LINEAR);
    FloatVector bend = s.mul(FloatVector.broadcast(Lanes.SPECIES, 1f).sub(s));
    return s.add(x.mul(bend.mul(slope)));
  }

  static FloatVector siluSlope(FloatVector x) {
    FloatVector s = sigmoid(x);
    return s.mul(x.mul(FloatVector.broadcast(Lanes.SPECIES, 1f).sub(s)).add(1f));
  }

  private static FloatVector geluArgument(FloatVector x) {
    return x.mul(x.mul(x).mul(GELU_CUBIC).add(GELU_LINEAR));
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
