package dev.footfall.grf.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.plan.Activation;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.Step;
import dev.footfall.grf.emit.EmitSpec.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Emitted classes are those of Java 7, refer to nothing, and stay below the limits. */
class JavaSevenTest {
  private static final int CODE_OF_A_METHOD = 65_535;

  @TempDir private Path folder;

  private List<ClassFileFacts> compiled(EmittedSources sources) {
    List<Path> files = CompiledKernel.write(sources, folder);
    JavaSeven.compiler().compile(folder, List.of(), files);
    return ClassFileFacts.ofFolder(folder).stream()
        .filter(facts -> !facts.name().matches("emitted/Kernel(Test|Main).*"))
        .toList();
  }

  private void assertKernelIsAlone(EmittedSources sources) {
    List<ClassFileFacts> classes = compiled(sources);
    TreeSet<String> allowed = new TreeSet<>(List.of("java/lang/Object", "java/lang/String"));
    classes.forEach(facts -> allowed.add(facts.name()));
    for (ClassFileFacts facts : classes) {
      assertEquals(JavaSeven.compiler().classFileVersion(), facts.majorVersion(), facts.name());
      assertTrue(allowed.containsAll(facts.referenced()), facts::toString);
      assertTrue(facts.longestMethodBytes() <= CODE_OF_A_METHOD, facts::toString);
    }
  }

  @Test
  void aFloatKernelOfEachKindRefersToNothing() {
    Random random = new Random(7);
    assertKernelIsAlone(
        Emitter.float32(RandomPlans.cnnS(random, 8), Specs.of(8, 2, Mode.STREAMING), 1));
    assertKernelIsAlone(
        Emitter.float32(RandomPlans.lstmS(random, 8), Specs.of(8, 2, Mode.WINDOW), 50));
  }

  @Test
  void aKernelOf8BitsRefersToNothingAndIsSmall() {
    Random random = new Random(7);
    Plan plan = RandomPlans.cnnS(random, 8);
    EmittedSources sources =
        Emitter.int8(RandomPlans.quantized(plan, random), Specs.of(8, 2, Mode.STREAMING), 1);
    assertKernelIsAlone(sources);
    assertTrue(sources.kernel().length() < 100_000, "source of " + sources.kernel().length());
    int bytes = compiled(sources).stream().mapToInt(ClassFileFacts::bytes).sum();
    assertTrue(bytes < 40_000, "classes of " + bytes);
    for (Mode mode : Mode.values()) {
      Plan lstm = RandomPlans.lstmS(random, 8);
      assertKernelIsAlone(
          Emitter.int8(RandomPlans.quantized(lstm, random), Specs.of(8, 2, mode), 30));
    }
  }

  @Test
  void layersLargerThanAMethodArePutTogetherFromParts() {
    Random random = new Random(8);
    float[] weight = new float[64 * 64 * 5];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) random.nextGaussian();
    }
    Plan plan =
        Plan.of(
            64,
            List.of(
                new Step.Conv(
                    "wide", 0, 1, 64, 64, 5, 1, 4, 0, 1, weight, new float[64], Activation.NONE)));
    EmittedSources sources = Emitter.float32(plan, Specs.of(64, 64, Mode.STREAMING), 1);
    assertKernelIsAlone(sources);
    assertEquals(
        "Kernel: 16 samples, every bit as recorded\n",
        JavaSeven.run(
            List.of(JavaSeven.program("java"), "-cp", folder.toString(), "emitted.KernelTest")));
  }

  @Test
  void factsNameWhatAClassRefersTo() {
    ClassFileFacts facts = ClassFileFacts.of(JavaSeven.bytes(classFileOf(ClassFileFacts.class)));
    Map<String, Boolean> expected = new TreeMap<>();
    for (String name :
        List.of(
            "java/lang/Record", "java/util/regex/Matcher", "java/util/Set", "java/nio/file/Path")) {
      expected.put(name, true);
    }
    expected.forEach((name, there) -> assertEquals(there, facts.referenced().contains(name), name));
    assertEquals(69, facts.majorVersion());
  }

  private static Path classFileOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
          .resolve(type.getName().replace('.', '/') + ".class");
    } catch (java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
