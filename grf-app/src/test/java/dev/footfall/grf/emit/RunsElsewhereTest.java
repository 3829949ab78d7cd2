package dev.footfall.grf.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.quant.QuantizedPlan;
import dev.footfall.grf.emit.EmitSpec.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Emitted kernels in JVMs of every kind: the same bits, and no garbage. They are compiled for Java
 * 7 once, in both formats and modes, as {@code cnn-s}, as {@code lstm-s}, and as a small network
 * that has every step and looks ahead, which can be called a million times even by an interpreter.
 */
class RunsElsewhereTest {
  private static final int WINDOW = 4;

  /** Counts what calls allocate; in a package of its own, and without string constants. */
  private static final String PROBE =
      """
      package probe;

      import com.sun.management.ThreadMXBean;
      import java.lang.management.ManagementFactory;

      final class Probe%1$s {
        private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getThreadMXBean();

        static long allocated(int calls) {
          %2$s.Kernel kernel = new %2$s.Kernel();
          float[] in = new float[%3$s];
          float[] out = new float[%4$s];
          kernel.%5$s(in, out);
          long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
          for (int t = 1; t < calls; t++) {
            in[t %% in.length] = t %% 7 == 0 ? 0f / 0f : t %% 7;
            kernel.%5$s(in, out);
            if (t %% 1000 == 999) {
              kernel.reset();
            }
          }
          return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        }
      }
      """;

  private static final String MAIN =
      """
      package probe;

      public final class Main {
        static byte[] kept;

        public static void main(String[] arguments) {
          int calls = Integer.parseInt(arguments[0]);
          com.sun.management.ThreadMXBean threads =
              (com.sun.management.ThreadMXBean)
                  java.lang.management.ManagementFactory.getThreadMXBean();
          long id = Thread.currentThread().getId();
          threads.getThreadAllocatedBytes(id);
          long before = threads.getThreadAllocatedBytes(id);
          kept = new byte[1 << 16];
          long control = threads.getThreadAllocatedBytes(id) - before;
          // So that an answer of 0 means something.
          System.out.println("control " + (control >= 1 << 16 && control < 1 << 17));
          %s
        }
      }
      """;

  private record Kernel(String packageName, boolean small) {}

  @TempDir private static Path classes;
  private static final List<Kernel> KERNELS = new ArrayList<>();

  @BeforeAll
  static void compile() throws IOException {
    Path sources = Files.createDirectory(classes.resolve("sources"));
    List<Path> files = new ArrayList<>();
    StringBuilder calls = new StringBuilder();
    for (String network : List.of("cnn", "lstm", "small")) {
      Random random = new Random(3);
      Plan plan =
          switch (network) {
            case "cnn" -> RandomPlans.cnnS(random, 8);
            case "lstm" -> RandomPlans.lstmS(random, 8);
            default -> RandomPlans.ofEveryStep(random);
          };
      QuantizedPlan quantized = RandomPlans.quantized(plan, random);
      for (Mode mode : Mode.values()) {
        for (String format : List.of("float32", "int8")) {
          String name = network + mode + format;
          EmitSpec spec = Specs.of(name, plan.inputs(), plan.outputs(), mode);
          EmittedSources emitted =
              format.equals("int8")
                  ? Emitter.int8(quantized, spec, WINDOW)
                  : Emitter.float32(plan, spec, WINDOW);
          Path folder = Files.createDirectory(sources.resolve(name));
          files.addAll(CompiledKernel.write(emitted, folder));
          int rows = mode == Mode.WINDOW ? WINDOW : 1;
          String probe =
              PROBE.formatted(
                  name,
                  name,
                  rows * plan.inputs(),
                  rows * plan.outputs(),
                  mode == Mode.WINDOW ? "run" : "step");
          files.add(Files.writeString(folder.resolve("Probe" + name + ".java"), probe));
          boolean small = network.equals("small");
          KERNELS.add(new Kernel(name, small));
          calls.append(
              "System.out.println(\"%s \" + Probe%s.allocated(%s));\n"
                  .formatted(name, name, small ? "calls" : "calls / 10"));
        }
      }
    }
    files.add(Files.writeString(sources.resolve("Main.java"), MAIN.formatted(calls)));
    List<Path> kernels =
        files.stream().filter(file -> file.getFileName().toString().startsWith("Kernel")).toList();
    JavaSeven.compiler().compile(classes, List.of(), kernels);
    // The probe asks the JVM for what Java 7 has no name for.
    List<String> arguments = new ArrayList<>(List.of("-nowarn", "-d", classes.toString()));
    arguments.addAll(List.of("-cp", classes.toString()));
    files.stream()
        .filter(file -> !kernels.contains(file))
        .forEach(file -> arguments.add(file.toString()));
    JavaSeven.compileHere(arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "-XX:+UseSerialGC, 1000000", // C1, then C2
    "-XX:TieredStopAtLevel=1, 200000", // C1 alone
    "-Xint, 10000", // the interpreter
    "-XX:+UnlockExperimentalVMOptions -XX:+UseEpsilonGC -Xmx16m, 200000", // no collector at all
  })
  void noCallAllocatesFromTheSecondOn(String options, String calls) {
    List<String> command = new ArrayList<>(List.of(JavaSeven.program("java")));
    command.addAll(JavaSeven.options(options));
    command.addAll(List.of("-cp", classes.toString(), "probe.Main", calls));
    List<String> expected = new ArrayList<>(List.of("control true"));
    KERNELS.forEach(kernel -> expected.add(kernel.packageName() + " 0"));
    assertEquals(expected, JavaSeven.run(command).lines().toList());
  }

  /** The recorded answers were computed by the JVM of this test. */
  @ParameterizedTest
  @CsvSource({"-Xint", "-XX:TieredStopAtLevel=1", "-Xcomp -XX:-TieredCompilation"})
  void everyJvmGivesTheSameBits(String options) {
    List<String> command = new ArrayList<>(List.of(JavaSeven.program("java")));
    command.addAll(JavaSeven.options(options));
    assertChecksPass(command);
  }

  @Test
  void aRuntimeOfJavaBaseAloneGivesTheSameBits(@TempDir Path scratch) {
    Path image = scratch.resolve("image");
    JavaSeven.run(
        List.of(
            JavaSeven.program("jlink"),
            "--add-modules",
            "java.base",
            "--output",
            image.toString()));
    assertChecksPass(List.of(image.resolve("bin").resolve("java").toString()));
  }

  private static void assertChecksPass(List<String> java) {
    for (Kernel kernel : KERNELS) {
      List<String> command = new ArrayList<>(java);
      command.addAll(List.of("-cp", classes.toString(), kernel.packageName() + ".KernelTest"));
      String said = JavaSeven.run(command);
      assertEquals("every bit as recorded", said.strip().replaceFirst("^.* samples, ", ""));
    }
  }
}
