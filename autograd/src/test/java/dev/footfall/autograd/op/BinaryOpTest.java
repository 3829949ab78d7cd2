package dev.footfall.autograd.op;

import dev.footfall.autograd.op.BinaryOp.Function;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BinaryOpTest {

  /** Bits of the masks say which axes of an operand are 1; leading ones may be left out. */
  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("extents") int length,
      @ForAll @IntRange(max = 7) int maskA,
      @ForAll @IntRange(max = 7) int maskB,
      @ForAll boolean shortened,
      @ForAll long seed) {
    Shape whole = Shape.of(batch, channels, length);
    RandomTensors random = new RandomTensors(seed);
    Tensor a = grid(random, stretchable(whole, maskA, shortened), 0);
    Tensor b = grid(random, stretchable(whole, maskB, shortened), 1.0 / 64);
    for (Function function : Function.values()) {
      Application application = application(function, a, b);
      application.checkGradients();
      application.checkBackends();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("binary")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    String name = golden.spec().get("function").asString();
    BinaryOp op = new BinaryOp(Function.valueOf(name.toUpperCase(Locale.ROOT)));
    golden.check(kernels, golden.application(in -> Tape.apply(op, in.get("a"), in.get("b"))));
  }

  /** Stretching by hand and summing by hand gives the same values and gradients. */
  @ParameterizedTest
  @EnumSource(Function.class)
  void broadcastingIsRepetition(Function function) {
    RandomTensors random = new RandomTensors(1);
    Tensor a = grid(random, Shape.of(2, 3, 4), 0);
    Tensor b = grid(random, Shape.of(3, 1), 1.0 / 64);
    Tensor repeated = a.copy();
    for (int i = 0; i < repeated.elements(); i++) {
      repeated.set(i, b.get(i / 4 % 3));
    }
    Tensor seed = random.uniform(a.shape());
    Map<String, Tensor> found = application(function, a, b).run(Backends.fp64(), seed);
    Map<String, Tensor> expected = application(function, a, repeated).run(Backends.fp64(), seed);
    Near.requireSameBits("y", expected.get("y"), found.get("y"));
    Near.requireSameBits("da", expected.get("da"), found.get("da"));
    Tensor sums = Tensor.of(b.shape(), new double[3]);
    for (int i = 0; i < repeated.elements(); i++) {
      int channel = i / 4 % 3;
      sums.set(channel, sums.get(channel) + expected.get("db").get(i));
    }
    // 8 terms of at most 64^2, in two orders.
    Near.require("db", sums, found.get("db"), (i, e) -> 16 * 4096 * 0x1p-53);
  }

  private static Application application(Function function, Tensor a, Tensor b) {
    return Application.of(
            function.toString(), in -> Tape.apply(new BinaryOp(function), in.get("a"), in.get("b")))
        .input("a", a)
        .input("b", b);
  }

  /**
   * Odd multiples of 1/32 between -1 and 1, shifted: operands of different shifts have no ties, and
   * neither is near 0.
   */
  private static Tensor grid(RandomTensors random, Shape shape, double shift) {
    Tensor tensor = random.between(-16, 16, shape);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, (2 * Math.floor(tensor.get(i)) + 1) / 32 + shift);
    }
    return tensor;
  }

  private static Shape stretchable(Shape whole, int mask, boolean shortened) {
    int[] extents = whole.toArray();
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = (mask >> axis & 1) == 1 ? 1 : extents[axis];
    }
    int from = 0;
    while (shortened && from < extents.length && extents[from] == 1) {
      from++;
    }
    return Shape.of(java.util.Arrays.copyOfRange(extents, from, extents.length));
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }
}
