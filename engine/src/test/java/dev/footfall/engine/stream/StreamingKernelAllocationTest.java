package dev.footfall.engine.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.format.ForkedJvm;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No garbage from the second step on, in a fresh JVM of every kind. */
class StreamingKernelAllocationTest {

  @ParameterizedTest
  @CsvSource({
    "-XX:+UseSerialGC, 1000000", // C1, then C2
    "-XX:TieredStopAtLevel=1, 100000", // C1 alone
    "-Xint, 10000", // the interpreter
    "-XX:+UnlockExperimentalVMOptions -XX:+UseEpsilonGC -Xmx32m, 100000", // no collector at all
  })
  void noStepAllocatesFromTheSecondOn(String options, String steps) throws Exception {
    String output =
        ForkedJvm.run(
            ForkedJvm.command(Arrays.asList(options.split(" ")), AllocationProbe.class, steps));
    assertEquals(List.of("control true", "cnn-s 0", "lstm-s 0"), output.lines().toList());
  }
}
