package dev.footfall.autograd.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.SplitMix;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DataLoaderTest {

  /** Example i has inputs 10 i and 10 i + 1, and the target -i. */
  private record Numbered(int size) implements Dataset {
    @Override
    public Shape inputShape() {
      return Shape.of(1, 2);
    }

    @Override
    public Shape targetShape() {
      return Shape.of();
    }

    @Override
    public void copy(int index, Tensor x, int xOffset, Tensor y, int yOffset) {
      x.set(xOffset, 10 * index);
      x.set(xOffset + 1, 10 * index + 1);
      y.set(yOffset, -index);
    }
  }

  @Property
  void everyExampleComesOnceInEveryEpoch(
      @ForAll @IntRange(min = 1, max = 40) int examples,
      @ForAll @IntRange(min = 1, max = 50) int batchSize,
      @ForAll long seed) {
    DataLoader loader = loader(examples, batchSize, seed);
    for (int epoch = 0; epoch < 3; epoch++) {
      int[] order = order(loader, examples, batchSize);
      int[] sorted = order.clone();
      Arrays.sort(sorted);
      for (int i = 0; i < examples; i++) {
        assertEquals(i, sorted[i]);
      }
    }
  }

  /** Reads an epoch and checks each batch on the way. */
  private static int[] order(DataLoader loader, int examples, int batchSize) {
    int[] order = new int[examples];
    int at = 0;
    int batches = 0;
    for (Batch batch : loader.epoch()) {
      int size = Math.min(batchSize, examples - at);
      assertEquals(Shape.of(size, 1, 2), batch.x().shape());
      assertEquals(Shape.of(size), batch.y().shape());
      assertEquals(size, batch.indices().length);
      for (int i = 0; i < size; i++) {
        int index = batch.indices()[i];
        assertEquals(10 * index, batch.x().get(2 * i));
        assertEquals(10 * index + 1, batch.x().get(2 * i + 1));
        assertEquals(-index, batch.y().get(i));
        order[at++] = index;
      }
      batches++;
    }
    assertEquals(loader.batches(), batches);
    assertEquals(examples, at);
    return order;
  }

  @Test
  void theOrderDiffersBetweenEpochsAndFollowsFromTheSeed() {
    DataLoader loader = loader(20, 7, 1);
    int[] first = order(loader, 20, 7);
    int[] second = order(loader, 20, 7);
    assertFalse(Arrays.equals(first, second));
    DataLoader again = loader(20, 7, 1);
    assertArrayEquals(first, order(again, 20, 7));
    assertArrayEquals(second, order(again, 20, 7));
    assertFalse(Arrays.equals(first, order(loader(20, 7, 2), 20, 7)));
  }

  @Test
  void anotherEpochDoesNotChangeTheOneThatIsBeingRead() {
    int[] expected = order(loader(20, 7, 1), 20, 7);
    DataLoader loader = loader(20, 7, 1);
    int[] found = new int[20];
    int at = 0;
    for (Batch batch : loader.epoch()) {
      for (int index : batch.indices()) {
        found[at++] = index;
      }
      loader.epoch();
    }
    assertArrayEquals(expected, found);
  }

  @Test
  void anEpochCanBeReadTwice() {
    Iterable<Batch> epoch = loader(20, 7, 1).epoch();
    List<Integer> first = new ArrayList<>();
    List<Integer> second = new ArrayList<>();
    epoch.forEach(batch -> first.add(batch.indices()[0]));
    epoch.forEach(batch -> second.add(batch.indices()[0]));
    assertEquals(first, second);
  }

  @Test
  void withItsOrderAndItsSourceALoaderGoesOnAsAnother() {
    DataLoader loader = new DataLoader(new Numbered(20), 7, new SplitMix(1));
    order(loader, 20, 7);
    DataLoader other = new DataLoader(new Numbered(20), 7, new SplitMix(1));
    other.order(loader.order());
    other.source().state(loader.source().state());
    for (int epoch = 0; epoch < 3; epoch++) {
      assertArrayEquals(order(loader, 20, 7), order(other, 20, 7));
    }
  }

  @Test
  void whatIsNoOrderIsRefusedAndChangesNothing() {
    DataLoader loader = loader(3, 2, 1);
    for (double[] bad : new double[][] {{0, 1}, {0, 1, 1}, {0, 1, 3}, {0, 1, 1.5}, {-1, 0, 1}}) {
      Tensor order = Tensor.of(Shape.of(bad.length), bad);
      assertEquals(
          "data loader: not an order of 3 examples (order [" + bad.length + "])",
          assertThrows(IllegalArgumentException.class, () -> loader.order(order)).getMessage());
    }
    assertEquals(3, Arrays.stream(order(loader, 3, 2)).distinct().count());
  }

  @Test
  void aSourceThatHidesItsStateIsNamed() {
    DataLoader loader = loader(3, 2, 1);
    assertEquals(
        "data loader: the state of a SplittableRandom cannot be saved; shuffle with a SplitMix",
        assertThrows(IllegalStateException.class, loader::source).getMessage());
  }

  /**
   * From one epoch to the next, each of the six ways to move three examples comes in about a sixth
   * of all cases. (The orders themselves would be equally frequent after any shuffle.)
   */
  @Test
  void allPermutationsAreEquallyLikely() {
    DataLoader loader = loader(3, 3, 1);
    int[] count = new int[27];
    int epochs = 30_000;
    int[] before = {0, 1, 2};
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = order(loader, 3, 3);
      int permutation = 0;
      for (int index : order) {
        permutation = 3 * permutation + List.of(before[0], before[1], before[2]).indexOf(index);
      }
      count[permutation]++;
      before = order;
    }
    // Binomial: five standard deviations are 5 sqrt(30000 5/36) = 323.
    assertEquals(6, Arrays.stream(count).filter(n -> Math.abs(n - epochs / 6) < 323).count());
  }

  @Test
  void theLastBatchOfAnEpochMayBeSmaller() {
    assertEquals(List.of(4, 4, 2), sizes(loader(10, 4, 1)));
    assertEquals(List.of(4, 4), sizes(loader(8, 4, 1)));
    assertEquals(List.of(3), sizes(loader(3, 4, 1)));
    assertEquals(List.of(1, 1, 1), sizes(loader(3, 1, 1)));
  }

  private static List<Integer> sizes(DataLoader loader) {
    List<Integer> sizes = new ArrayList<>();
    loader.epoch().forEach(batch -> sizes.add(batch.indices().length));
    assertEquals(loader.batches(), sizes.size());
    return sizes;
  }

  @Test
  void theTensorsOfABatchAreReused() {
    Iterator<Batch> epoch = loader(10, 4, 1).epoch().iterator();
    Batch first = epoch.next();
    assertSame(first.x(), epoch.next().x());
    assertEquals(2, epoch.next().indices().length);
    assertThrows(NoSuchElementException.class, epoch::next);
  }

  @Test
  void emptyDataSetsAndBatchesAreRejected() {
    rejects(
        "data loader: examples and a positive batch size are needed (0 examples, batch size 4)",
        0,
        4);
    rejects(
        "data loader: examples and a positive batch size are needed (3 examples, batch size 0)",
        3,
        0);
  }

  private static void rejects(String message, int examples, int batchSize) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> loader(examples, batchSize, 1))
            .getMessage());
  }

  private static DataLoader loader(int examples, int batchSize, long seed) {
    return new DataLoader(new Numbered(examples), batchSize, new SplittableRandom(seed));
  }
}
