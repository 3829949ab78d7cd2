package dev.footfall.engine.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.format.ForkedJvm;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No garbage from the second call on, in a fresh JVM of every kind. */
class Int8AllocationTest {

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
            ForkedJvm.command(Arrays.asList(options.split(" ")), Int8AllocationProbe.class, calls));
    assertEquals(
        List.of(
            "control true",
            "cnn-s step 0",
            "cnn-s window 0",
            "lstm-s step 0",
            "lstm-s window 0",
            "every step step 0",
            "every step window 0"),
        output.lines().toList());
  }
}
