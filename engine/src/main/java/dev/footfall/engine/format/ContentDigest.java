package dev.footfall.engine.format;

import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 of what a file holds, kept in its metadata under {@value #KEY}: a number that was changed
 * by a bad disk or a broken transfer is noticed when the file is read. Whoever changes a file on
 * purpose can compute the digest anew; it is no signature.
 */
public final class ContentDigest {
  /** The name in the metadata. */
  public static final String KEY = "digest";

  private static final int BUFFER_BYTES = 1 << 16;

  private ContentDigest() {}

  /** The content with its digest in the metadata, in the place of any that was there. */
  public static Safetensors seal(Safetensors content) {
    Map<String, String> metadata = new TreeMap<>(content.metadata());
    metadata.put(KEY, of(content));
    return new Safetensors(metadata, content.tensors());
  }

  /**
   * Compares the digest in the metadata, if there is one, with that of the content.
   *
   * @return whether there is one
   * @throws ModelFormatException if it is another; one line that names the file
   */
  public static boolean check(Path file, Safetensors content) throws ModelFormatException {
    String expected = content.metadata().get(KEY);
    if (expected != null && !expected.equals(of(content))) {
      throw new ModelFormatException(
          file + ": the content is not what its digest says; the file was damaged or changed");
    }
    return expected != null;
  }

  /** Over names, shapes and elements in the order of the map: 64 hexadecimal digits. */
  public static String of(Map<String, Tensor> tensors) {
    MessageDigest sha = sha256();
    update(sha, tensors);
    return HexFormat.of().formatHex(sha.digest());
  }

  /** Over a text in UTF-8: 64 hexadecimal digits. */
  public static String of(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Over all metadata but the digest, and all tensors, sorted by name. */
  private static String of(Safetensors content) {
    MessageDigest sha = sha256();
    Map<String, String> metadata = new TreeMap<>(content.metadata());
    metadata.remove(KEY);
    sha.update(Json.write(metadata).getBytes(StandardCharsets.UTF_8));
    update(sha, new TreeMap<>(content.tensors()));
    return HexFormat.of().formatHex(sha.digest());
  }

  private static void update(MessageDigest sha, Map<String, Tensor> tensors) {
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    tensors.forEach(
        (name, tensor) -> {
          sha.update((name + " " + tensor.shape()).getBytes(StandardCharsets.UTF_8));
          for (int i = 0; i < tensor.elements(); i++) {
            if (bytes.remaining() < Double.BYTES) {
              sha.update(bytes.flip());
              bytes.clear();
            }
            if (tensor.dtype() == DType.FLOAT32) {
              bytes.putFloat(tensor.floats()[i]);
            } else {
              bytes.putDouble(tensor.doubles()[i]);
            }
          }
          sha.update(bytes.flip());
          bytes.clear();
        });
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
