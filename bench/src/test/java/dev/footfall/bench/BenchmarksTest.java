package dev.footfall.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.engine.kernel.UnaryFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A benchmark is worth its number only if its body computes what its name says. */
class BenchmarksTest {

  @AfterEach
  void chooseFreelyAgain() {
    System.clearProperty(KernelProvider.PROPERTY);
  }

  @Test
  void gemmBackEndsComputeTheSame() {
    Tensor scalar = gemm("scalar").multiply().copy();
    Tensor vector = gemm("vector").multiply();
    assertClose(scalar, vector);
    assertClose(gemm("scalar").multiplyTransposed().copy(), gemm("vector").multiplyTransposed());
  }

  @Test
  void convolutionBackEndsComputeTheSame() {
    for (String layer : new String[] {"8-16-5-1", "16-16-5-16"}) {
      Conv1dBenchmark scalar = conv("scalar", layer);
      Conv1dBenchmark vector = conv("vector", layer);
      assertClose(scalar.forward(), vector.forward());
      assertClose(scalar.backwardInput(), vector.backwardInput());
      assertClose(scalar.backwardWeight(), vector.backwardWeight());
    }
  }

  @Test
  void functionsOfOneNumberComputeTheSame() {
    for (UnaryFunction.Kind kind :
        new UnaryFunction.Kind[] {UnaryFunction.Kind.ABS, UnaryFunction.Kind.GELU}) {
      assertClose(unary("scalar", kind).value(), unary("vector", kind).value());
      assertClose(unary("scalar", kind).gradient(), unary("vector", kind).gradient());
    }
  }

  @Test
  void trainingStepsLowerTheLoss() {
    for (String network : new String[] {"cnn-s", "lstm-s", "wrn16-1"}) {
      TrainingStepBenchmark benchmark = new TrainingStepBenchmark();
      benchmark.network = network;
      benchmark.backend = "vector";
      benchmark.threads = 2;
      benchmark.setUp();
      double first = benchmark.step();
      double last = first;
      for (int i = 0; i < 20; i++) {
        last = benchmark.step();
      }
      benchmark.tearDown();
      assertTrue(last < first, network + ": loss " + first + " became " + last);
    }
  }

  @Test
  void studentsComputeTheSameOnBothBackEnds() {
    for (String network : new String[] {"cnn-xs", "cnn-s", "lstm-s"}) {
      StudentBenchmark scalar = student(network, "scalar");
      StudentBenchmark vector = student(network, "vector");
      assertArrayEquals(scalar.window(), vector.window());
      for (int t = 0; t < 3; t++) {
        assertArrayEquals(scalar.wearers(), vector.wearers());
      }
      float[] window = scalar.window();
      for (int t = 0; t < 100; t++) {
        float[] sample = vector.sample();
        assertArrayEquals(scalar.sample(), sample);
        assertEquals(window[2 * t], sample[0]);
        assertEquals(window[2 * t + 1], sample[1]);
      }
      // The first sample again, with a history now.
      assertFalse(window[0] == scalar.sample()[0], "the history made no difference");
    }
  }

  @Test
  void int8StudentsAreNearThoseInFloatAndAlikeBothWays() {
    for (String network : new String[] {"cnn-xs", "cnn-s", "lstm-s"}) {
      StudentBenchmark inFloat = student(network, "scalar");
      Int8Benchmark inInt8 = new Int8Benchmark();
      inInt8.network = network;
      inInt8.setUp();
      float[] window = inInt8.window().clone();
      float[] windowInFloat = inFloat.window();
      double error = 0;
      double signal = 0;
      for (int t = 0; t < 100; t++) {
        float[] sample = t % 2 == 0 ? inInt8.sample() : inInt8.interpretedSample();
        assertEquals(window[2 * t], sample[0]);
        assertEquals(window[2 * t + 1], sample[1]);
        error += Math.pow(window[2 * t] - windowInFloat[2 * t], 2);
        signal += Math.pow(windowInFloat[2 * t], 2);
      }
      // Far more than 8 bits cost (40 dB), and far less than a wrong product.
      assertTrue(error < 1e-2 * signal, network + ": " + error + " of " + signal);
    }
  }

  @Test
  void emittedStudentsAnswerAsTheirKernelsDo() {
    for (String network : new String[] {"cnn-xs", "cnn-s", "lstm-s"}) {
      StudentBenchmark kernel = student(network, "scalar");
      Int8Benchmark kernel8 = new Int8Benchmark();
      kernel8.network = network;
      kernel8.setUp();
      EmittedBenchmark inFloat = emitted(network, "float32");
      EmittedBenchmark inInt8 = emitted(network, "int8");
      for (int t = 0; t < 50; t++) {
        assertArrayEquals(kernel.sample(), inFloat.sample());
        assertArrayEquals(
            kernel8.sample(), t % 2 == 0 ? inInt8.sample() : inInt8.interpretedSample());
      }
    }
  }

  private static EmittedBenchmark emitted(String network, String format) {
    EmittedBenchmark benchmark = new EmittedBenchmark();
    benchmark.network = network;
    benchmark.format = format;
    benchmark.setUp();
    return benchmark;
  }

  private static GemmBenchmark gemm(String backend) {
    GemmBenchmark benchmark = new GemmBenchmark();
    benchmark.backend = backend;
    benchmark.n = 48;
    benchmark.setUp();
    return benchmark;
  }

  private static UnaryBenchmark unary(String backend, UnaryFunction.Kind kind) {
    UnaryBenchmark benchmark = new UnaryBenchmark();
    benchmark.backend = backend;
    benchmark.kind = kind;
    benchmark.setUp();
    return benchmark;
  }

  private static StudentBenchmark student(String network, String backend) {
    StudentBenchmark benchmark = new StudentBenchmark();
    benchmark.network = network;
    benchmark.backend = backend;
    benchmark.setUp();
    return benchmark;
  }

  private static Conv1dBenchmark conv(String backend, String layer) {
    Conv1dBenchmark benchmark = new Conv1dBenchmark();
    benchmark.backend = backend;
    benchmark.layer = layer;
    benchmark.setUp();
    return benchmark;
  }

  private static void assertClose(Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape());
    // Sums of up to 64 * 128 products of standard normal numbers: 1e-2 is far above rounding
    // (about 8192 u * 100) and far below any wrong product.
    assertArrayEquals(expected.floats(), actual.floats(), 1e-2f);
  }
}
