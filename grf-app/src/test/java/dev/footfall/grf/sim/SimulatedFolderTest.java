package dev.footfall.grf.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.footfall.grf.data.Channel;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedFolderTest {
  private static final SimulatedSource SMALL = source(1, 2, 1.1, 1.4);

  @TempDir Path parent;

  private static SimulatedSource source(long seed, int subjects, Double... speeds) {
    return new SimulatedSource(
        new SimulationSpec(seed, subjects, 2, List.of(speeds), SensorModel.CHEAP));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Test
  void isReadBackBitByBit() throws IOException {
    Path folder = parent.resolve("deep").resolve("sim");
    List<String> written = new ArrayList<>();
    SimulatedFolder.write(SMALL, folder, recording -> written.add(recording.name()));
    assertEquals(List.of("S01/walk-1.1", "S01/walk-1.4", "S02/walk-1.1", "S02/walk-1.4"), written);
    assertEquals(
        List.of(
            "S01/walk-1.1.csv",
            "S01/walk-1.4.csv",
            "S02/walk-1.1.csv",
            "S02/walk-1.4.csv",
            "attribution.txt",
            "subjects.csv"),
        files(folder));
    RecordingSource read = RecordingSource.open(folder);
    assertEquals(SMALL.subjects(), read.subjects());
    assertEquals(SMALL.attribution(), read.attribution());
    for (String subject : read.subjects()) {
      List<Recording> expected = SMALL.recordings(subject);
      List<Recording> actual = read.recordings(subject);
      assertEquals(expected.size(), actual.size());
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(expected.get(i).trial(), actual.get(i).trial());
        assertEquals(expected.get(i).samplingRateHz(), actual.get(i).samplingRateHz());
        assertEquals(expected.get(i).bodyMassKg(), actual.get(i).bodyMassKg());
        assertEquals(expected.get(i).channels(), actual.get(i).channels());
        for (Channel channel : expected.get(i).channels()) {
          assertArrayEquals(
              expected.get(i).column(channel.name()), actual.get(i).column(channel.name()));
        }
      }
    }
    assertEquals(List.of("deep"), list(parent), "nothing is left beside it");
    assertEquals(List.of("sim"), list(folder.getParent()));
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void replacesAnOlderSimulationWhole() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("sim"));
    SimulatedFolder.write(SMALL, folder, r -> {});
    String digest = RecordingSource.open(folder).digest();
    SimulatedFolder.write(source(2, 1, 0.9), folder, r -> {});
    assertEquals(List.of("S01/walk-0.9.csv", "attribution.txt", "subjects.csv"), files(folder));
    SimulatedFolder.write(SMALL, folder, r -> {});
    assertEquals(digest, RecordingSource.open(folder).digest(), "the same files again");
  }

  @Test
  void leavesTheOldFolderIfItCannotFinish() throws IOException {
    Path folder = parent.resolve("sim");
    SimulatedFolder.write(SMALL, folder, r -> {});
    String digest = RecordingSource.open(folder).digest();
    assertThrows(
        IllegalStateException.class,
        () ->
            SimulatedFolder.write(
                source(2, 1, 0.9),
                folder,
                r -> {
                  throw new IllegalStateException("interrupted");
                }));
    assertEquals(digest, RecordingSource.open(folder).digest());
    assertEquals(List.of("sim"), list(parent));
  }

  @Test
  void whatAKilledRunLeftIsCleared() throws IOException {
    Path left = Files.createDirectories(parent.resolve(".sim.part").resolve("S09"));
    Files.writeString(left.resolve("walk-1.1.csv"), "half");
    SimulatedFolder.write(source(2, 1, 0.9), parent.resolve("sim"), r -> {});
    assertEquals(List.of("sim"), list(parent));
  }

  @Test
  void refusesAFolderOfSomebodyElse() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("mine"));
    Files.writeString(folder.resolve("thesis.txt"), "precious");
    assertRefused(
        folder + ": the folder is not empty and was not written by the simulator", folder);
    Files.writeString(folder.resolve("attribution.txt"), "my own recordings\n");
    assertRefused(
        folder + ": the folder is not empty and was not written by the simulator", folder);
    assertEquals(List.of("attribution.txt", "thesis.txt"), files(folder));
  }

  @Test
  void refusesItsOwnFolderWithSomethingAddedToIt() throws IOException {
    Path folder = parent.resolve("sim");
    SimulatedFolder.write(SMALL, folder, r -> {});
    Files.writeString(folder.resolve("S01").resolve("notes.txt"), "precious");
    assertRefused(
        folder + ": holds \"S01/notes.txt\", which the simulator did not write; move it away",
        folder);
  }

  @Test
  void refusesAFileInItsPlace() throws IOException {
    Path file = Files.writeString(parent.resolve("sim"), "a file");
    assertRefused(file + ": not a folder", file);
  }

  private static void assertRefused(String message, Path folder) {
    InputException e =
        assertThrows(
            InputException.class,
            () -> SimulatedFolder.write(SMALL, folder, r -> fail("refused only after the work")));
    assertEquals(message, e.getMessage());
  }
}
