package dev.footfall.autograd.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.F;
import dev.footfall.autograd.nn.BatchNorm1d;
import dev.footfall.autograd.nn.Conv1d;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.optim.GradientClip;
import dev.footfall.autograd.optim.Schedule;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Near;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerTest {
  /** Notes what it is told. */
  private static class Log implements Trainer.Progress {
    final List<String> lines = new ArrayList<>();

    @Override
    public void step(int step, int steps) {
      lines.add(step + "/" + steps);
    }

    @Override
    public void epoch(Trainer.Epoch epoch) {
      lines.add("epoch " + epoch.number() + (epoch.best() ? " best" : ""));
    }
  }

  private final Initializer init = new Initializer(DType.FLOAT32, new SplittableRandom(3));
  private final Conv1d conv = Conv1d.withBias(1, 1, 3, Conv1dSpec.causal(3, 1), init);

  @ParameterizedTest
  @CsvSource({"3 1 2 5, 2", "1 1 1 1, 1", "4 3 2 1, 4", "NaN 7 Infinity 8, 2"})
  void theWeightsOfTheBestEpochAreKept(String validations, int bestEpoch) {
    double[] figures = parse(validations);
    List<Map<String, Tensor>> snapshots = new ArrayList<>();
    BatchNorm1d norm = new BatchNorm1d(1, init);
    Trainer.Loss loss =
        (tape, batch) -> F.mse(norm.forward(tape.constant(batch.x())), tape.constant(batch.y()));
    DataLoader loader = new DataLoader(FilteredNoise.of(8, 1), 4, new SplittableRandom(1));
    List<Trainer.Epoch> epochs =
        trainer(Backends.scalar(), figures.length, 0.1)
            .fit(
                norm,
                loader,
                loss,
                () -> {
                  snapshots.add(copy(norm));
                  return figures[snapshots.size() - 1];
                },
                new Log());
    for (int epoch = 1; epoch <= figures.length; epoch++) {
      boolean best = true;
      for (int before = 0; before < epoch - 1; before++) {
        best &= figures[epoch - 1] < figures[before] || Double.isNaN(figures[before]);
      }
      assertEquals(best && figures[epoch - 1] < 1 / 0.0, epochs.get(epoch - 1).best());
      assertEquals(epoch, epochs.get(epoch - 1).number());
      assertEquals(figures[epoch - 1], epochs.get(epoch - 1).validation());
      snapshots
          .get(epoch - 1)
          .forEach(
              (name, tensor) ->
                  assertFalse(tensor == norm.state().get(name), "snapshots are copies"));
    }
    // Parameters and running statistics alike.
    snapshots
        .get(bestEpoch - 1)
        .forEach((name, tensor) -> Near.requireSameBits(name, tensor, norm.state().get(name)));
    assertFalse(same(snapshots.getFirst(), snapshots.getLast()), "training moves the weights");
  }

  @Test
  void withoutAFiniteValidationFigureThereIsNoBestEpoch() {
    DataLoader loader = new DataLoader(FilteredNoise.of(8, 1), 4, new SplittableRandom(1));
    ArithmeticException e =
        assertThrows(
            ArithmeticException.class,
            () ->
                trainer(Backends.scalar(), 2, 0.1)
                    .fit(conv, loader, loss(conv), () -> Double.NaN, new Log()));
    assertEquals("training: no epoch had a finite validation figure", e.getMessage());
  }

  @Test
  void progressIsToldOfEveryStepAndEpoch() {
    DataLoader loader = new DataLoader(FilteredNoise.of(10, 1), 4, new SplittableRandom(1));
    Log log = new Log();
    double[] figure = {2};
    trainer(Backends.scalar(), 2, 0.1).fit(conv, loader, loss(conv), () -> figure[0]++, log);
    assertEquals(
        List.of("1/6", "2/6", "3/6", "epoch 1 best", "4/6", "5/6", "6/6", "epoch 2"), log.lines);
  }

  /** With a loss that is always 0 there is no gradient, and only weight decay moves a weight. */
  @Test
  void weightsDecayWithTheLearningRateOfTheSchedule() {
    double before = conv.weight().value().get(0);
    Trainer.Loss nothing =
        (tape, batch) -> F.scale(0, F.mean(conv.forward(tape.constant(batch.x()))));
    DataLoader loader = new DataLoader(FilteredNoise.of(8, 1), 4, new SplittableRandom(1));
    new Trainer(Backends.scalar(), new Trainer.Settings(5, 0.1, 0.5, 1))
        .fit(conv, loader, nothing, decreasing(), new Log());
    double expected = before;
    for (int step = 0; step < 10; step++) {
      expected *= 1 - Schedule.oneCycle(0.1, 10).at(step) * 0.5;
    }
    // Two roundings a step.
    double limit = 20 * 0x1p-24 * Math.abs(before);
    assertEquals(expected, conv.weight().value().get(0), limit);
  }

  @Test
  void gradientsAreClippedAndStartFromZeroInEveryStep() {
    Trainer.Loss steep =
        (tape, batch) -> F.scale(100, F.mean(conv.forward(tape.constant(batch.x()))));
    DataLoader loader = new DataLoader(FilteredNoise.of(8, 1), 4, new SplittableRandom(1));
    Log log =
        new Log() {
          @Override
          public void step(int step, int steps) {
            super.step(step, steps);
            double norm =
                GradientClip.byNorm(
                    Backends.scalar(), conv.parameters().values(), Double.POSITIVE_INFINITY);
            // The bias alone has the gradient 100. Five roundings of squares and their sum.
            assertEquals(0.25, norm, 5 * 0x1p-24);
          }
        };
    new Trainer(Backends.scalar(), new Trainer.Settings(3, 0.1, 0, 0.25))
        .fit(conv, loader, steep, decreasing(), log);
    assertEquals(9, log.lines.size());
  }

  /** The mean of the losses of an epoch is what its batches gave. */
  @Test
  void theLossOfAnEpochIsTheMeanOfItsBatches() {
    List<Double> losses = new ArrayList<>();
    Trainer.Loss noted =
        (tape, batch) -> {
          Variable loss = loss(conv).of(tape, batch);
          losses.add(loss.item());
          return loss;
        };
    DataLoader loader = new DataLoader(FilteredNoise.of(10, 1), 4, new SplittableRandom(1));
    Trainer.Epoch epoch =
        trainer(Backends.scalar(), 1, 0.1)
            .fit(conv, loader, noted, decreasing(), new Log())
            .getFirst();
    assertEquals((losses.get(0) + losses.get(1) + losses.get(2)) / 3, epoch.loss(), 1e-15);
  }

  private static Trainer.Validation decreasing() {
    double[] figure = {0};
    return () -> figure[0]--;
  }

  @Test
  void aFrozenParameterIsNotTrained() {
    Tensor before = conv.bias().value().copy();
    conv.bias().freeze(true);
    DataLoader loader = new DataLoader(FilteredNoise.of(8, 1), 4, new SplittableRandom(1));
    trainer(Backends.scalar(), 2, 0.1).fit(conv, loader, loss(conv), () -> 1, new Log());
    Near.requireSameBits("bias", before, conv.bias().value());
  }

  @Test
  void trainingStopsAtTheFirstLossThatIsNotFinite() {
    FilteredNoise data = FilteredNoise.of(6, 1);
    data.ys().set(4 * FilteredNoise.LENGTH + 5, Double.NaN);
    DataLoader loader = new DataLoader(data, 1, new SplittableRandom(1));
    int batch = 1 + orderOfFirstEpoch(6, 1).indexOf(4);
    Log log = new Log();
    ArithmeticException e =
        assertThrows(
            ArithmeticException.class,
            () -> trainer(Backends.scalar(), 2, 0.1).fit(conv, loader, loss(conv), () -> 1, log));
    assertEquals(
        "training: loss NaN, gradient norm NaN in epoch 1, batch "
            + batch
            + "; first non-finite gradient: \"weight\" element 0; a lower learning rate is the"
            + " usual cure",
        e.getMessage());
    assertEquals(batch - 1, log.lines.size());
    assertEquals(-1, conv.weight().value().firstNonFinite(), "no step was made with it");
  }

  @Test
  void gradientsWhoseSquaresAreBeyondTheirTypeAreClippedAsAnyOther() {
    Trainer.Loss huge =
        (tape, batch) -> F.scale(1e25, F.mean(conv.forward(tape.constant(batch.x()))));
    DataLoader loader = new DataLoader(FilteredNoise.of(4, 1), 2, new SplittableRandom(1));
    double before = conv.bias().value().get(0);
    trainer(Backends.scalar(), 1, 0.1).fit(conv, loader, huge, () -> 1, new Log());
    assertTrue(conv.bias().value().get(0) < before - 1e-3);
  }

  @Test
  void aLossThatIsNotFiniteIsNotBlamedOnAParameter() {
    Trainer.Loss bad =
        (tape, batch) -> {
          Tensor nan = Tensor.zeros(DType.FLOAT32);
          nan.fill(Double.NaN);
          return F.add(F.mean(conv.forward(tape.constant(batch.x()))), tape.constant(nan));
        };
    DataLoader loader = new DataLoader(FilteredNoise.of(4, 1), 2, new SplittableRandom(1));
    String message = stopped(new Trainer.Settings(1, 0.1, 0, 1), loader, bad);
    assertTrue(
        message.matches(
            "training: loss NaN, gradient norm [0-9.]+ in epoch 1, batch 1; every single gradient"
                + " is finite; a lower learning rate is the usual cure"),
        message);
  }

  @Test
  void trainingStopsAtTheFirstParameterThatIsNotFiniteWhileTheLossIs() {
    DataLoader loader = new DataLoader(FilteredNoise.of(4, 1), 2, new SplittableRandom(1));
    String message = stopped(new Trainer.Settings(2, 1e39, 0, 1), loader, loss(conv));
    assertTrue(
        message.matches(
            "training: \"weight\" element 0 became -?Infinity in epoch 1, batch 1, where loss"
                + " [0-9.]+ and gradient norm [0-9.]+ were finite; a lower learning rate is the"
                + " usual cure"),
        message);
  }

  @Test
  void trainingStopsAtTheFirstBufferThatIsNotFinite() {
    BatchNorm1d norm = new BatchNorm1d(1, init);
    Trainer.Loss loss =
        (tape, batch) -> {
          norm.state().get("running_var").fill(Double.NaN);
          return loss(norm).of(tape, batch);
        };
    DataLoader loader = new DataLoader(FilteredNoise.of(4, 1), 2, new SplittableRandom(1));
    ArithmeticException e =
        assertThrows(
            ArithmeticException.class,
            () -> trainer(Backends.scalar(), 1, 0.1).fit(norm, loader, loss, () -> 1, new Log()));
    assertTrue(
        e.getMessage().startsWith("training: \"running_var\" element 0 became NaN in epoch 1"),
        e.getMessage());
  }

  @Test
  void anAnomalyIsLookedForIfAskedTo() {
    FilteredNoise data = FilteredNoise.of(1, 1);
    data.xs().set(5, Double.NaN);
    DataLoader loader = new DataLoader(data, 1, new SplittableRandom(1));
    Trainer trainer = trainer(Backends.scalar(), 1, 0.1).detectAnomaly(true);
    ArithmeticException e =
        assertThrows(
            ArithmeticException.class,
            () -> trainer.fit(conv, loader, loss(conv), () -> 1, new Log()));
    assertEquals(
        "anomaly: conv1d, operation 0 of the tape, forward: the output is NaN at element 5; input"
            + " 0 is NaN at element 5 already (inputs [[1, 1, 32], [1, 1, 3], [1]], output"
            + " [1, 1, 32])",
        e.getMessage());
  }

  private String stopped(Trainer.Settings settings, DataLoader loader, Trainer.Loss loss) {
    Trainer trainer = new Trainer(Backends.scalar(), settings);
    return assertThrows(
            ArithmeticException.class, () -> trainer.fit(conv, loader, loss, () -> 1, new Log()))
        .getMessage();
  }

  /**
   * Batches of 3, 3, 2 and of 8 examples. The gradients differ by the order of sums over 8 x 32
   * positions of numbers below 8, and AdamW divides them by their own size, which no tolerance
   * derived from them bounds; so the gradients themselves are compared.
   */
  @Test
  void gradientsOfSmallBatchesAddUpToThatOfALargeOne() {
    List<Map<String, Tensor>> gradients = new ArrayList<>();
    for (int batchSize : new int[] {8, 3}) {
      Conv1d network =
          Conv1d.withBias(
              1,
              1,
              3,
              Conv1dSpec.causal(3, 1),
              new Initializer(DType.FLOAT32, new SplittableRandom(3)));
      Log log =
          new Log() {
            @Override
            public void step(int step, int steps) {
              super.step(step, steps);
              Map<String, Tensor> copy = new LinkedHashMap<>();
              network.parameters().forEach((name, p) -> copy.put(name, p.gradient().copy()));
              gradients.add(copy);
            }
          };
      DataLoader loader =
          new DataLoader(FilteredNoise.of(8, 1), batchSize, new SplittableRandom(1));
      new Trainer(Backends.scalar(), new Trainer.Settings(1, 1e-9, 0, 1e9, 3))
          .fit(network, loader, loss(network), () -> 1, log);
      assertEquals(List.of("1/1", "epoch 1 best"), log.lines);
    }
    gradients
        .get(0)
        .forEach(
            (name, large) ->
                Near.require(
                    name, large, gradients.get(1).get(name), (i, e) -> 2 * 256 * 8 * 0x1p-24));
  }

  @Test
  void theLastStepOfAnEpochMayHaveFewerBatches() {
    DataLoader loader = new DataLoader(FilteredNoise.of(10, 1), 2, new SplittableRandom(1));
    Log log = new Log();
    new Trainer(Backends.scalar(), new Trainer.Settings(2, 0.1, 0, 1, 3))
        .fit(conv, loader, loss(conv), decreasing(), log);
    assertEquals(List.of("1/4", "2/4", "epoch 1 best", "3/4", "4/4", "epoch 2 best"), log.lines);
  }

  @Test
  void settingsMustBePositive() {
    String text = "trainer: settings must be positive (epochs ";
    rejects(
        text + "0, peak learning rate 0.1, weight decay 0.0, gradient norm limit 1.0)",
        0,
        0.1,
        0,
        1);
    rejects(
        text + "1, peak learning rate 0.0, weight decay 0.0, gradient norm limit 1.0)", 1, 0, 0, 1);
    rejects(
        text + "1, peak learning rate 0.1, weight decay -1.0, gradient norm limit 1.0)",
        1,
        0.1,
        -1,
        1);
    rejects(
        text + "1, peak learning rate 0.1, weight decay 0.0, gradient norm limit NaN)",
        1,
        0.1,
        0,
        Double.NaN);
  }

  @Test
  void aStepNeedsABatch() {
    assertEquals(
        "trainer: at least 1 batch is needed for a step (0)",
        assertThrows(IllegalArgumentException.class, () -> new Trainer.Settings(1, 0.1, 0, 1, 0))
            .getMessage());
  }

  private static void rejects(String message, int epochs, double rate, double decay, double limit) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new Trainer.Settings(epochs, rate, decay, limit))
            .getMessage());
  }

  private static Trainer trainer(Kernels kernels, int epochs, double peak) {
    return new Trainer(kernels, new Trainer.Settings(epochs, peak, 0, 1));
  }

  private static Trainer.Loss loss(Module network) {
    return (tape, batch) ->
        F.mse(network.forward(tape.constant(batch.x())), tape.constant(batch.y()));
  }

  private static List<Integer> orderOfFirstEpoch(int examples, long seed) {
    List<Integer> order = new ArrayList<>();
    DataLoader loader =
        new DataLoader(FilteredNoise.of(examples, 1), 1, new SplittableRandom(seed));
    loader.epoch().forEach(batch -> order.add(batch.indices()[0]));
    return order;
  }

  private static Map<String, Tensor> copy(Module module) {
    Map<String, Tensor> copy = new LinkedHashMap<>();
    module.state().forEach((name, tensor) -> copy.put(name, tensor.copy()));
    return copy;
  }

  private static boolean same(Map<String, Tensor> a, Map<String, Tensor> b) {
    return a.entrySet().stream()
        .allMatch(
            entry -> Arrays.equals(entry.getValue().floats(), b.get(entry.getKey()).floats()));
  }

  private static double[] parse(String numbers) {
    return Arrays.stream(numbers.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
