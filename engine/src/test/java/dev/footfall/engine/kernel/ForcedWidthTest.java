package dev.footfall.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws of the vector back end on machines with narrower registers than this one. */
class ForcedWidthTest {

  /** Runs in the forked JVM. */
  static final class Laws {
    private Laws() {}

    public static void main(String[] args) {
      Kernels vector = BackEnds.vector();
      GemmLawTest.checkFixedSizes(vector);
      Conv1dLawTest.checkFixedSizes(vector);
      ReductionLawTest.checkFixedSizes(vector);
      ActivationLawTest.checkFixedSizes(vector);
      UnaryLawTest.checkFixedSizes(vector);
      LstmLawTest.checkFixedSizes(vector);
      GruLawTest.checkFixedSizes(vector);
      System.out.println(BackEnds.LANES + " lanes hold");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32})
  void theLawsHoldForRegistersOfBytes(int bytes) throws Exception {
    String output =
        ForkedJvm.run(Laws.class, ForkedJvm.VECTOR_MODULE, "-XX:MaxVectorSize=" + bytes);
    // A machine may have less than was asked for.
    int lanes = Math.min(bytes / Float.BYTES, BackEnds.LANES);
    assertEquals(lanes + " lanes hold", output);
  }

  @Test
  void theLawsHoldWithoutTheOptimisingCompiler() throws Exception {
    String output = ForkedJvm.run(Laws.class, ForkedJvm.VECTOR_MODULE, "-XX:TieredStopAtLevel=1");
    assertEquals(BackEnds.LANES + " lanes hold", output);
  }
}
