package dev.footfall.engine.format;

import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a safetensors file in three steps: header text, its entries, and only then the data. */
final class SafetensorsReader {
  static final int LENGTH_BYTES = 8;
  static final int LARGEST_HEADER = 100_000_000;
  static final int BUFFER_BYTES = 1 << 16;

  private static final Set<String> ENTRY_MEMBERS = Set.of("dtype", "shape", "data_offsets");

  /** A tensor's place in the data, as the header claims it. */
  private record Entry(String name, DType dtype, Shape shape, long begin, long end) {}

  private final Path file;
  private final SeekableByteChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private SafetensorsReader(Path file, SeekableByteChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static Safetensors read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "is not a regular file");
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return new SafetensorsReader(file, channel).read();
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(file.toString(), null, "permission denied");
    }
  }

  private Safetensors read() throws IOException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw problem("a safetensors file has at least 8 bytes, this one has " + size);
    }
    long headerLength = bytes(LENGTH_BYTES).getLong();
    if (headerLength < 0 || headerLength > LARGEST_HEADER) {
      throw problem(
          "the header claims %s bytes, more than the limit of %s; is this a safetensors file?"
              .formatted(Long.toUnsignedString(headerLength), LARGEST_HEADER));
    }
    if (headerLength > size - LENGTH_BYTES) {
      throw problem(
          "the header claims " + headerLength + " bytes; the file has " + size + " in all");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    try {
      parse(text(bytes((int) headerLength)), metadata, entries);
    } catch (JsonException e) {
      throw new ModelFormatException(e.getMessage(), e);
    }
    long dataLength = size - LENGTH_BYTES - headerLength;
    checkPlaces(entries, dataLength);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Entry entry : entries) {
      tensors.put(entry.name(), tensor(entry, size - dataLength));
    }
    return new Safetensors(metadata, tensors);
  }

  private String text(ByteBuffer header) throws ModelFormatException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(header).toString();
      if (!text.startsWith("{")) {
        throw problem("the header does not begin with '{'; is this a safetensors file?");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(file + ": the header is not UTF-8", e);
    }
  }

  private void parse(String header, Map<String, String> metadata, List<Entry> entries) {
    Json.parse(file + ": header", header)
        .members()
        .forEach(
            (name, part) -> {
              if (name.equals(Safetensors.METADATA)) {
                part.members().forEach((key, value) -> metadata.put(key, value.asString()));
              } else {
                entries.add(entry(name, part));
              }
            });
  }

  private static Entry entry(String name, Json part) {
    for (String member : part.members().keySet()) {
      if (!ENTRY_MEMBERS.contains(member)) {
        throw part.problem("unknown member " + JsonWriter.quoted(member));
      }
    }
    String dtypeName = part.get("dtype").asString();
    DType dtype =
        switch (dtypeName) {
          case "F32" -> DType.FLOAT32;
          case "F64" -> DType.FLOAT64;
          default ->
              throw part.problem(
                  "dtype " + JsonWriter.quoted(dtypeName) + " is not supported; F32 and F64 are");
        };
    Shape shape = shape(part.get("shape"));
    Json offsets = part.get("data_offsets");
    if (offsets.size() != 2) {
      throw offsets.problem(
          "expected begin and end but found " + JsonWriter.onOneLine(offsets.toString()));
    }
    long begin = offsets.at(0).asLong();
    long end = offsets.at(1).asLong();
    if (begin < 0 || end < begin) {
      throw offsets.problem(
          "expected 0 <= begin <= end but found " + JsonWriter.onOneLine(offsets.toString()));
    }
    long bytes = (long) shape.elements() * dtype.bytes();
    if (end - begin != bytes) {
      throw offsets.problem(
          "%s are %s bytes but %s %s has %s"
              .formatted(offsets, end - begin, dtypeName, shape, bytes));
    }
    if (begin % dtype.bytes() != 0) {
      throw offsets.problem(
          "%s is not a multiple of %s, the element size of %s"
              .formatted(begin, dtype.bytes(), dtypeName));
    }
    return new Entry(name, dtype, shape, begin, end);
  }

  private static Shape shape(Json part) {
    int[] extents = part.asInts();
    long elements = 1;
    for (int extent : extents) {
      elements *= extent;
      if (extent < 0 || elements > Integer.MAX_VALUE) {
        throw part.problem(
            "expected extents from 0 and fewer than 2^31 elements but found "
                + JsonWriter.onOneLine(part.toString()));
      }
    }
    return Shape.of(extents);
  }

  /**
   * Demands that the tensors, in the order of their bytes, follow each other from first to last.
   */
  private void checkPlaces(List<Entry> entries, long dataLength) throws ModelFormatException {
    List<Entry> ordered = new ArrayList<>(entries);
    ordered.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long covered = 0;
    for (Entry entry : ordered) {
      String name = "tensor " + JsonWriter.quoted(entry.name());
      if (entry.begin() < covered) {
        throw problem(
            "%s begins at byte %s of the data, but the one before it ends at %s"
                .formatted(name, entry.begin(), covered));
      }
      if (entry.begin() > covered) {
        throw problem(
            "bytes " + covered + " to " + entry.begin() + " of the data belong to no tensor");
      }
      if (entry.end() > dataLength) {
        throw problem(
            "%s ends at byte %s of the data, but the file at %s; is it truncated?"
                .formatted(name, entry.end(), dataLength));
      }
      covered = entry.end();
    }
    if (covered < dataLength) {
      throw problem("bytes " + covered + " to " + dataLength + " of the data belong to no tensor");
    }
  }

  private Tensor tensor(Entry entry, long dataStart) throws IOException {
    Tensor tensor = Tensor.zeros(entry.dtype(), entry.shape());
    channel.position(dataStart + entry.begin());
    int perBuffer = BUFFER_BYTES / entry.dtype().bytes();
    int count;
    for (int from = 0; from < tensor.elements(); from += count) {
      count = Math.min(perBuffer, tensor.elements() - from);
      buffer.clear().limit(count * entry.dtype().bytes());
      fill(buffer);
      if (entry.dtype() == DType.FLOAT32) {
        buffer.asFloatBuffer().get(tensor.floats(), from, count);
      } else {
        buffer.asDoubleBuffer().get(tensor.doubles(), from, count);
      }
    }
    return tensor;
  }

  private ByteBuffer bytes(int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    fill(bytes);
    return bytes;
  }

  /** Fills the buffer to its limit and rewinds it. */
  private void fill(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw problem("the file became shorter while it was read");
      }
    }
    bytes.flip();
  }

  private ModelFormatException problem(String what) {
    return new ModelFormatException(file + ": " + what);
  }
}
