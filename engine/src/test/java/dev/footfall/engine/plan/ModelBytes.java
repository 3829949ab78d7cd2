package dev.footfall.engine.plan;

import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.ContentDigest;
import dev.footfall.engine.format.Json;
import dev.footfall.engine.format.Safetensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A model of three layers as the bytes of its file, with any metadata. */
final class ModelBytes {
  private static final Map<String, Tensor> TENSORS = tensors();

  private ModelBytes() {}

  private static Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("conv.weight", random(4, 3, 5));
    tensors.put("conv.bias", random(4));
    tensors.put("lstm.bias", random(20));
    tensors.put("lstm.weight_h", random(20, 5));
    tensors.put("lstm.weight_x", random(20, 4));
    tensors.put("norm.bias", random(5));
    tensors.put("norm.running_mean", random(5));
    Tensor variance = random(5);
    variance.fill(0.5);
    tensors.put("norm.running_var", variance);
    tensors.put("norm.weight", random(5));
    return tensors;
  }

  private static Tensor random(int... extents) {
    Tensor tensor = Tensor.zeros(DType.FLOAT32, extents);
    Random random = new Random(tensor.elements());
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, random.nextGaussian());
    }
    return tensor;
  }

  static Map<String, String> metadata() {
    Graph graph =
        new Graph(
            3,
            List.of(
                new Graph.Node(
                    "conv1d",
                    "conv",
                    List.of(0),
                    List.of("conv.weight", "conv.bias"),
                    Map.of("stride", 1, "pad_left", 6, "pad_right", 2, "dilation", 2)),
                new Graph.Node("relu", "conv.relu", List.of(1), List.of(), Map.of()),
                new Graph.Node(
                    "lstm",
                    "lstm",
                    List.of(2),
                    List.of("lstm.weight_x", "lstm.weight_h", "lstm.bias"),
                    Map.of()),
                new Graph.Node(
                    "batchNorm",
                    "norm",
                    List.of(3),
                    List.of("norm.weight", "norm.bias", "norm.running_mean", "norm.running_var"),
                    Map.of("epsilon", 1e-5))));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("graph", Json.write(graph.json()));
    metadata.put(
        "normalisation",
        "{\"input_mean\":[1,2,3],\"input_std\":[1,2,3],\"target_scale\":[9,8,7,6,5]}");
    metadata.put(
        "task",
        "{\"name\":\"t\",\"sampling_rate_hz\":200.0,\"inputs\":[\"a\",\"b\",\"c\"],"
            + "\"input_unit\":\"kPa\",\"targets\":[\"p\",\"q\",\"r\",\"s\",\"t\"]}");
    return metadata;
  }

  /** A file with these texts and a digest that is right. */
  static byte[] sealed(Map<String, String> metadata) {
    return of(ContentDigest.seal(new Safetensors(metadata, TENSORS)).metadata());
  }

  /** A file with these texts. Written here, as the writer waits for the disk each time. */
  static byte[] of(Map<String, String> metadata) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("__metadata__", metadata);
    int end = 0;
    for (Map.Entry<String, Tensor> entry : TENSORS.entrySet()) {
      int begin = end;
      end += Float.BYTES * entry.getValue().elements();
      header.put(
          entry.getKey(),
          Map.of(
              "dtype",
              "F32",
              "shape",
              entry.getValue().shape().toArray(),
              "data_offsets",
              new int[] {begin, end}));
    }
    byte[] text = Json.write(header).getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + text.length + end).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    for (Tensor tensor : TENSORS.values()) {
      for (float value : tensor.floats()) {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }
}
