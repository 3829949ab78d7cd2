package dev.footfall.grf.distill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.train.Trainer;
import dev.footfall.engine.DType;
import dev.footfall.engine.format.Json;
import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Protocol;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.ModelFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Nothing of a test subject reaches a model: whatever the test subjects' recordings hold, weights,
 * normalisation, ranges of 8 bits, chosen epoch and validation error are the same, bit by bit.
 *
 * <p>That this can fail is shown by leaks that are planted in the data, under the name of a subject
 * who may be seen: each changes what is compared.
 */
class LeakTest {
  private static final Kernels KERNELS = KernelProvider.kernels(DType.FLOAT32, Workers.of(1));
  private static final TinySource SOURCE = new TinySource(700);

  static final List<Protocol> PROTOCOLS =
      List.of(new Protocol.KFold(5, 0), new Protocol.KFold(3, 1), new Protocol.LeaveOneOut("P4"));

  /** Recordings as they are or as a test makes them. */
  private record Altered(RecordingSource source, UnaryOperator<List<Recording>> all, String of)
      implements RecordingSource {
    @Override
    public List<Recording> recordings(String subject) {
      List<Recording> recordings = source.recordings(subject);
      return subject.equals(of) ? all.apply(recordings) : recordings;
    }

    @Override
    public String name() {
      return source.name();
    }

    @Override
    public List<String> subjects() {
      return source.subjects();
    }

    @Override
    public String digest() {
      return source.digest();
    }

    @Override
    public String attribution() {
      return source.attribution();
    }
  }

  /** A leak: who is given how many samples of a test subject. */
  enum Leak {
    /** In a training subject's windows. */
    WINDOW(true, 260),
    /** Too short for a window, so in the normalisation alone. */
    STATISTIC(true, 100),
    /** Where the epoch is chosen. */
    SELECTION(false, 260);

    private final boolean training;
    private final int samples;

    Leak(boolean training, int samples) {
      this.training = training;
      this.samples = samples;
    }

    RecordingSource into(RecordingSource source, Fold split) {
      String receiver = (training ? split.training() : split.validation()).getFirst();
      return new Altered(
          source,
          recordings -> {
            List<Recording> more = new ArrayList<>(recordings);
            for (Recording stray : source.recordings(split.test().getFirst())) {
              more.add(copy(stray, receiver, samples, 1));
            }
            return more;
          },
          receiver);
    }
  }

  private static Recording copy(Recording r, String subject, int samples, float factor) {
    float[][] columns =
        r.channels().stream()
            .map(
                channel -> {
                  float[] column = Arrays.copyOf(r.column(channel.name()), samples);
                  for (int t = 0; t < samples; t++) {
                    column[t] *= factor;
                  }
                  return column;
                })
            .toArray(float[][]::new);
    return new Recording(
        r.name(), subject, r.trial(), r.samplingRateHz(), r.bodyMassKg(), r.channels(), columns);
  }

  /** The same people, but for the test subjects, who are three times as heavy. */
  private static RecordingSource disturbed(Fold split) {
    RecordingSource source = SOURCE;
    for (String subject : split.test()) {
      source =
          new Altered(
              source,
              recordings ->
                  recordings.stream().map(r -> copy(r, r.subject(), r.length(), 3)).toList(),
              subject);
    }
    return source;
  }

  private static Model train(RecordingSource source, Protocol protocol) {
    ModelTraining.Plan plan =
        new ModelTraining.Plan(TinySource.TASK, "cnn-s", protocol, 2, 1, "1.2.3");
    return new ModelTraining(source, plan, KERNELS)
        .train(
            new Trainer.Progress() {
              @Override
              public void step(int step, int of) {}

              @Override
              public void epoch(Trainer.Epoch epoch) {}
            });
  }

  /** All that training decides. */
  private static String traces(RecordingSource source, Protocol protocol) {
    Model model = train(source, protocol);
    return String.join(
        "\n",
        ModelFile.digest(model.network()),
        model.normalisation().toString(),
        Json.write(model.calibration().json()),
        String.valueOf(model.provenance().bestEpoch()),
        String.valueOf(model.provenance().validationRmseN()));
  }

  @ParameterizedTest
  @FieldSource("PROTOCOLS")
  void testSubjectsLeaveNoTrace(Protocol protocol) {
    Fold split = protocol.split(SOURCE.subjects());
    assertEquals(traces(SOURCE, protocol), traces(disturbed(split), protocol));
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedLeakIsCaught(Leak leak) {
    Protocol protocol = PROTOCOLS.getFirst();
    Fold split = protocol.split(SOURCE.subjects());
    assertNotEquals(
        traces(leak.into(SOURCE, split), protocol),
        traces(leak.into(disturbed(split), split), protocol));
  }

  @Test
  void aStrayRecordingUnderItsOwnNameIsRefused() {
    RecordingSource stray = new Altered(SOURCE, _ -> SOURCE.recordings("P0"), "P2");
    assertEquals(
        "P0: is of subject P0 but stands among the recordings of P2",
        assertThrows(InputException.class, () -> train(stray, PROTOCOLS.getFirst())).getMessage());
  }

  @ParameterizedTest
  @FieldSource("PROTOCOLS")
  void theModelRemembersWhomItHasSeen(Protocol protocol) {
    Fold split = protocol.split(SOURCE.subjects());
    assertEquals(split, train(SOURCE, protocol).provenance().split());
    assertEquals(List.of(), split.seen(split.test()));
    assertEquals(split.validation(), split.seen(split.validation()));
    assertEquals(split.training(), split.seen(split.training()));
  }
}
