package dev.footfall.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.footfall.engine.format.ForkedJvm;
import dev.footfall.engine.kernel.KernelProvider;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No garbage from the second call on, in a fresh JVM of every kind. */
class KernelAllocationTest {

  @ParameterizedTest
  @CsvSource({
    "-XX:+UseSerialGC, 1000000", // C1, then C2
    "-XX:TieredStopAtLevel=1, 100000", // C1 alone
    "-Xint, 10000", // the interpreter
    "-XX:+UnlockExperimentalVMOptions -XX:+UseEpsilonGC -Xmx16m, 100000", // no collector at all
  })
  void noCallAllocatesFromTheSecondOn(String options, String calls) throws Exception {
    String output =
        ForkedJvm.run(
            ForkedJvm.command(Arrays.asList(options.split(" ")), AllocationProbe.class, calls));
    assertEquals(
        List.of(
            "control true",
            "cnn-s step 0",
            "cnn-s window 0",
            "cnn-s wearers 0",
            "lstm-s step 0",
            "lstm-s window 0",
            "lstm-s wearers 0",
            "gru-ahead step 0",
            "gru-ahead window 0"),
        output.lines().toList());
  }

  /** Each method is compiled before the call that made it hot returns. */
  @Test
  void onVectorsNoCallAllocatesOnceCompiled() throws Exception {
    assumeTrue(
        KernelProvider.choice().backend().equals("vector"),
        "skipped: " + KernelProvider.choice().reason());
    String output =
        ForkedJvm.run(
            ForkedJvm.command(
                List.of("-Xbatch", "--add-modules=jdk.incubator.vector"),
                AllocationProbe.class,
                "100000",
                "400000"));
    assertEquals(
        List.of(
            "cnn-s step 0",
            "cnn-s window 0",
            "cnn-s wearers 0",
            "lstm-s step 0",
            "lstm-s window 0",
            "lstm-s wearers 0"),
        output.lines().filter(line -> !line.startsWith("WARNING")).toList());
  }
}
