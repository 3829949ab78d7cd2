package dev.footfall.grf.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row must be delivered when its line has arrived, not when the next one has. */
class LiveStreamTest {

  /** A sensor: hands out what was sent, and fails the test where a real one would block. */
  private static final class Wire extends InputStream {
    private final Deque<Byte> arrived = new ArrayDeque<>();
    private boolean ended;

    void send(String line) {
      for (byte b : line.getBytes(UTF_8)) {
        arrived.add(b);
      }
    }

    @Override
    public int available() {
      return arrived.size();
    }

    @Override
    public int read() {
      if (arrived.isEmpty()) {
        if (ended) {
          return -1;
        }
        throw new AssertionError("the reader waits for more than it needs");
      }
      return arrived.remove() & 0xFF;
    }

    @Override
    public int read(byte[] out, int offset, int length) {
      int count = Math.min(length, Math.max(1, arrived.size()));
      for (int i = 0; i < count; i++) {
        int next = read();
        if (next < 0) {
          return i == 0 ? -1 : i;
        }
        out[offset + i] = (byte) next;
      }
      return count;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void csvRowsComeAsTheirLinesArrive(String endOfLine) {
    Wire wire = new Wire();
    wire.send("time [s],a [N]" + endOfLine);
    try (RecordingReader reader = RecordingReader.open(wire, "-")) {
      float[] row = new float[1];
      for (int i = 0; i < 5000; i++) {
        wire.send(i / 100.0 + "," + i + endOfLine);
        assertTrue(reader.next(row));
        assertEquals(i, row[0]);
      }
      wire.ended = true;
      assertFalse(reader.next(row));
    }
  }

  @Test
  void gaitpdbRowsComeAsTheirLinesArrive() {
    Wire wire = new Wire();
    wire.send("0\t" + String.join("\t", Collections.nCopies(18, "0")) + "\n");
    try (RecordingReader reader = RecordingReader.open(wire, "-")) {
      float[] row = new float[18];
      assertTrue(reader.next(row));
      for (int i = 1; i < 2000; i++) {
        wire.send(i / 100.0 + "\t" + String.join("\t", Collections.nCopies(18, "" + i)) + "\n");
        assertTrue(reader.next(row));
        assertEquals(i, row[17]);
      }
      wire.ended = true;
      assertFalse(reader.next(row));
    }
  }

  @Test
  void theHeaderIsKnownBeforeTheFirstSample() {
    Wire wire = new Wire();
    wire.send("\uFEFFtime [s],a [N]\n");
    try (RecordingReader reader = RecordingReader.open(wire, "-")) {
      assertEquals("a", reader.channels().get(0).name());
    }
  }
}
