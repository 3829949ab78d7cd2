package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.F;
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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class MatmulOpTest {

  @Property
  void gradientsAreRight(
      @ForAll("batches") Batches batches,
      @ForAll("sizes") int m,
      @ForAll("sizes") int k,
      @ForAll("sizes") int n,
      @ForAll long seed) {
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        application(batches, m, k, n, transposeA, transposeB, seed).checkGradients();
      }
    }
  }

  @Property
  void backEndsAgree(
      @ForAll("batches") Batches batches,
      @ForAll("extents") int m,
      @ForAll("extents") int k,
      @ForAll("extents") int n,
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll long seed) {
    application(batches, m, k, n, transposeA, transposeB, seed).checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("matmul")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    boolean transposeA = golden.spec().get("transpose_a").asBoolean();
    boolean transposeB = golden.spec().get("transpose_b").asBoolean();
    golden.check(
        kernels,
        golden.application(in -> F.matmul(in.get("a"), in.get("b"), transposeA, transposeB)));
  }

  /** {@code <A B, S> = <A, dA> = <B, dB>}: both gradients are adjoints. */
  @Property
  void gradientsAreAdjoint(
      @ForAll("batches") Batches batches,
      @ForAll("sizes") int m,
      @ForAll("sizes") int k,
      @ForAll("sizes") int n,
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll long seed) {
    Application application = application(batches, m, k, n, transposeA, transposeB, seed);
    Tensor s = application.seedGradient();
    Map<String, Tensor> results = application.run(Backends.fp64(), s);
    double expected = ShapeLawsTest.dot(results.get("y"), s);
    // As many products as the sums have, each of three numbers of at most 1.
    double products = (double) s.elements() * k;
    double bound = 2 * products * (products + 3) * 0x1p-53;
    for (String input : List.of("a", "b")) {
      assertEquals(
          expected,
          ShapeLawsTest.dot(application.inputs().get(input), results.get("d" + input)),
          bound,
          application + " " + input);
    }
  }

  /** Flags and permutations say the same, whether each a has its b or all share one. */
  @Property
  void aFlagTransposesTheLastTwoAxes(
      @ForAll("sizes") int m, @ForAll("sizes") int k, @ForAll("sizes") int n, @ForAll long seed) {
    RandomTensors random = new RandomTensors(seed);
    Tensor a = random.uniform(2, k, m);
    requireFlagsTranspose(a, random.uniform(2, n, k), 0);
    // Sums of at most 10 products of numbers of at most 1, in another order where rows are joined.
    requireFlagsTranspose(a, random.uniform(1, n, k), 2 * 100 * 0x1p-53);
  }

  private static void requireFlagsTranspose(Tensor a, Tensor b, double bound) {
    Application flags =
        Application.of("flags", in -> F.matmul(in.get("a"), in.get("b"), true, true))
            .input("a", a)
            .input("b", b);
    Application permuted =
        Application.of(
                "permuted",
                in -> F.matmul(F.transpose(in.get("a"), 1, 2), F.transpose(in.get("b"), 1, 2)))
            .input("a", a)
            .input("b", b);
    Tensor seedGradient = flags.seedGradient();
    Map<String, Tensor> expected = permuted.run(Backends.fp64(), seedGradient);
    flags
        .run(Backends.fp64(), seedGradient)
        .forEach(
            (result, found) -> Near.require(result, expected.get(result), found, (i, e) -> bound));
  }

  /** Written out: an index that is wrong for both operands alike has the right gradients. */
  @Test
  void everyMatrixMeetsItsPartner() {
    RandomTensors random = new RandomTensors(1);
    Tensor a = random.uniform(2, 3, 2, 4);
    for (Shape batch : List.of(Shape.of(2, 3), Shape.of(2, 1), Shape.of(1, 3))) {
      int rows = batch.extent(0);
      int columns = batch.extent(1);
      Tensor b = random.uniform(rows, columns, 4, 5);
      Tape tape = Tape.inference(Backends.fp64());
      Tensor y = F.matmul(tape.constant(a), tape.constant(b)).value();
      for (int at = 0; at < y.elements(); at++) {
        int product = at / 10;
        int partner = product / 3 % rows * columns + product % 3 % columns;
        double sum = 0;
        for (int k = 0; k < 4; k++) {
          sum += a.get(at / 5 * 4 + k) * b.get((partner * 4 + k) * 5 + at % 5);
        }
        assertEquals(sum, y.get(at), 2 * 4 * 4 * 0x1p-53, batch + " at " + at);
      }
    }
  }

  @Test
  void aProductOverNothingIsZero() {
    RandomTensors random = new RandomTensors(1);
    Application application =
        Application.of("matmul", in -> F.matmul(in.get("a"), in.get("b")))
            .input("a", random.uniform(2, 3, 0))
            .input("b", random.uniform(2, 0, 4));
    for (Kernels kernels : Backends.all()) {
      Tensor y = application.run(kernels, application.seedGradient()).get("y");
      assertEquals(Shape.of(2, 3, 4), y.shape());
      assertEquals(0, Near.largest(y));
    }
  }

  /** The axes before the last two of both operands. */
  record Batches(List<Integer> a, List<Integer> b) {}

  @Provide
  Arbitrary<Batches> batches() {
    return Arbitraries.of(
        new Batches(List.of(), List.of()),
        new Batches(List.of(3), List.of(3)),
        new Batches(List.of(3), List.of()),
        new Batches(List.of(), List.of(3)),
        new Batches(List.of(3), List.of(1)),
        new Batches(List.of(1), List.of(2)),
        new Batches(List.of(2, 1), List.of(3)),
        new Batches(List.of(1, 3), List.of(2, 1)),
        new Batches(List.of(2, 3), List.of(2, 3)),
        new Batches(List.of(2, 2), List.of(1, 1)));
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Extents.upTo(5);
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }

  private static Application application(
      Batches batches, int m, int k, int n, boolean transposeA, boolean transposeB, long seed) {
    RandomTensors random = new RandomTensors(seed);
    return Application.of(
            "matmul" + (transposeA ? " transposed a" : "") + (transposeB ? " transposed b" : ""),
            in -> F.matmul(in.get("a"), in.get("b"), transposeA, transposeB))
        .input("a", random.uniform(shape(batches.a(), transposeA ? k : m, transposeA ? m : k)))
        .input("b", random.uniform(shape(batches.b(), transposeB ? n : k, transposeB ? k : n)));
  }

  private static int[] shape(List<Integer> batch, int rows, int columns) {
    return IntStream.concat(batch.stream().mapToInt(Integer::intValue), IntStream.of(rows, columns))
        .toArray();
  }
}
