package dev.footfall.engine.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are not what they claim to be. */
class SafetensorsRefusalTest {
  // A read of a small file takes one buffer of 64 KiB and little else.
  private static final long MOST_BYTES_ALLOCATED = 1 << 20;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("model.safetensors");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Places.
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}"
            + "|tensor \"a\" ends at byte 12 of the data, but the file at 8; is it truncated?",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}"
            + "|bytes 4 to 8 of the data belong to no tensor",
        "{}|bytes 0 to 8 of the data belong to no tensor",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
            + "|bytes 0 to 4 of the data belong to no tensor",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
            + "|tensor \"b\" begins at byte 4 of the data, but the one before it ends at 8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}"
            + "|tensor \"b\" begins at byte 0 of the data, but the one before it ends at 8",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[0,4]},"
            + "'b':{'dtype':'F64','shape':[1],'data_offsets':[4,12]}}"
            + "|header: b.data_offsets: 4 is not a multiple of 8, the element size of F64",
        // Offsets.
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}"
            + "|header: a.data_offsets: [0,4] are 4 bytes but F32 [2] has 8",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}}"
            + "|header: a.data_offsets: [0,8] are 8 bytes but F32 [1] has 4",
        "{'a':{'dtype':'F64','shape':[2],'data_offsets':[0,8]}}"
            + "|header: a.data_offsets: [0,8] are 8 bytes but F64 [2] has 16",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}"
            + "|header: a.data_offsets: expected 0 <= begin <= end but found [-8,0]",
        "{'a':{'dtype':'F32','shape':[0],'data_offsets':[8,0]}}"
            + "|header: a.data_offsets: expected 0 <= begin <= end but found [8,0]",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}}"
            + "|header: a.data_offsets: expected begin and end but found [0]",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,9223372036854775808]}}"
            + "|header: a.data_offsets[1]: expected a 64-bit whole number but found"
            + " 9223372036854775808",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8.0]}}"
            + "|header: a.data_offsets[1]: expected a 64-bit whole number but found 8.0",
        // Shapes.
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}"
            + "|header: a.shape: expected extents from 0 and fewer than 2^31 elements but found"
            + " [-2]",
        "{'a':{'dtype':'F32','shape':[-1,-2],'data_offsets':[0,8]}}"
            + "|header: a.shape: expected extents from 0 and fewer than 2^31 elements but found"
            + " [-1,-2]",
        "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,17179869184]}}"
            + "|header: a.shape: expected extents from 0 and fewer than 2^31 elements but found"
            + " [65536,65536]",
        "{'a':{'dtype':'F32','shape':[65536,65536,65536,65536],'data_offsets':[0,0]}}"
            + "|header: a.shape: expected extents from 0 and fewer than 2^31 elements but found"
            + " [65536,65536,65536,65536]",
        "{'a':{'dtype':'F32','shape':[4294967298],'data_offsets':[0,8]}}"
            + "|header: a.shape[0]: expected a 32-bit whole number but found 4294967298",
        "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}"
            + "|header: a.shape: expected an array but found 2",
        // Claims without the bytes to back them: refused before anything is allocated.
        "{'a':{'dtype':'F64','shape':[2000000000],'data_offsets':[0,16000000000]}}"
            + "|tensor \"a\" ends at byte 16000000000 of the data, but the file at 8; is it"
            + " truncated?",
        // Types and members.
        "{'a':{'dtype':'BF16','shape':[4],'data_offsets':[0,8]}}"
            + "|header: a: dtype \"BF16\" is not supported; F32 and F64 are",
        "{'a':{'dtype':32,'shape':[2],'data_offsets':[0,8]}}"
            + "|header: a.dtype: expected a string but found 32",
        "{'a':{'shape':[2],'data_offsets':[0,8]}}"
            + "|header: a: member \"dtype\" is missing; found \"shape\", \"data_offsets\"",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'stride':[1]}}"
            + "|header: a: unknown member \"stride\"",
        "{'a':7}|header: a: expected an object but found 7",
        "{'__metadata__':{'epoch':7}}"
            + "|header: __metadata__.epoch: expected a string but found 7",
        "{'__metadata__':'x'}|header: __metadata__: expected an object but found \"x\"",
        // Text.
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}"
            + "|header:1:55: member \"a\" is there twice (offset 54)",
        "{'__metadata__':{'x':'1','x':'2'}}|header:1:26: member \"x\" is there twice (offset 25)",
        "{'a':|header:1:6: expected a value but found the end of the text (offset 5)",
        "{}]|header:1:3: expected the end of the document but found ']' (offset 2)",
        "[]|the header does not begin with '{'; is this a safetensors file?",
        "` {}`|the header does not begin with '{'; is this a safetensors file?",
        "``|the header does not begin with '{'; is this a safetensors file?",
      })
  void aHeaderThatDoesNotFitItsDataIsRefused(String header, String message) throws IOException {
    byte[] text = header.replace('\'', '"').getBytes(UTF_8);
    write(text.length, text, new byte[8]);
    assertRefused(message);
  }

  @ParameterizedTest
  @CsvSource({
    "3, the header claims 3 bytes; the file has 10 in all",
    "100000000, the header claims 100000000 bytes; the file has 10 in all",
    "100000001, 'the header claims 100000001 bytes, more than the limit of 100000000; is this a"
        + " safetensors file?'",
    "-1, 'the header claims 18446744073709551615 bytes, more than the limit of 100000000; is this"
        + " a safetensors file?'",
  })
  void aLengthBeyondTheFileIsRefused(long length, String message) throws IOException {
    write(length, "{}".getBytes(UTF_8), new byte[0]);
    assertRefused(message);
  }

  @Test
  void aFileTooShortForALengthIsRefused() throws IOException {
    Files.write(file, new byte[7]);
    assertRefused("a safetensors file has at least 8 bytes, this one has 7");
    Files.write(file, new byte[0]);
    assertRefused("a safetensors file has at least 8 bytes, this one has 0");
  }

  @Test
  void textThatIsNotUtf8IsRefused() throws IOException {
    byte[] text = "{\"\u00e9\":{}}".getBytes(ISO_8859_1);
    write(text.length, text, new byte[0]);
    assertRefused("the header is not UTF-8");
  }

  @Test
  void aHeaderWithoutPaddingIsRead() throws IOException {
    byte[] text =
        "{\"a\":{\"data_offsets\":[0,8],\"shape\":[2],\"dtype\":\"F32\"}}".getBytes(UTF_8);
    assertEquals(6, text.length % 8);
    write(text.length, text, new byte[8]);
    assertEquals("FLOAT32 [2]", Safetensors.read(file).tensor("a").toString());
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = smallFile();
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      ModelFormatException refusal =
          assertThrows(ModelFormatException.class, () -> Safetensors.read(file));
      assertOneLineWithFile(refusal);
    }
    Files.write(file, whole);
    Safetensors.read(file);
  }

  @Test
  void everyChangedByteOfTheHeaderIsRefusedOrHarmless() throws IOException {
    byte[] bytes = smallFile();
    int headerEnd = 8 + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int refused = 0;
    int harmless = 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int at = 0; at < headerEnd; at++) {
        for (int change = 1; change < 256; change++) {
          put(channel, at, bytes[at] ^ change);
          long before = threads.getCurrentThreadAllocatedBytes();
          try {
            Safetensors.read(file);
            harmless++;
          } catch (ModelFormatException e) {
            assertOneLineWithFile(e);
            refused++;
          }
          long allocated = threads.getCurrentThreadAllocatedBytes() - before;
          assertTrue(
              allocated < MOST_BYTES_ALLOCATED,
              "byte " + at + " changed by " + change + ": " + allocated + " bytes allocated");
        }
        put(channel, at, bytes[at]);
      }
    }
    // A name or a metadata value can change into another one.
    assertTrue(harmless > 0 && refused > 10 * harmless, refused + " against " + harmless);
  }

  private static void put(FileChannel channel, int at, int value) throws IOException {
    channel.write(ByteBuffer.wrap(new byte[] {(byte) value}), at);
  }

  private byte[] smallFile() throws IOException {
    String header =
        "{'__metadata__':{'k':'v'},'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} ";
    byte[] text = header.replace('\'', '"').getBytes(UTF_8);
    write(text.length, text, new byte[4]);
    return Files.readAllBytes(file);
  }

  private void write(long headerLength, byte[] header, byte[] data) throws IOException {
    Files.write(
        file,
        ByteBuffer.allocate(8 + header.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(headerLength)
            .put(header)
            .put(data)
            .array());
  }

  private void assertRefused(String message) {
    String actual =
        assertThrows(ModelFormatException.class, () -> Safetensors.read(file)).getMessage();
    assertEquals(file + ": " + message, actual);
  }

  private void assertOneLineWithFile(ModelFormatException refusal) {
    assertTrue(refusal.getMessage().startsWith(file + ": "), refusal::getMessage);
    assertEquals(1, refusal.getMessage().lines().count(), refusal::getMessage);
  }
}
