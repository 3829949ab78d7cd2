package dev.footfall.grf.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.engine.plan.StudentKernel;
import dev.footfall.engine.plan.WindowKernel;
import dev.footfall.engine.quant.Int8Kernel;
import dev.footfall.engine.quant.Int8Window;
import dev.footfall.engine.quant.QuantizedPlan;
import dev.footfall.grf.emit.EmitSpec.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emitted class against the plan that it came from, in one JVM. */
class EmitterTest {
  private static final SensorLimits LIMITS = SensorLimits.at(100);

  @TempDir private Path folder;

  /** What an emitted class came from. */
  private record Origin(
      ToIntBiFunction<float[], float[]> step, ToIntFunction<float[]> flush, Runnable reset) {}

  /** Each case is two runs of the compiler. */
  @Property(tries = 20)
  void samplesGiveTheBitsOfThePlan(@ForAll Random random) {
    Plan plan = RandomPlans.any(random);
    EmitSpec spec = Specs.of(plan.inputs(), plan.outputs(), Mode.STREAMING);
    StudentKernel kernel = StudentKernel.of(plan, LIMITS);
    assertSameSteps(
        plan,
        new Origin(kernel::step, kernel::flush, kernel::reset),
        CompiledKernel.of(Emitter.float32(plan, spec, 1), spec),
        random);
    QuantizedPlan quantized = RandomPlans.quantized(plan, random);
    Int8Kernel kernel8 = Int8Kernel.of(quantized, LIMITS);
    assertSameSteps(
        plan,
        new Origin(kernel8::step, kernel8::flush, kernel8::reset),
        CompiledKernel.of(Emitter.int8(quantized, spec, 1), spec),
        random);
  }

  /** Recordings with faults and gaps in them, and the answers that come after their end. */
  private static void assertSameSteps(
      Plan plan, Origin origin, CompiledKernel emitted, Random random) {
    float[] in = new float[plan.inputs()];
    float[] expected = new float[plan.outputs()];
    float[] actual = new float[plan.outputs()];
    for (int recording = 0; recording < 3; recording++) {
      origin.reset().run();
      emitted.reset();
      int silent = 0;
      for (int t = 1 + random.nextInt(60); t > 0; t--) {
        silent = random.nextInt(20) == 0 ? random.nextInt(15) : silent - 1;
        for (int c = 0; c < in.length; c++) {
          in[c] = silent > 0 ? Float.NaN : faulty(random);
        }
        int status = origin.step().applyAsInt(in, expected);
        emitted.take(in, actual);
        assertBits(expected, actual, plan);
        assertEquals(status, emitted.status());
      }
      for (int late = 0; late < plan.lookAhead(); late++) {
        int status = origin.flush().applyAsInt(expected);
        emitted.flush(actual);
        assertBits(expected, actual, plan);
        assertEquals(status, emitted.status());
      }
    }
  }

  private static float faulty(Random random) {
    return switch (random.nextInt(60)) {
      case 0 -> Float.NaN;
      case 1 -> Float.NEGATIVE_INFINITY;
      case 2 -> -0f;
      default -> (float) (2 * random.nextGaussian());
    };
  }

  @Property(tries = 20)
  void windowsGiveTheBitsOfThePlan(@ForAll Random random) {
    Plan plan = RandomPlans.any(random);
    int samples = 1 + random.nextInt(20);
    EmitSpec spec = Specs.of(plan.inputs(), plan.outputs(), Mode.WINDOW);
    assertSameWindows(
        plan,
        samples,
        WindowKernel.of(plan, samples, LIMITS)::run,
        CompiledKernel.of(Emitter.float32(plan, spec, samples), spec),
        random);
    QuantizedPlan quantized = RandomPlans.quantized(plan, random);
    assertSameWindows(
        plan,
        samples,
        Int8Window.of(quantized, samples, LIMITS)::run,
        CompiledKernel.of(Emitter.int8(quantized, spec, samples), spec),
        random);
  }

  private static void assertSameWindows(
      Plan plan,
      int samples,
      ToIntBiFunction<float[], float[]> origin,
      CompiledKernel emitted,
      Random random) {
    float[] in = new float[samples * plan.inputs()];
    float[] expected = new float[samples * plan.outputs()];
    float[] actual = new float[samples * plan.outputs()];
    for (int window = 0; window < 3; window++) {
      for (int i = 0; i < in.length; i++) {
        in[i] = faulty(random);
      }
      int status = origin.applyAsInt(in, expected);
      emitted.take(in, actual);
      assertBits(expected, actual, plan);
      assertEquals(status, emitted.status());
    }
  }

  private static void assertBits(float[] expected, float[] actual, Plan plan) {
    if (!Arrays.equals(expected, actual)) {
      assertArrayEquals(expected, actual, 0f, plan.toString());
    }
  }

  @Test
  void anArrayOfTheWrongLengthIsRefusedAndChangesNothing() {
    Plan plan = RandomPlans.lstmS(new Random(1), 3);
    EmitSpec spec = Specs.of(3, 2, Mode.STREAMING);
    CompiledKernel emitted = CompiledKernel.of(Emitter.float32(plan, spec, 1), spec);
    StudentKernel kernel = StudentKernel.of(plan, LIMITS);
    float[] out = new float[2];
    for (int length : new int[] {0, 2, 4}) {
      assertWrong(length, () -> emitted.take(new float[length], out));
    }
    for (int length : new int[] {0, 1, 3}) {
      assertWrong(length, () -> emitted.take(new float[3], new float[length]));
    }
    float[] expected = new float[2];
    kernel.step(new float[] {1, 2, 3}, expected);
    emitted.take(new float[] {1, 2, 3}, out);
    assertArrayEquals(expected, out);
  }

  private static void assertWrong(int length, Runnable call) {
    assertEquals(
        "Index " + length + " out of bounds for length " + length,
        assertThrows(ArrayIndexOutOfBoundsException.class, call::run).getMessage());
  }

  @Test
  void equalArgumentsGiveEqualTextInAscii() {
    Plan plan = RandomPlans.lstmS(new Random(1), 8);
    QuantizedPlan quantized = RandomPlans.quantized(plan, new Random(1));
    for (Mode mode : Mode.values()) {
      assertWellSet(
          () -> Emitter.float32(plan, Specs.of(8, 2, mode), 16),
          () -> Emitter.int8(quantized, Specs.of(8, 2, mode), 16));
    }
  }

  @SafeVarargs
  private static void assertWellSet(Supplier<EmittedSources>... emissions) {
    for (Supplier<EmittedSources> emission : emissions) {
      EmittedSources sources = emission.get();
      assertEquals(sources, emission.get());
      assertEquals(
          List.of("Kernel.java", "KernelTest.java", "KernelMain.java"),
          List.copyOf(sources.files().keySet()));
      sources
          .files()
          .forEach(
              (name, text) -> {
                assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f), name);
                assertEquals(List.of(), text.lines().filter(line -> line.length() > 110).toList());
                assertEquals(List.of(), text.lines().filter(line -> line.endsWith(" ")).toList());
                assertFalse(text.contains("\n\n\n"), name);
              });
    }
  }

  @Test
  void namesAndTextsOfAModelCannotBreakTheSource() {
    Plan plan = RandomPlans.cnnS(new Random(1), 2);
    EmitSpec spec =
        new EmitSpec(
            "",
            "Kernel",
            Mode.STREAMING,
            List.of("a\"b\\u000a", "*/ } \u00e9 <b> & @code"),
            "*/",
            List.of("x\n\"y", "\\u002a/"),
            100,
            Map.of("data", "*/ class X {} /* \\u002a/ \n \u4e2d\u6587"));
    List<Path> files = CompiledKernel.write(Emitter.float32(plan, spec, 1), folder);
    JavaSeven.compiler().compile(folder, List.of(), files);
    assertEquals(
        "Kernel: 512 samples, every bit as recorded\n",
        JavaSeven.run(List.of(JavaSeven.program("java"), "-cp", folder.toString(), "KernelTest")));
  }

  @Test
  void namesThatJavaDoesNotTakeAreRefused() {
    for (String name :
        List.of("", "1a", "a-b", "class", "null", "var", "String", "a.b", "\u00e9")) {
      assertEquals(
          "emit: \""
              + name
              + "\" cannot name a class; expected letters, digits and _, and no word"
              + " that Java uses",
          assertThrows(IllegalArgumentException.class, () -> named("p", name)).getMessage());
    }
    for (String name : List.of("a.", ".a", "a..b", "a.int.b", "a b", "a/b")) {
      assertEquals(
          "emit: \""
              + name
              + "\" cannot name a package; expected letters, digits and _ in parts"
              + " that dots set apart",
          assertThrows(IllegalArgumentException.class, () -> named(name, "Kernel")).getMessage());
    }
    assertEquals(
        "emit: \"java.x\" cannot name a package; expected one of your own, as java belongs to the"
            + " platform",
        assertThrows(IllegalArgumentException.class, () -> named("java.x", "K")).getMessage());
  }

  private static EmitSpec named(String packageName, String className) {
    return new EmitSpec(
        packageName, className, Mode.WINDOW, List.of("a"), "N", List.of("b"), 100, Map.of());
  }

  @Test
  void namesMustBeAsManyAsThePlanHas() {
    Plan plan = RandomPlans.cnnS(new Random(1), 8);
    assertEquals(
        "emit: the plan has 8 inputs and 2 outputs but there are names for 7 and 2",
        assertThrows(
                IllegalArgumentException.class,
                () -> Emitter.float32(plan, Specs.of(7, 2, Mode.STREAMING), 1))
            .getMessage());
  }

  @Test
  void theProgramEstimatesCsv() throws IOException {
    Plan plan = RandomPlans.cnnS(new Random(1), 2);
    EmitSpec spec = Specs.of(2, 2, Mode.STREAMING);
    JavaSeven.compiler()
        .compile(folder, List.of(), CompiledKernel.write(Emitter.float32(plan, spec, 1), folder));
    StudentKernel kernel = StudentKernel.of(plan, LIMITS);
    List<String> expected = new ArrayList<>(List.of("time [s],grf_1 [N],grf_2 [N]"));
    StringBuilder csv =
        new StringBuilder("insole_left_2 [kPa],other,time [s],insole_left_1 [kPa]\n");
    float[] out = new float[2];
    for (int t = 0; t < 5; t++) {
      kernel.step(new float[] {t, 2 * t}, out);
      expected.add("0.0" + t + "," + out[0] + "," + out[1]);
      csv.append(2 * t).append(",x,0.0").append(t).append(',').append(t).append('\n');
    }
    Path file = Files.writeString(folder.resolve("recording.csv"), csv);
    assertEquals(expected, program(file));
    Files.writeString(file, "0.00,0,0\n0.01,1,2\n");
    assertEquals(expected.subList(0, 3), program(file));
    Files.writeString(file, "0,0\n1,2\n");
    assertEquals("grf_1 [N],grf_2 [N]", program(file).getFirst());
    Files.writeString(file, "insole_left_2,time\n");
    assertTrue(
        assertThrows(AssertionError.class, () -> program(file))
            .getMessage()
            .endsWith(": " + file + ":1: no column \"insole_left_1\"\n"));
    Files.writeString(file, "1,2\n3,x\n");
    assertTrue(
        assertThrows(AssertionError.class, () -> program(file))
            .getMessage()
            .endsWith(file + ":2: \"x\" is not a number\n"));
  }

  @Test
  void theProgramAlignsLateEstimatesWithTheirSamples() throws IOException {
    Plan plan = RandomPlans.ofEveryStep(new Random(4));
    EmitSpec spec = Specs.of(plan.inputs(), plan.outputs(), Mode.STREAMING);
    JavaSeven.compiler()
        .compile(folder, List.of(), CompiledKernel.write(Emitter.float32(plan, spec, 1), folder));
    assertTrue(plan.lookAhead() > 1);
    for (int samples = 1; samples <= plan.lookAhead() + 2; samples++) {
      float[] in = new float[samples * plan.inputs()];
      float[] out = new float[samples * plan.outputs()];
      StringBuilder csv = new StringBuilder();
      for (int t = 0; t < samples; t++) {
        in[2 * t] = t;
        in[2 * t + 1] = -t;
        csv.append(t).append(',').append(t).append(',').append(-t).append('\n');
      }
      StudentKernel.of(plan, LIMITS).run(in, out);
      List<String> expected = new ArrayList<>(List.of("time [s],grf_1 [N],grf_2 [N]"));
      for (int t = 0; t < samples; t++) {
        expected.add(t + "," + out[2 * t] + "," + out[2 * t + 1]);
      }
      assertEquals(expected, program(Files.writeString(folder.resolve("late.csv"), csv)));
    }
  }

  @Test
  void theProgramEstimatesWindowAfterWindow() throws IOException {
    Plan plan = RandomPlans.cnnS(new Random(1), 2);
    EmitSpec spec = Specs.of(2, 2, Mode.WINDOW);
    JavaSeven.compiler()
        .compile(folder, List.of(), CompiledKernel.write(Emitter.float32(plan, spec, 3), folder));
    WindowKernel kernel = WindowKernel.of(plan, 3, LIMITS);
    List<String> expected = new ArrayList<>(List.of("grf_1 [N],grf_2 [N]"));
    StringBuilder csv = new StringBuilder();
    float[] in = new float[6];
    float[] out = new float[6];
    for (int t = 0; t < 8; t++) {
      csv.append(t).append(',').append(2 * t).append('\n');
      in[t % 3 * 2] = t;
      in[t % 3 * 2 + 1] = 2 * t;
      if (t % 3 == 2) {
        kernel.run(in, out);
        for (int i = 0; i < 6; i += 2) {
          expected.add(out[i] + "," + out[i + 1]);
        }
      }
    }
    expected.add("the last 2 samples are less than a window and are left out");
    List<String> actual = program(Files.writeString(folder.resolve("windows.csv"), csv));
    // The note goes to standard error, and may stand anywhere.
    assertEquals(expected.stream().sorted().toList(), actual.stream().sorted().toList());
  }

  private List<String> program(Path csv) {
    return JavaSeven.run(
            List.of(
                JavaSeven.program("java"),
                "-cp",
                folder.toString(),
                "emitted.KernelMain",
                csv.toString()))
        .lines()
        .toList();
  }
}
