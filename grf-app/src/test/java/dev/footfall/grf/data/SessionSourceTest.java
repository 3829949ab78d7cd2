package dev.footfall.grf.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SessionSourceTest {
  @TempDir private Path folder;

  private void session(String path, String subject, String trial) {
    SessionFolder.write(
        folder.resolve(path),
        SessionFolder.JSON.replace("S01", subject).replace("walk-1.1", trial),
        SessionFolder.INSOLE,
        SessionFolder.FORCE);
  }

  /** Two recordings of each session, without looking at its streams. */
  private static List<Recording> halves(RawSession session) {
    SessionHeader header = session.header();
    return List.of(half(session, header, 1), half(session, header, 2));
  }

  private static Recording half(RawSession session, SessionHeader header, int number) {
    return new Recording(
        session.name(),
        header.subject(),
        header.trial() + SessionSource.PART + number,
        100,
        header.bodyMassKg(),
        List.of(),
        new float[0][]);
  }

  private RecordingSource open() {
    return RecordingSource.open(folder, SessionSourceTest::halves);
  }

  @Test
  void headersSayWhoWalkedAndWhere() throws IOException {
    session("b/2", "S02", "slow");
    session("b/1", "S02", "fast");
    session("a", "S01", "walk");
    Files.writeString(folder.resolve(CsvFolder.ATTRIBUTION), "The gait laboratory, 2026\n");
    RecordingSource source = open();
    assertEquals(List.of("S01", "S02"), source.subjects());
    assertEquals(
        List.of("fast part 1", "fast part 2", "slow part 1", "slow part 2"),
        source.recordings("S02").stream().map(Recording::trial).toList());
    assertEquals("b/1", source.recordings("S02").getFirst().name());
    assertEquals("The gait laboratory, 2026", source.attribution());
    SessionSource sessions = (SessionSource) source;
    assertEquals(1.1, sessions.speedMps("S02", "fast part 2"));
    assertEquals(1.1, sessions.speedMps("S01", "walk"));
    assertEquals(Double.NaN, sessions.speedMps("S01", "walker"));
  }

  private static Recording withCells(String trial, int cells) {
    List<Channel> channels =
        Arrays.stream(Foot.values())
            .flatMap(foot -> IntStream.rangeClosed(1, cells).mapToObj(foot::insole))
            .map(cell -> new Channel(cell, Unit.KILOPASCAL))
            .toList();
    return new Recording(trial, "S01", trial, 100, 70, channels, new float[2 * cells][10]);
  }

  @Test
  void theLayoutIsThatOfTheSession() {
    session("a", "S01", "walk");
    RecordingSource source = open();
    Optional<SensorLayout> declared = Optional.of(SensorLayout.grid(2, 1, 0.26, 0.1));
    assertEquals(declared, source.layout(withCells("walk", 2)));
    assertEquals(declared, source.layout(withCells("walk part 2", 2)));
    assertEquals(
        declared, Task.named("sparse-4-noisy").source(source).layout(withCells("walk", 2)));
    assertEquals(Optional.empty(), source.layout(withCells("walk", 1)));
    assertEquals(Optional.empty(), source.layout(withCells("walk", 3)));
    assertEquals(Optional.empty(), source.layout(withCells("run", 2)));
  }

  @Test
  void theDigestIsThatOfEveryFile() throws IOException {
    session("a", "S01", "walk");
    String digest = open().digest();
    for (String file : List.of("session.json", "insole.csv", "force.csv")) {
      Path path = folder.resolve("a").resolve(file);
      String text = Files.readString(path);
      Files.writeString(path, text + "\n");
      assertNotEquals(digest, open().digest(), file);
      Files.writeString(path, text);
      assertEquals(digest, open().digest());
    }
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(InputException.class, call).getMessage());
  }

  @Test
  void whatCannotBeIsRefused() {
    session("a", "S01", "walk");
    assertRefused(
        folder + ": no subject \"S03\" (1 subjects, S01 to S01)", () -> open().recordings("S03"));
    RecordingSource unmade = RecordingSource.open(folder);
    assertRefused("a: a session of two devices, not a recording", () -> unmade.recordings("S01"));
    session("b", "S01", "walk");
    assertRefused("b: subject \"S01\" has another session of trial \"walk\"", this::open);
    Path empty = folder.resolve("a/insole.csv");
    assertRefused(
        empty + ": not a folder", () -> RecordingSource.open(empty, SessionSourceTest::halves));
  }
}
