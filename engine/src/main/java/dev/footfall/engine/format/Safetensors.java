package dev.footfall.engine.format;

import dev.footfall.engine.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named tensors and a map of strings, kept in one file of the safetensors format, which Python
 * reads with {@code safetensors.numpy.load_file}.
 *
 * <pre>
 * 8 bytes      length n of the header, little endian
 * n bytes      header, JSON in UTF-8: {"__metadata__": {name: string},
 *              name: {"dtype": "F32", "shape": [16, 8, 5], "data_offsets": [begin, end]}, ...}
 * the rest     elements, little endian, row-major; offsets count from here
 * </pre>
 *
 * <p>FLOAT32 and FLOAT64 tensors are supported; a file with any other type is refused. Bits are
 * kept, those of NaN included.
 *
 * @param metadata strings by name, unmodifiable, in the order given or read
 * @param tensors tensors by name, unmodifiable map over live tensors, in the order given or read
 * @see <a href="https://github.com/huggingface/safetensors">the format</a>
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
  /** The reserved name in the header. */
  static final String METADATA = "__metadata__";

  /**
   * Copies both maps; the tensors themselves are not copied.
   *
   * @throws IllegalArgumentException if a tensor has the reserved name {@code __metadata__}
   */
  public Safetensors {
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException("safetensors: the name " + METADATA + " is reserved");
    }
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a file. What the header says is checked against the size of the file before anything is
   * allocated for it: the memory needed is that of the tensors and a small multiple of the header.
   *
   * <p>Refused, beyond what the format forbids (holes, overlaps, bytes that no tensor owns, a
   * header of more than 100 MB): tensors that do not begin at a multiple of their element size,
   * members of a tensor's entry that the format does not name, tensors of more than 2<sup>31</sup>
   * - 1 elements.
   *
   * @throws ModelFormatException if the content breaks these rules; one line that names the file
   * @throws IOException if the file cannot be read
   */
  public static Safetensors read(Path file) throws IOException {
    return SafetensorsReader.read(file);
  }

  /**
   * Writes a file, or replaces it as a whole.
   *
   * <p>Same content, same bytes, whatever the order of the maps: metadata sorted by name, tensors
   * FLOAT64 first (so that every tensor is aligned), then by name. These are also the bytes that
   * the reference implementation writes, where there is at most one entry of metadata.
   *
   * <p>The bytes go to a temporary file in the same folder, are forced to the disk, and the
   * temporary then takes the place of the target in one atomic step. Whatever fails or is killed,
   * an old target stays whole. See {@link AtomicFile} for what may remain.
   *
   * @throws IllegalArgumentException if a string has no form in UTF-8 or the header would be longer
   *     than 100 MB
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    SafetensorsWriter.write(this, file);
  }

  /**
   * The tensor of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("safetensors: no tensor " + JsonWriter.quoted(name));
    }
    return tensor;
  }
}
