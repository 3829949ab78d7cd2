package dev.footfall.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final int KILLS = 6;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("target");
  }

  @Test
  void aFileIsWrittenAndReplaced() throws IOException {
    write("old");
    assertEquals("old", Files.readString(file));
    write("new");
    assertEquals("new", Files.readString(file));
    assertEquals(List.of("target"), names());
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    write("old");
    IOException full = new IOException("no space left");
    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      channel.write(ByteBuffer.wrap("half".getBytes(UTF_8)));
                      throw full;
                    }));
    assertEquals(file + ": cannot be written: no space left", failure.getMessage());
    assertEquals(full, failure.getCause());
    assertThrows(
        OutOfMemoryError.class,
        () ->
            AtomicFile.write(
                file,
                channel -> {
                  throw new OutOfMemoryError();
                }));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("target"), names());
  }

  @Test
  void onlyARegularFileIsReplaced() throws IOException {
    Files.createDirectory(file);
    assertEquals(
        file + ": is not a regular file",
        assertThrows(IOException.class, () -> write("new")).getMessage());
    Path astray = folder.resolve("absent").resolve("target");
    assertEquals(
        astray + ": its folder does not exist",
        assertThrows(IOException.class, () -> AtomicFile.write(astray, channel -> {}))
            .getMessage());
    assertEquals(List.of("target"), names());
  }

  @Test
  void abandonedTemporariesOfTheSameTargetAreDeleted() throws IOException {
    Instant now = Instant.now();
    temporary(".target.0123456789abcdef.tmp", now.minus(Duration.ofMinutes(61)));
    temporary(".target.0123456789abcdee.tmp", now.minus(Duration.ofMinutes(59)));
    temporary(".target2.0123456789abcdef.tmp", now.minus(Duration.ofDays(1)));
    temporary(".target.0123456789ABCDEF.tmp", now.minus(Duration.ofDays(1)));
    temporary(".target.0123456789abcdef.tmp.old", now.minus(Duration.ofDays(1)));
    write("new");
    assertEquals(
        List.of(
            ".target.0123456789ABCDEF.tmp",
            ".target.0123456789abcdee.tmp",
            ".target.0123456789abcdef.tmp.old",
            ".target2.0123456789abcdef.tmp",
            "target"),
        names());
  }

  @Test
  void writersOfOneTargetDoNotDisturbEachOther() throws Exception {
    write("0".repeat(100_000));
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> writers = new ArrayList<>();
    for (String digit : List.of("1", "2", "3")) {
      Thread writer = new Thread(() -> writeOften(digit.repeat(100_000)));
      writer.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
      writer.start();
      writers.add(writer);
    }
    while (writers.stream().anyMatch(Thread::isAlive)) {
      String content = Files.readString(file);
      assertEquals(content.substring(0, 1).repeat(100_000), content);
    }
    assertEquals(List.of(), failures);
    assertEquals(List.of("target"), names());
  }

  private void writeOften(String content) {
    try {
      for (int i = 0; i < 30; i++) {
        write(content);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The moments differ from run to run, on purpose; the file has to be whole at any of them. */
  @Test
  void aKilledWriterLeavesTheOldFileWhole() throws Exception {
    Random moments = new Random();
    for (int kill = 0; kill < KILLS; kill++) {
      Process writer =
          new ProcessBuilder(
                  ForkedJvm.command(List.of(), ModelWriter.class, file.toString(), "1000000"))
              .redirectErrorStream(true)
              .start();
      // The program reports its first file; from then on it is always writing one.
      assertEquals(ModelWriter.READY, writer.inputReader().readLine());
      Thread.sleep(moments.nextInt(50));
      assertTrue(
          writer.isAlive(), () -> "the writer ended: " + writer.inputReader().lines().toList());
      writer.destroyForcibly().waitFor();
      assertTrue(ModelWriter.isWhole(Safetensors.read(file)));
    }
    for (String name : names()) {
      assertTrue(name.matches("target|\\.target\\.[0-9a-f]{16}\\.tmp"), name);
    }
  }

  /** A limit on the size of files stands in for a full disk: writing fails in the middle. */
  @Test
  void aDiskThatFillsUpLeavesTheOldFileAndNothingElse() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no POSIX shell to set the limit with");
    ModelWriter.generation(7, 10).write(file);
    List<String> limited =
        new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 1024 && exec \"$@\"", "sh"));
    limited.addAll(
        ForkedJvm.command(
            List.of("-XX:-UsePerfData"), ModelWriter.class, file.toString(), "1000000"));
    AssertionError failure = assertThrows(AssertionError.class, () -> ForkedJvm.run(limited));
    assertTrue(
        failure.getMessage().contains("java.io.IOException: " + file + ": cannot be written: "),
        failure::getMessage);
    assertEquals(7, Safetensors.read(file).tensor("a").get(9));
    assertEquals(List.of("target"), names());
  }

  private void write(String content) throws IOException {
    AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(content.getBytes(UTF_8))));
  }

  private void temporary(String name, Instant modified) throws IOException {
    Path temporary = Files.createFile(folder.resolve(name));
    Files.setLastModifiedTime(temporary, FileTime.from(modified));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return List.copyOf(
          new TreeSet<>(entries.map(entry -> entry.getFileName().toString()).toList()));
    }
  }
}
