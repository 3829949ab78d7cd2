package dev.footfall.engine.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FixedPointTest {

  @Test
  void multipliersAreGolden() {
    Json golden = GoldenIntegers.of("multiplier");
    double[] factors = golden.get("factor").asDoubles();
    for (int i = 0; i < factors.length; i++) {
      Multiplier expected =
          new Multiplier(golden.get("value").at(i).asInt(), golden.get("shift").at(i).asInt());
      assertEquals(expected, Multiplier.of(factors[i]), "of " + factors[i]);
    }
  }

  @Test
  void highProductsAreGolden() {
    Json golden = GoldenIntegers.of("doubling_high_multiply");
    int[] a = golden.get("a").asInts();
    int[] b = golden.get("b").asInts();
    int[] y = golden.get("y").asInts();
    for (int i = 0; i < y.length; i++) {
      assertEquals(y[i], FixedPoint.doublingHighMultiply(a[i], b[i]), a[i] + " by " + b[i]);
    }
  }

  @Test
  void shiftsAreGolden() {
    Json golden = GoldenIntegers.of("rounding_shift");
    int[] x = golden.get("x").asInts();
    int[] exponent = golden.get("exponent").asInts();
    int[] y = golden.get("y").asInts();
    for (int i = 0; i < y.length; i++) {
      assertEquals(y[i], FixedPoint.roundingShift(x[i], exponent[i]), x[i] + " by " + exponent[i]);
    }
  }

  @Test
  void productsWithMultipliersAreGolden() {
    Json golden = GoldenIntegers.of("multiply");
    int[] x = golden.get("x").asInts();
    int[] value = golden.get("value").asInts();
    int[] shift = golden.get("shift").asInts();
    int[] y = golden.get("y").asInts();
    for (int i = 0; i < y.length; i++) {
      assertEquals(
          y[i],
          FixedPoint.multiply(x[i], value[i], shift[i]),
          x[i] + " by " + value[i] + ", " + shift[i]);
    }
  }

  /** The nearest integer, halves upwards: {@code floor((2 a b + 2^31) / 2^32)}. */
  @Property
  void theHighProductIsTheNearestInteger(@ForAll int a, @ForAll int b) {
    BigInteger twice = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).shiftLeft(1);
    BigInteger exact = twice.add(BigInteger.ONE.shiftLeft(31)).shiftRight(32);
    assertEquals(
        exact.min(BigInteger.valueOf(Integer.MAX_VALUE)).intValueExact(),
        FixedPoint.doublingHighMultiply(a, b));
  }

  /** The reference's own form, a nudge of the product's sign and a division that truncates. */
  @Property
  void theHighProductIsThatOfTheScheme(@ForAll int a, @ForAll int b) {
    long product = (long) a * b;
    long nudge = product >= 0 ? 1L << 30 : 1 - (1L << 30);
    boolean overflow = a == b && a == Integer.MIN_VALUE;
    int expected = overflow ? Integer.MAX_VALUE : (int) ((product + nudge) / (1L << 31));
    assertEquals(expected, FixedPoint.doublingHighMultiply(a, b));
  }

  @Property
  void theShiftIsTheNearestIntegerHalvesAwayFromZero(
      @ForAll int x, @ForAll @IntRange(max = 31) int exponent) {
    BigDecimal quotient = BigDecimal.valueOf(x).divide(BigDecimal.TWO.pow(exponent));
    assertEquals(
        quotient.setScale(0, RoundingMode.HALF_UP).intValueExact(),
        FixedPoint.roundingShift(x, exponent));
  }

  @Property
  void aMultiplierIsNearItsFactor(@ForAll @DoubleRange(min = -28, max = 30) double exponent) {
    double factor = Math.pow(2, exponent);
    Multiplier multiplier = Multiplier.of(factor);
    assertTrue(multiplier.value() >= 1 << 30);
    // Half a unit of a value of 31 bits.
    assertEquals(1, multiplier.factor() / factor, 0x1p-31);
  }

  /** The bound of the class comment, and saturation where the product leaves 32 bits. */
  @Property
  void aProductIsNearTheExactOne(
      @ForAll int x,
      @ForAll @IntRange(min = 1 << 30) int value,
      @ForAll @IntRange(min = -31, max = 31) int shift) {
    double exact = x * Math.scalb((double) value, shift - 31);
    double bound = 0.5 + Math.scalb(0.5, shift);
    int product = FixedPoint.multiply(x, value, shift);
    if (shift <= 0 || Math.abs(Math.scalb((double) x, shift)) < 0x1p31) {
      // Double has 53 bits for the 62 of the product.
      assertEquals(exact, product, bound + Math.abs(exact) * 0x1p-52);
    } else {
      assertTrue(Math.abs((long) product) >= (value >> 1), "product " + product);
      assertEquals(x > 0, product > 0);
    }
  }

  @Property
  void aShiftedNumberIsTheNearestThatIsAllowed(
      @ForAll int x,
      @ForAll @IntRange(min = -128, max = 127) int zeroPoint,
      @ForAll @IntRange(min = -128, max = 127) int least) {
    long exact = Math.clamp((long) x + zeroPoint, (long) least, 127L);
    assertEquals(exact, FixedPoint.shifted(x, zeroPoint, least, 127));
  }

  @Property
  void saturationKeepsToTheBits(@ForAll long x) {
    assertEquals(Math.clamp(x, Integer.MIN_VALUE, Integer.MAX_VALUE), FixedPoint.saturated(x));
    assertEquals(Math.clamp(x, -0x8000, 0x7fff), FixedPoint.saturated16(x));
  }

  @Test
  void aFactorThatIsNoneIsRefused() {
    for (double factor : new double[] {-1, Double.NaN, 0x1p31, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "multiplier: expected a factor from 0 to 2^31 but found " + factor,
          assertThrows(IllegalArgumentException.class, () -> Multiplier.of(factor)).getMessage());
    }
    assertEquals(new Multiplier(Integer.MAX_VALUE, 31), Multiplier.of(Math.nextDown(0x1p31)));
  }
}
