package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.F;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class PermuteOpTest {

  @Property
  void gradientsAreRight(
      @ForAll("shapes") List<Integer> extents, @ForAll long order, @ForAll long seed) {
    List<Integer> axes = order(extents.size(), order);
    Application application =
        Application.of("permute " + axes, in -> F.permute(in.get("x"), axes))
            .input("x", new RandomTensors(seed).uniform(toArray(extents)));
    application.checkGradients();
    application.checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("permute")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    List<Integer> axes = Arrays.stream(golden.spec().get("axes").asInts()).boxed().toList();
    golden.check(kernels, golden.application(in -> F.permute(in.get("x"), axes)));
  }

  @Property
  void theInverseOrderUndoesIt(
      @ForAll("shapes") List<Integer> extents, @ForAll long order, @ForAll long seed) {
    List<Integer> axes = order(extents.size(), order);
    List<Integer> inverse = IntStream.range(0, axes.size()).mapToObj(axes::indexOf).toList();
    Tensor x = new RandomTensors(seed).uniform(toArray(extents));
    Application application =
        Application.of("back", in -> F.permute(F.permute(in.get("x"), axes), inverse))
            .input("x", x);
    Near.requireSameBits("y", x, application.run(Backends.fp64(), null).get("y"));
  }

  @Test
  void transposingExchangesTwoAxes() {
    assertEquals(new PermuteOp(List.of(0, 3, 2, 1)), PermuteOp.transpose(4, 1, 3));
    assertEquals(new PermuteOp(List.of(0, 3, 2, 1)), PermuteOp.transpose(4, 3, 1));
    assertEquals(new PermuteOp(List.of(0, 1)), PermuteOp.transpose(2, 1, 1));
  }

  @Provide
  Arbitrary<List<Integer>> shapes() {
    return Arbitraries.of(1, 2, 3, 4, 8, 9)
        .list()
        .ofMinSize(0)
        .ofMaxSize(4)
        .filter(s -> elements(s) < 200);
  }

  private static int elements(List<Integer> extents) {
    return extents.stream().reduce(1, (a, b) -> a * b);
  }

  private static int[] toArray(List<Integer> extents) {
    return extents.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Integer> order(int rank, long seed) {
    List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.shuffle(axes, new Random(seed));
    return axes;
  }
}
