package dev.footfall.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.footfall.engine.format.ContentDigest;
import dev.footfall.engine.format.ModelFormatException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudentModelTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  // A buffer of 64 KiB for reading and one for the digest, and little else.
  private static final long MOST_BYTES_FOR_A_SMALL_FILE = 1 << 21;
  // Twice the parameters, and the memory, that a plan may have, and what their checks take.
  private static final long MOST_BYTES = 1L << 28;
  private static final int SAMPLES = 12;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("m.safetensors");
  }

  /** For docs/EMBEDDING.md: all that an application needs. */
  @Test
  void aFewLinesEmbedAStudent() throws IOException {
    Files.write(file, ModelBytes.sealed(ModelBytes.metadata()));
    float[][] sensor = {{1, 2, 3}, {4, 5, Float.NaN}, {7, 8, 9}, {1, 2, 3}};

    StudentModel model = StudentModel.read(file);
    StudentKernel kernel = StudentKernel.of(model.plan(), SensorLimits.at(model.samplingRateHz()));
    float[] forceN = new float[kernel.outputs()];
    int estimates = 0;
    for (float[] sample : sensor) {
      int status = kernel.step(sample, forceN);
      if ((status & Status.NO_ESTIMATE) == 0) {
        estimates++; // forceN is the force of kernel.lookAhead() samples ago
      }
    }
    for (int i = 0; i < kernel.lookAhead(); i++) {
      kernel.flush(forceN);
      estimates++;
    }
    kernel.reset(); // before the next recording

    assertEquals(2, kernel.lookAhead());
    assertEquals(sensor.length, estimates);
    assertEquals(1, kernel.held(2));
    assertEquals(List.of("a", "b", "c"), model.inputs());
    assertEquals(List.of("p", "q", "r", "s", "t"), model.targets());
    assertEquals("kPa", model.inputUnit());
    assertEquals(5, StudentKernel.load(file).outputs());
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    assertRefused(
        "the file has no digest, it is of an older release; footfall calibrate writes a"
            + " newer one",
        ModelBytes.of(ModelBytes.metadata()));
    assertRefused(
        "the file has no graph, it is of an older release; footfall calibrate writes a newer one",
        ModelBytes.sealed(Map.of()));
    assertRefused("metadata \"task\" is missing", without("task"));
    assertRefused("metadata \"normalisation\" is missing", without("normalisation"));
    assertRefused(
        "metadata \"task\": sampling_rate_hz: must be positive (0.0)",
        replaced("task", "200.0", "0.0"));
    assertRefused(
        "metadata \"task\": inputs: expected 3 different names but found 3",
        replaced("task", "\"b\"", "\"a\""));
    assertRefused(
        "metadata \"graph\": nodes[2].op: expected a string but found 7",
        replaced("graph", "\"lstm\",\"name\"", "7,\"name\""));
    assertRefused(
        "plan: standardise: std is 0.0 at flat index 0; it must be positive",
        replaced("normalisation", "\"input_std\":[1", "\"input_std\":[0"));
    byte[] changed = ModelBytes.sealed(ModelBytes.metadata());
    changed[changed.length - 1] ^= 1;
    assertRefused(
        "the content is not what its digest says; the file was damaged or changed", changed);
    Map<String, String> metadata = ModelBytes.metadata();
    metadata.put(ContentDigest.KEY, "ab".repeat(32));
    assertRefused(
        "the content is not what its digest says; the file was damaged or changed",
        ModelBytes.of(metadata));
  }

  private static byte[] without(String key) {
    Map<String, String> metadata = ModelBytes.metadata();
    metadata.remove(key);
    return ModelBytes.sealed(metadata);
  }

  private static byte[] replaced(String key, String old, String text) {
    Map<String, String> metadata = ModelBytes.metadata();
    assertTrue(metadata.get(key).contains(old), metadata.get(key));
    metadata.put(key, metadata.get(key).replace(old, text));
    return ModelBytes.sealed(metadata);
  }

  private void assertRefused(String message, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    assertEquals(
        file + ": " + message,
        assertThrows(ModelFormatException.class, () -> StudentModel.read(file)).getMessage());
  }

  /** Bits flipped, ends cut off, sizes overwritten: a refusal, or the right answer all the same. */
  @Test
  void damagedFilesAreRefusedOrAnswerAsBefore() throws IOException {
    byte[] whole = ModelBytes.sealed(ModelBytes.metadata());
    float[] expected = answer(whole);
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 6_000; i++) {
      byte[] bytes = damaged(whole.clone(), random);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      float[] actual = answer(bytes);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertTrue(allocated < MOST_BYTES_FOR_A_SMALL_FILE, allocated + " bytes, file " + i);
      if (actual == null) {
        refused++;
      } else {
        assertArrayEquals(expected, actual, "file " + i);
      }
    }
    // Some changes change nothing, as a digit that becomes itself.
    assertTrue(refused > 5_700 && refused < 6_000, refused + " refused");
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 1 -> {
        for (int i = random.nextInt(8); i >= 0; i--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 2 -> {
        long length = random.nextLong() >>> random.nextInt(64);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
      }
      default -> {
        // A digit of the header, so that numbers and sizes change while the JSON stays one.
        int at = random.nextInt(bytes.length);
        while (bytes[at] < '0' || bytes[at] > '9') {
          at = at + 1 == bytes.length ? 0 : at + 1;
        }
        bytes[at] = (byte) ('0' + random.nextInt(10));
      }
    }
    return bytes;
  }

  /** Numbers and words of the metadata changed on purpose, the digest computed anew. */
  @Test
  void tamperedFilesAreRefusedOrRun() throws IOException {
    Random random = new Random(2);
    String[] absurd = {
      "-1",
      "0",
      "2",
      "65536",
      "65537",
      "2147483647",
      "-2147483648",
      "9007199254740993",
      "1e9",
      "1e-45",
      "1e308",
      "null",
      "true",
      "\"conv\"",
      "[]",
      "{}"
    };
    int refused = 0;
    for (int i = 0; i < 4_000; i++) {
      Map<String, String> metadata = ModelBytes.metadata();
      String key = List.copyOf(metadata.keySet()).get(random.nextInt(metadata.size()));
      String text = metadata.get(key);
      for (int edits = random.nextInt(2); edits >= 0; edits--) {
        List<MatchResult> tokens =
            Pattern.compile("-?[0-9.]+|\"[^\"]*\"").matcher(text).results().toList();
        MatchResult token = tokens.get(random.nextInt(tokens.size()));
        String other =
            random.nextInt(3) == 0
                ? tokens.get(random.nextInt(tokens.size())).group()
                : absurd[random.nextInt(absurd.length)];
        text = text.substring(0, token.start()) + other + text.substring(token.end());
      }
      metadata.put(key, text);
      byte[] bytes = ModelBytes.sealed(metadata);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      refused += answer(bytes) == null ? 1 : 0;
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertTrue(allocated < MOST_BYTES, allocated + " bytes for " + text);
    }
    assertTrue(refused > 2_000 && refused < 4_000, refused + " refused");
  }

  /** What a model answers to a ramp, or null if it is refused in one line that names the file. */
  private float[] answer(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    try {
      Plan plan = StudentModel.read(file).plan();
      StudentKernel kernel = StudentKernel.of(plan, SensorLimits.at(100));
      float[] ramp = new float[SAMPLES * kernel.inputs()];
      for (int i = 0; i < ramp.length; i++) {
        ramp[i] = i;
      }
      float[] out = new float[SAMPLES * kernel.outputs()];
      kernel.run(ramp, out);
      return out;
    } catch (ModelFormatException e) {
      assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      return null;
    }
  }
}
