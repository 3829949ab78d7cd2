package dev.footfall.autograd.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.F;
import dev.footfall.autograd.SplitMix;
import dev.footfall.autograd.nn.BatchNorm1d;
import dev.footfall.autograd.nn.Conv1d;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Near;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.ModelFormatException;
import dev.footfall.engine.format.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final int EPOCHS = 3;

  /** Steps and ends of epochs: places to stop at. */
  private static final int EVENTS = EPOCHS * 4 + EPOCHS;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("run.checkpoint");
  }

  /** What a kill is in this process. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Statistics in buffers, and in each forward pass a draw from a source of its own. */
  private static final class Network extends Module {
    private final SplitMix random = source("random", new SplitMix(5));
    private final Module conv;
    private final Module norm;

    Network() {
      Initializer init = new Initializer(DType.FLOAT32, new SplitMix(3));
      conv = child("conv", Conv1d.withBias(1, 1, 3, Conv1dSpec.causal(3, 1), init));
      norm = child("norm", new BatchNorm1d(1, init));
    }

    @Override
    public Variable forward(Variable x) {
      return norm.forward(F.scale(1 + random.nextDouble(), conv.forward(x)));
    }
  }

  /** A training that stops at an event, counted from 1, or never. */
  private final class Session implements Trainer.Progress {
    final Network network = new Network();
    final List<Integer> resumed = new ArrayList<>();
    private final int stopAt;
    private int events;
    List<Trainer.Epoch> epochs;

    Session(int stopAt) {
      this.stopAt = stopAt;
    }

    @Override
    public void step(int step, int steps) {
      event();
    }

    @Override
    public void epoch(Trainer.Epoch epoch) {
      event();
    }

    private void event() {
      events++;
      if (events == stopAt) {
        throw new Stop();
      }
    }

    @Override
    public void resumed(List<Trainer.Epoch> before) {
      resumed.add(before.size());
      events = before.size() * 5;
    }

    Session run(Checkpoint checkpoint) {
      return run(checkpoint, new Trainer.Settings(EPOCHS, 0.1, 0.01, 1));
    }

    Session run(Checkpoint checkpoint, Trainer.Settings settings) {
      DataLoader loader = new DataLoader(FilteredNoise.of(14, 1), 4, new SplitMix(1).split());
      try {
        epochs =
            new Trainer(Backends.scalar(), settings)
                .checkpoint(checkpoint)
                .fit(
                    network,
                    loader,
                    (tape, batch) ->
                        F.mse(network.forward(tape.constant(batch.x())), tape.constant(batch.y())),
                    // The second epoch is the best one, and the third has no figure.
                    () -> List.of(2.0, 1.0, Double.NaN).get(events / 5),
                    this);
      } catch (Stop e) {
        epochs = null;
      }
      return this;
    }
  }

  private Checkpoint checkpoint() {
    return checkpoint(Map.of("seed", "1"));
  }

  private Checkpoint checkpoint(Map<String, String> run) {
    return new Checkpoint(file, run);
  }

  private static void requireSame(Session expected, Session found) {
    assertEquals(expected.epochs, found.epochs);
    expected
        .network
        .state()
        .forEach(
            (name, tensor) -> Near.requireSameBits(name, tensor, found.network.state().get(name)));
    assertEquals(
        expected.network.random.state(), found.network.random.state(), "position of the source");
  }

  @Test
  void aTrainingThatIsStoppedAnywhereTwiceEndsWithTheSameBits() throws IOException {
    Session whole = new Session(0).run(null);
    for (int first = 1; first <= EVENTS; first++) {
      for (int second = first + 1; second <= EVENTS; second += 3) {
        Files.deleteIfExists(file);
        new Session(first).run(checkpoint());
        new Session(second).run(checkpoint());
        Session last = new Session(0).run(checkpoint());
        requireSame(whole, last);
        assertEquals(second < 5 ? List.of() : List.of(second / 5), last.resumed);
      }
    }
  }

  @Test
  void aTrainingThatHadEndedIsNotTrainedAgain() {
    Session whole = new Session(0).run(checkpoint());
    Session again = new Session(1).run(checkpoint());
    requireSame(whole, again);
    assertEquals(List.of(EPOCHS), again.resumed);
  }

  @Test
  void theFileIsTheOnlyOneAndReplacedAsAWhole() throws IOException {
    new Session(6).run(checkpoint());
    byte[] first = Files.readAllBytes(file);
    new Session(11).run(checkpoint());
    assertTrue(Files.size(file) > first.length, "an epoch more");
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  private static <E extends IOException> String refusal(
      Class<E> type, Session session, Runnable run) throws IOException {
    Map<String, Tensor> before = new LinkedHashMap<>();
    session.network.state().forEach((name, tensor) -> before.put(name, tensor.copy()));
    UncheckedIOException e = assertThrows(UncheckedIOException.class, run::run);
    before.forEach(
        (name, tensor) -> Near.requireSameBits(name, tensor, session.network.state().get(name)));
    assertEquals(List.of(), session.resumed);
    return assertInstanceOf(type, e.getCause()).getMessage();
  }

  private String otherRun(Checkpoint checkpoint, Trainer.Settings settings) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Session session = new Session(0);
    String message =
        refusal(
            Checkpoint.OtherRunException.class, session, () -> session.run(checkpoint, settings));
    assertArrayEquals(bytes, Files.readAllBytes(file));
    return message;
  }

  @Test
  void aFileOfAnotherRunIsNotTouchedAndTheFirstDifferenceNamed() throws IOException {
    Trainer.Settings same = new Trainer.Settings(EPOCHS, 0.1, 0.01, 1);
    new Session(6).run(checkpoint());
    String hint = "; choose another file, or delete it to begin anew";
    assertEquals(
        file + ": belongs to another run (seed 1 there, 2 here)" + hint,
        otherRun(checkpoint(Map.of("seed", "2")), same));
    assertEquals(
        file + ": belongs to another run (task unknown there, x here)" + hint,
        otherRun(checkpoint(Map.of("task", "x")), same));
    assertEquals(
        file + ": belongs to another run (weight decay 0.01 there, 0.5 here)" + hint,
        otherRun(checkpoint(), new Trainer.Settings(EPOCHS, 0.1, 0.5, 1)));
    assertEquals(
        file + ": belongs to another run (batches per step 1 there, 2 here)" + hint,
        otherRun(checkpoint(), new Trainer.Settings(EPOCHS, 0.1, 0.01, 1, 2)));
  }

  private String broken() throws IOException {
    Session session = new Session(0);
    return refusal(ModelFormatException.class, session, () -> session.run(checkpoint()));
  }

  /** Replaces one tensor or, if it is null, takes it away. */
  private void damage(String name, Tensor tensor) throws IOException {
    new Session(6).run(checkpoint());
    Safetensors content = Safetensors.read(file);
    Map<String, Tensor> tensors = new LinkedHashMap<>(content.tensors());
    tensors.remove(name);
    if (tensor != null) {
      tensors.put(name, tensor);
    }
    new Safetensors(content.metadata(), tensors).write(file);
  }

  @Test
  void aBrokenFileIsRefused() throws IOException {
    damage("best.conv.weight", null);
    assertEquals(file + ": tensor \"best.conv.weight\" is missing", broken());
    Files.delete(file);
    damage("optimizer.mean.0", Tensor.zeros(DType.FLOAT32, 2));
    assertEquals(
        file + ": tensor \"optimizer.mean.0\" is FLOAT32 [2], not FLOAT32 [1, 1, 3]", broken());
    Files.delete(file);
    damage("loader.order", Tensor.zeros(DType.FLOAT64, 14));
    assertEquals(file + ": data loader: not an order of 14 examples (order [14])", broken());
    Files.delete(file);
    damage("epochs", Tensor.zeros(DType.FLOAT64, 4, 2));
    assertEquals(file + ": tensor \"epochs\" is FLOAT64 [4, 2] of a run of 3 epochs", broken());
  }

  @Test
  void aFileThatIsNoCheckpointIsRefused() throws IOException {
    new Safetensors(Map.of("format", "footfall-model-1"), Map.of()).write(file);
    assertEquals(
        file
            + ": metadata \"format\" is \"footfall-model-1\", not \"footfall-checkpoint-1\"; is it"
            + " a checkpoint?",
        broken());
    new Safetensors(Map.of(), Map.of()).write(file);
    assertEquals(
        file
            + ": metadata \"format\" is missing, not \"footfall-checkpoint-1\"; is it a"
            + " checkpoint?",
        broken());
    new Safetensors(Map.of("format", "footfall-checkpoint-1", "run", "{"), Map.of()).write(file);
    assertEquals(
        file
            + ": metadata \"run\":1:2: expected a member name in quotes but found the end of the"
            + " text (offset 1)",
        broken());
    new Safetensors(Map.of("format", "footfall-checkpoint-1"), Map.of()).write(file);
    assertEquals(file + ": metadata \"run\" is missing", broken());
  }

  /** A file that was cut, at any length. */
  @Test
  void aFileThatWasCutIsRefused() throws IOException {
    new Session(6).run(checkpoint());
    byte[] bytes = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(1);
    for (int cut = 0; cut < 50; cut++) {
      Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      assertTrue(broken().startsWith(file + ": "));
    }
  }

  @Test
  void aSourceWhoseStateIsMissingIsRefused() throws IOException {
    new Session(6).run(checkpoint());
    Safetensors content = Safetensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    metadata.put("sources", "{\"loader\":1}");
    new Safetensors(metadata, content.tensors()).write(file);
    assertEquals(
        file + ": metadata \"sources\": member \"network.random\" is missing; found \"loader\"",
        broken());
  }

  @Test
  void aCheckpointNeedsASourceThatShowsItsState() {
    Network network = new Network();
    DataLoader loader = new DataLoader(FilteredNoise.of(4, 1), 4, new SplittableRandom(1));
    Trainer trainer =
        new Trainer(Backends.scalar(), new Trainer.Settings(1, 0.1, 0, 1)).checkpoint(checkpoint());
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                trainer.fit(
                    network,
                    loader,
                    (tape, batch) -> F.mean(network.forward(tape.constant(batch.x()))),
                    () -> 1,
                    new Session(0)));
    assertEquals(
        "data loader: the state of a SplittableRandom cannot be saved; shuffle with a SplitMix",
        e.getMessage());
  }
}
