package dev.footfall.engine.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SafetensorsTest {
  private Path folder;
  private Path file;

  @BeforeEach
  @BeforeProperty
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("safetensors");
    file = folder.resolve("model.safetensors");
  }

  @AfterEach
  @AfterProperty
  void deleteFolder() throws IOException {
    Files.deleteIfExists(file);
    // Not empty if a test left a temporary behind: then this fails, as it should.
    Files.delete(folder);
  }

  @Test
  void aFileOfTheReferenceImplementationIsRead() throws IOException {
    Files.write(file, pythonFile());
    Safetensors read = Safetensors.read(file);

    assertEquals(Map.of("note", "a \"quoted\" line\nand \ud83e\uddb6"), read.metadata());
    assertEquals(
        List.of(
            "gr\u00f6\u00dfe \"\n\t\u0001\u007f\u2028 \ud83e\uddb6",
            "statistics.mean",
            "conv.bias",
            "conv.weight",
            "empty",
            "nan",
            "scalar"),
        List.copyOf(read.tensors().keySet()));
    Tensor weight = read.tensor("conv.weight");
    assertEquals("FLOAT32 [2, 3, 2]", weight.toString());
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, weight.floats());
    assertArrayEquals(
        new float[] {-0f, Float.POSITIVE_INFINITY}, read.tensor("conv.bias").floats());
    assertArrayEquals(
        new double[] {0.1, 1e300, Double.MIN_VALUE}, read.tensor("statistics.mean").doubles());
    assertEquals("FLOAT32 []", read.tensor("scalar").toString());
    assertEquals(3.5, read.tensor("scalar").get(0));
    assertEquals("FLOAT32 [0, 4]", read.tensor("empty").toString());
    float[] nan = read.tensor("nan").floats();
    assertEquals(0x7fc12345, Float.floatToRawIntBits(nan[0]));
    assertEquals(0xff800001, Float.floatToRawIntBits(nan[1]));
  }

  @Test
  void theBytesAreThoseOfTheReferenceImplementation() throws IOException {
    Files.write(file, pythonFile());
    Safetensors.read(file).write(file);
    assertArrayEquals(pythonFile(), Files.readAllBytes(file));
  }

  @Test
  void sameContentInAnotherOrderGivesTheSameBytes() throws IOException {
    Tensor a = Tensor.of(Shape.of(1), new float[] {1});
    Tensor b = Tensor.of(Shape.of(1), new double[] {2});
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    tensors.put("a", a);
    tensors.put("b", b);
    tensors.put("c", a);
    metadata.put("x", "1");
    metadata.put("y", "2");
    new Safetensors(metadata, tensors).write(file);
    final byte[] expected = Files.readAllBytes(file);

    tensors.remove("a");
    tensors.put("a", a);
    metadata.remove("x");
    metadata.put("x", "1");
    new Safetensors(metadata, tensors).write(file);
    assertArrayEquals(expected, Files.readAllBytes(file));
  }

  @Test
  void nothingAtAllIsAFileToo() throws IOException {
    new Safetensors(Map.of(), Map.of()).write(file);
    assertArrayEquals(
        new byte[] {8, 0, 0, 0, 0, 0, 0, 0, '{', '}', ' ', ' ', ' ', ' ', ' ', ' '},
        Files.readAllBytes(file));
    assertEquals(new Safetensors(Map.of(), Map.of()), Safetensors.read(file));
  }

  @Test
  void tensorsLargerThanTheBufferAreWhole() throws IOException {
    Tensor floats = random(DType.FLOAT32, Shape.of(3, 16_385), 1);
    Tensor doubles = random(DType.FLOAT64, Shape.of(8193), 2);
    new Safetensors(Map.of(), Map.of("f", floats, "d", doubles)).write(file);
    Safetensors read = Safetensors.read(file);
    assertSameBits(floats, read.tensor("f"));
    assertSameBits(doubles, read.tensor("d"));
  }

  @Property
  void whatIsWrittenReadsBackTheSame(
      @ForAll("names") List<String> names,
      @ForAll("metadata") Map<String, String> metadata,
      @ForAll Random random)
      throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : names) {
      int[] extents = random.ints(random.nextInt(4), 0, 5).toArray();
      DType dtype = random.nextBoolean() ? DType.FLOAT32 : DType.FLOAT64;
      tensors.put(name, random(dtype, Shape.of(extents), random.nextLong()));
    }
    new Safetensors(metadata, tensors).write(file);
    byte[] first = Files.readAllBytes(file);
    Safetensors read = Safetensors.read(file);
    assertEquals(metadata, read.metadata());
    assertEquals(tensors.keySet(), read.tensors().keySet());
    tensors.forEach((name, tensor) -> assertSameBits(tensor, read.tensor(name)));
    read.write(file);
    assertArrayEquals(first, Files.readAllBytes(file));
  }

  @Test
  void theMapsAreTheOwn() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Safetensors content = new Safetensors(Map.of(), tensors);
    tensors.put("later", Tensor.zeros(DType.FLOAT32, 1));
    assertEquals(Map.of(), content.tensors());
    assertThrows(
        UnsupportedOperationException.class,
        () -> content.tensors().put("later", Tensor.zeros(DType.FLOAT32, 1)));
  }

  @Test
  void whatTheFormatCannotHoldIsRefused() {
    Tensor tensor = Tensor.zeros(DType.FLOAT32, 1);
    assertProblem(
        "safetensors: the name __metadata__ is reserved",
        () -> new Safetensors(Map.of(), Map.of("__metadata__", tensor)));
    assertProblem(
        "json: \"\\ud83e\" holds an unpaired surrogate",
        () -> new Safetensors(Map.of(), Map.of("\ud83e", tensor)).write(file));
    String long100 = "x".repeat(99_999_980);
    assertProblem(
        "safetensors: the header would have 100000008 bytes, more than the limit of 100000000",
        () -> new Safetensors(Map.of("m", long100), Map.of()).write(file));
    assertProblem(
        "safetensors: no tensor \"conv.weight\"",
        () -> new Safetensors(Map.of(), Map.of()).tensor("conv.weight"));
  }

  @Test
  void anAbsentFileAndAFolderAreNamed() {
    assertEquals(
        file + ": there is no such file",
        assertThrows(NoSuchFileException.class, () -> Safetensors.read(file)).getMessage());
    assertEquals(
        folder + ": is not a regular file",
        assertThrows(IOException.class, () -> Safetensors.read(folder)).getMessage());
  }

  @Provide
  Arbitrary<List<String>> names() {
    return strings()
        .filter(name -> !name.equals("__metadata__"))
        .list()
        .uniqueElements()
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<Map<String, String>> metadata() {
    return Arbitraries.maps(strings(), strings()).ofMaxSize(4);
  }

  private static Arbitrary<String> strings() {
    return Arbitraries.strings().ofMaxLength(8).filter(s -> !JsonWriter.hasUnpairedSurrogate(s));
  }

  /** Every bit pattern is as likely as any other, NaN included. */
  private static Tensor random(DType dtype, Shape shape, long seed) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.zeros(dtype, shape);
    for (int i = 0; i < tensor.elements(); i++) {
      if (dtype == DType.FLOAT32) {
        tensor.floats()[i] = Float.intBitsToFloat(random.nextInt());
      } else {
        tensor.doubles()[i] = Double.longBitsToDouble(random.nextLong());
      }
    }
    return tensor;
  }

  private static void assertSameBits(Tensor expected, Tensor actual) {
    assertEquals(expected.toString(), actual.toString());
    for (int i = 0; i < expected.elements(); i++) {
      if (expected.dtype() == DType.FLOAT32) {
        assertEquals(
            Float.floatToRawIntBits(expected.floats()[i]),
            Float.floatToRawIntBits(actual.floats()[i]));
      } else {
        assertEquals(
            Double.doubleToRawLongBits(expected.doubles()[i]),
            Double.doubleToRawLongBits(actual.doubles()[i]));
      }
    }
  }

  private static byte[] pythonFile() throws IOException {
    try (InputStream in = SafetensorsTest.class.getResourceAsStream("python.safetensors")) {
      return in.readAllBytes();
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void assertProblem(String message, Action action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
