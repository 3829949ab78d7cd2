package dev.footfall.autograd.train;

import dev.footfall.autograd.RandomState;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;

/**
 * Cuts a data set into mini-batches, in a new random order every epoch.
 *
 * <p>The last batch of an epoch may be smaller. The tensors of a batch are reused by the next one
 * of the same size.
 */
public final class DataLoader {
  private final Dataset dataset;
  private final int batchSize;
  private final RandomGenerator random;
  private final int[] order;
  private final Batch whole;
  private final Batch rest;

  /**
   * A loader.
   *
   * @param random shuffles; drawing advances it
   * @throws IllegalArgumentException if the data set is empty or the batch size not positive
   */
  public DataLoader(Dataset dataset, int batchSize, RandomGenerator random) {
    if (dataset.size() == 0 || batchSize < 1) {
      throw new IllegalArgumentException(
          "data loader: examples and a positive batch size are"
              + " needed ("
              + dataset.size()
              + " examples, batch size "
              + batchSize
              + ")");
    }
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.random = random;
    this.order = new int[dataset.size()];
    Arrays.setAll(order, i -> i);
    this.whole = batch(Math.min(batchSize, dataset.size()));
    this.rest = batch(dataset.size() % batchSize);
  }

  /** Number of batches in an epoch. */
  public int batches() {
    return (dataset.size() + batchSize - 1) / batchSize;
  }

  /** Number of examples in {@code count} batches from one on, counted from 0; less at the end. */
  int examples(int from, int count) {
    return (int) Math.min((long) count * batchSize, dataset.size() - (long) from * batchSize);
  }

  /** What the batches depend on beside the order, for a checkpoint. */
  String description() {
    return dataset.size() + " examples in batches of " + batchSize;
  }

  /**
   * The batches of one epoch; every example once. Each call begins another epoch, and does not
   * change the order of one that is being read.
   */
  public Iterable<Batch> epoch() {
    for (int i = order.length - 1; i > 0; i--) { // Fisher and Yates
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    int[] ofThisEpoch = order.clone();
    return () -> new Batches(ofThisEpoch);
  }

  /**
   * The order of the last epoch, {@code [examples]} in FLOAT64: with the source all of the state.
   */
  Tensor order() {
    return Tensor.of(Shape.of(order.length), Arrays.stream(order).asDoubleStream().toArray());
  }

  /**
   * Takes up an order that {@link #order} answered.
   *
   * @throws IllegalArgumentException if it is no order of these examples
   */
  void order(Tensor last) {
    boolean[] seen = new boolean[order.length];
    boolean valid = last.elements() == order.length;
    for (int i = 0; valid && i < order.length; i++) {
      int index = (int) last.get(i);
      valid = index == last.get(i) && index >= 0 && index < order.length && !seen[index];
      if (valid) {
        seen[index] = true;
      }
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "data loader: not an order of "
              + order.length
              + " examples (order "
              + last.shape()
              + ")");
    }
    Arrays.setAll(order, i -> (int) last.get(i));
  }

  /**
   * The source of the order.
   *
   * @throws IllegalStateException if its state cannot be saved
   */
  RandomState source() {
    if (random instanceof RandomState source) {
      return source;
    }
    throw new IllegalStateException(
        "data loader: the state of a "
            + random.getClass().getSimpleName()
            + " cannot be saved; shuffle with a SplitMix");
  }

  private Batch batch(int size) {
    return new Batch(
        Tensor.zeros(DType.FLOAT32, batched(size, dataset.inputShape())),
        Tensor.zeros(DType.FLOAT32, batched(size, dataset.targetShape())),
        new int[size]);
  }

  private static Shape batched(int size, Shape example) {
    int[] extents = new int[example.rank() + 1];
    extents[0] = size;
    System.arraycopy(example.toArray(), 0, extents, 1, example.rank());
    return Shape.of(extents);
  }

  private final class Batches implements Iterator<Batch> {
    private final int[] order;
    private int at;

    Batches(int[] order) {
      this.order = order;
    }

    @Override
    public boolean hasNext() {
      return at < order.length;
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int size = Math.min(batchSize, order.length - at);
      Batch batch = size == whole.indices().length ? whole : rest;
      for (int i = 0; i < size; i++) {
        int index = order[at + i];
        batch.indices()[i] = index;
        dataset.copy(
            index,
            batch.x(),
            i * dataset.inputShape().elements(),
            batch.y(),
            i * dataset.targetShape().elements());
      }
      at += size;
      return batch;
    }
  }
}
