package dev.footfall.engine.format;

import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a safetensors file: header first, then the elements through one buffer. */
final class SafetensorsWriter {
  // The order of the reference implementation: by bytes, which is by code points.
  private static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private SafetensorsWriter() {}

  static void write(Safetensors content, Path file) throws IOException {
    List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(content.tensors().entrySet());
    Comparator<Map.Entry<String, Tensor>> widestFirst =
        Comparator.comparing(entry -> -entry.getValue().dtype().bytes());
    ordered.sort(widestFirst.thenComparing(Map.Entry.comparingByKey(BY_BYTES)));
    ByteBuffer header = header(content.metadata(), ordered);
    AtomicFile.write(
        file,
        channel -> {
          writeFully(channel, header);
          ByteBuffer buffer =
              ByteBuffer.allocate(SafetensorsReader.BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
          for (Map.Entry<String, Tensor> entry : ordered) {
            writeElements(channel, entry.getValue(), buffer);
          }
        });
  }

  private static ByteBuffer header(
      Map<String, String> metadata, List<Map.Entry<String, Tensor>> ordered) {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      Map<String, String> sorted = new TreeMap<>(BY_BYTES);
      sorted.putAll(metadata);
      header.put(Safetensors.METADATA, sorted);
    }
    long begin = 0;
    for (Map.Entry<String, Tensor> entry : ordered) {
      Tensor tensor = entry.getValue();
      long end = begin + (long) tensor.elements() * tensor.dtype().bytes();
      Map<String, Object> place = new LinkedHashMap<>();
      place.put("dtype", tensor.dtype() == DType.FLOAT32 ? "F32" : "F64");
      place.put("shape", tensor.shape().toArray());
      place.put("data_offsets", new long[] {begin, end});
      header.put(entry.getKey(), place);
      begin = end;
    }
    byte[] text = Json.write(header).getBytes(StandardCharsets.UTF_8);
    // Spaces up to a multiple of 8 bytes, so that the data are aligned.
    int length = (text.length + 7) / 8 * 8;
    if (length > SafetensorsReader.LARGEST_HEADER) {
      throw new IllegalArgumentException(
          "safetensors: the header would have %s bytes, more than the limit of %s"
              .formatted(length, SafetensorsReader.LARGEST_HEADER));
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(SafetensorsReader.LENGTH_BYTES + length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(length)
            .put(text);
    while (bytes.hasRemaining()) {
      bytes.put((byte) ' ');
    }
    return bytes.flip();
  }

  private static void writeElements(FileChannel channel, Tensor tensor, ByteBuffer buffer)
      throws IOException {
    int perBuffer = buffer.capacity() / tensor.dtype().bytes();
    int count;
    for (int from = 0; from < tensor.elements(); from += count) {
      count = Math.min(perBuffer, tensor.elements() - from);
      buffer.clear();
      if (tensor.dtype() == DType.FLOAT32) {
        buffer.asFloatBuffer().put(tensor.floats(), from, count);
      } else {
        buffer.asDoubleBuffer().put(tensor.doubles(), from, count);
      }
      writeFully(channel, buffer.limit(count * tensor.dtype().bytes()));
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
