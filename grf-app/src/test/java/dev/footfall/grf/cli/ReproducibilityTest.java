package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training must not depend on the moment at which the JVM compiles a kernel, which no seed
 * decides. So it is run by each of the two compilers alone.
 */
class ReproducibilityTest {
  @TempDir private Path scratch;

  @Test
  void bothCompilersOfTheJvmGiveTheSameFile() throws IOException, InterruptedException {
    TinyFolder.write(scratch.resolve("data"));
    Path c1 = train("c1.safetensors", "-XX:TieredStopAtLevel=1");
    Path c2 =
        train("c2.safetensors", "-XX:-TieredCompilation", "-XX:CompileThreshold=200", "-Xbatch");
    assertEquals(-1, Files.mismatch(c1, c2));
  }

  private Path train(String name, String... compiler) throws IOException, InterruptedException {
    Path out = scratch.resolve(name);
    TrainingProcess.start(scratch.resolve("data"), out, List.of(compiler), "--epochs", 5).done();
    return out;
  }
}
