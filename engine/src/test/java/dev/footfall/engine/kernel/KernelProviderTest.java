package dev.footfall.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.DType;
import dev.footfall.engine.kernel.KernelProvider.Choice;
import dev.footfall.engine.kernel.vector.VectorKernels;
import dev.footfall.engine.runtime.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests run where the vector module and C2 are; other JVMs are forked. */
class KernelProviderTest {
  private String before;

  @BeforeEach
  void clear() {
    before = System.clearProperty(KernelProvider.PROPERTY);
  }

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(KernelProvider.PROPERTY);
    } else {
      System.setProperty(KernelProvider.PROPERTY, before);
    }
  }

  @Test
  void takesVectorWhereModuleAndCompilerArePresent() {
    Choice expected =
        new Choice(
            "vector",
            VectorKernels.laneBits(),
            "module jdk.incubator.vector, C2 and fused multiply-add are present");
    assertEquals(expected, KernelProvider.choice());
    System.setProperty("footfall.backend", "auto");
    assertEquals(expected, KernelProvider.choice());
    assertEquals("vector", chosen(DType.FLOAT32));
  }

  @Test
  void takesScalarWhenAskedTo() {
    System.setProperty("footfall.backend", "scalar");
    assertEquals(
        new Choice("scalar", 32, "asked for by -Dfootfall.backend"), KernelProvider.choice());
    assertEquals("scalar", chosen(DType.FLOAT32));
  }

  @Test
  void takesVectorWhenAskedTo() {
    System.setProperty("footfall.backend", "vector");
    assertEquals(
        new Choice("vector", VectorKernels.laneBits(), "asked for by -Dfootfall.backend"),
        KernelProvider.choice());
    assertEquals("vector", chosen(DType.FLOAT32));
  }

  @Test
  void rejectsAnUnknownBackEnd() {
    System.setProperty("footfall.backend", "Vector");
    assertEquals(
        "-Dfootfall.backend: \"Vector\" is not a back end; known are auto, scalar, vector",
        assertThrows(IllegalArgumentException.class, KernelProvider::choice).getMessage());
    assertThrows(IllegalArgumentException.class, () -> chosen(DType.FLOAT32));
  }

  @Test
  void takesTheDefinitionForFloat64WhateverWasAskedFor() {
    System.setProperty("footfall.backend", "scalar");
    assertEquals("fp64", chosen(DType.FLOAT64));
  }

  @Test
  void kernelsNameTheirTypeAndTheirWorkers() {
    try (Workers workers = Workers.of(2)) {
      for (DType dtype : DType.values()) {
        Kernels kernels = KernelProvider.kernels(dtype, workers);
        assertEquals(dtype, kernels.dtype());
        assertEquals(workers, kernels.workers());
      }
    }
  }

  /** Runs in a forked JVM: prints the choice, or why there is none. */
  static final class Say {
    private Say() {}

    public static void main(String[] args) {
      try {
        Choice choice = KernelProvider.choice();
        System.out.println(choice.backend() + " " + choice.laneBits() + ": " + choice.reason());
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void takesScalarWithoutTheVectorModuleAndSaysWhatToPass() throws Exception {
    assertEquals(
        "scalar 32: module jdk.incubator.vector is not in this JVM;"
            + " pass --add-modules jdk.incubator.vector for the vector back end",
        ForkedJvm.run(Say.class));
  }

  @Test
  void rejectsVectorWithoutTheVectorModuleAndSaysWhatToPass() throws Exception {
    assertEquals(
        "-Dfootfall.backend=vector: module jdk.incubator.vector is not in this JVM;"
            + " pass --add-modules jdk.incubator.vector",
        ForkedJvm.run(Say.class, "-Dfootfall.backend=vector"));
  }

  @Test
  void takesScalarInTheInterpreter() throws Exception {
    assertTakesScalarWithoutC2("-Xint", "JVM runs in interpreted mode");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3"})
  void takesScalarWhereCompilationStopsBeforeC2(String level) throws Exception {
    assertTakesScalarWithoutC2(
        "-XX:TieredStopAtLevel=" + level, "TieredStopAtLevel is " + level + ")");
  }

  private static void assertTakesScalarWithoutC2(String flag, String why) throws Exception {
    String output = ForkedJvm.run(Say.class, ForkedJvm.VECTOR_MODULE, flag);
    assertTrue(
        output.startsWith(
            "scalar 32: without the optimising compiler C2 the Vector API is slow (" + why),
        output);
  }

  @Test
  void takesScalarWithoutFusedMultiplyAdd() throws Exception {
    assertEquals(
        "scalar 32: without a fused multiply-add instruction the Vector API is slow"
            + " (UseFMA is off)",
        ForkedJvm.run(Say.class, ForkedJvm.VECTOR_MODULE, "-XX:-UseFMA"));
  }

  @Test
  void takesScalarWhereTheJvmCannotBeAsked() throws Exception {
    assertEquals(
        "scalar 32: without module jdk.management the JVM cannot be asked for C2 and FMA",
        ForkedJvm.run(
            Say.class, "--limit-modules", "jdk.incubator.vector", ForkedJvm.VECTOR_MODULE));
  }

  @Test
  void takesScalarWhereRegistersAreNarrow() throws Exception {
    assertEquals(
        "scalar 32: vector registers of 64 bits are too narrow",
        ForkedJvm.run(Say.class, ForkedJvm.VECTOR_MODULE, "-XX:MaxVectorSize=8"));
  }

  private static String chosen(DType dtype) {
    return KernelProvider.kernels(dtype, Workers.of(1)).name();
  }
}
