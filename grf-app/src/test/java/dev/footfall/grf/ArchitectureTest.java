package dev.footfall.grf;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.footfall.autograd.F;
import dev.footfall.engine.Tensor;
import dev.footfall.grf.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The rules of the architecture, over the class files of engine, autograd and grf-app.
 *
 * <p>Every rule stands beside sources that break it, so that a rule that can no longer fail is
 * seen.
 */
class ArchitectureTest {

  /** A package of grf-app may know those before it, and none after it. */
  private static final List<String> GRF_PACKAGES =
      List.of(
          "data", "signal", "sim", "window", "model", "eval", "distill", "emit", "report", "deploy",
          "cli");

  /**
   * A rule of the architecture.
   *
   * @param rule what must hold
   * @param violations sources of classes, each of which breaks it
   */
  private record Law(ArchRule rule, String... violations) {
    @Override
    public String toString() {
      return rule.getDescription();
    }
  }

  /** The source of a class in a package, with one member. */
  private static String member(String name, String member) {
    return "package dev.footfall.%s; class Planted { %s }".formatted(name, member);
  }

  static final List<Law> LAWS =
      List.of(
          new Law(
              classes()
                  .that()
                  .resideInAPackage("dev.footfall.engine..")
                  .should()
                  .onlyDependOnClassesThat()
                  .resideInAnyPackage(
                      "dev.footfall.engine..",
                      "java..",
                      "jdk.incubator.vector..",
                      "com.sun.management..")
                  .because("the engine runs on the JDK alone"),
              member("engine", "dev.footfall.autograd.Target other;"),
              member("engine.kernel", "Object x = new picocli.CommandLine(new Object());")),
          new Law(
              classes()
                  .that()
                  .resideInAPackage("dev.footfall.autograd..")
                  .should()
                  .onlyDependOnClassesThat()
                  .resideInAnyPackage("dev.footfall.autograd..", "dev.footfall.engine..", "java..")
                  .because("autograd knows the engine, and not its users"),
              member("autograd", "dev.footfall.grf.cli.Target other;")),
          new Law(
              noClasses()
                  .that()
                  .resideInAPackage("dev.footfall.autograd.tape..")
                  .should()
                  .dependOnClassesThat(
                      describe(
                          "are elsewhere in autograd",
                          c ->
                              c.getPackageName().startsWith("dev.footfall.autograd")
                                  && !c.getPackageName().startsWith("dev.footfall.autograd.tape")))
                  .because("the tape replays operations without knowing any of them"),
              member("autograd.tape", "dev.footfall.autograd.op.Target other;")),
          new Law(
              noClasses()
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage("dev.footfall.bench..", "dev.footfall.testdata..")
                  .because("benchmarks and test data are for those who ask for them"),
              member("grf.data", "dev.footfall.testdata.Target other;")),
          new Law(
              classes()
                  .that()
                  .resideInAPackage("dev.footfall.grf..")
                  .should(knowOnlyPackagesOfGrfBeforeTheirOwn()),
              member("grf.data", "dev.footfall.grf.window.Target other;"),
              member(
                  "grf.eval.inner", "void m() { dev.footfall.grf.cli.Target.class.hashCode(); }"),
              "package dev.footfall.grf.newcomer; class Planted {}"),
          new Law(
              noClasses()
                  .that()
                  .resideOutsideOfPackage("dev.footfall.engine.kernel.vector")
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage("jdk.incubator.vector..")
                  .because("the incubating module is optional at run time"),
              member(
                  "engine.kernel",
                  "int lanes() { return jdk.incubator.vector.FloatVector.SPECIES_MAX.length(); }"),
              member("engine.kernel.vectors", "jdk.incubator.vector.FloatVector v;")),
          new Law(
              noClasses()
                  .that()
                  .resideOutsideOfPackage("dev.footfall.grf.cli..")
                  .should()
                  .accessTargetWhere(printsOrExits())
                  .because("only the command line speaks to the user"),
              member("engine", "void m() { System.out.println(); }"),
              member("autograd", "java.io.PrintStream s = System.err;"),
              member("grf.eval", "void m() { System.exit(1); }"),
              member("grf.data", "void m() { Runtime.getRuntime().halt(1); }"),
              member("grf.data", "void m(Exception e) { e.printStackTrace(); }"),
              member(
                  "grf.model",
                  "java.util.function.Supplier<java.io.Console> c = System::console;")),
          new Law(
              noClasses()
                  .that(
                      describe(
                          "are not Workers",
                          c -> !isOrIsInside(c, "dev.footfall.engine.runtime.Workers")))
                  .should()
                  .accessTargetWhere(startsThreads())
                  .because("threads come from one place, so that their number is one setting"),
              member("engine.runtime", "void m() { new Thread(() -> {}).start(); }"),
              member("engine.runtime", "Object t = Thread.ofVirtual();"),
              "package dev.footfall.engine.runtime; class Planted extends Thread {}",
              member(
                  "autograd.train",
                  "Object e = java.util.concurrent.Executors.newCachedThreadPool();"),
              member(
                  "autograd.train",
                  "void m(java.util.concurrent.ForkJoinPool p, Runnable r) { p.execute(r); }"),
              member(
                  "grf.cli",
                  "Object f = java.util.concurrent.CompletableFuture.runAsync(() -> {});"),
              member("grf.data", "Object s = java.util.List.of(1).parallelStream();"),
              member("grf.data", "Object s = java.util.stream.IntStream.range(0, 9).parallel();"),
              member("grf.data", "void m(float[] x) { java.util.Arrays.parallelSort(x); }"),
              member("grf.sim", "java.util.function.Function<Runnable, Thread> f = Thread::new;"),
              member("grf.sim", "Object t = new java.util.Timer();")),
          new Law(
              noClasses()
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage("java.net..")
                  .because("nothing is sent or fetched"),
              member("grf.data", "java.net.Socket s;"),
              member(
                  "engine.format",
                  "java.net.http.HttpClient c = java.net.http.HttpClient.newHttpClient();")),
          new Law(
              noClasses()
                  .should(callNativeCode())
                  .because("it runs wherever Java does, without a library to load"),
              member("engine", "native int m();"),
              member("engine", "void m() { System.loadLibrary(\"blas\"); }"),
              member(
                  "engine",
                  "java.lang.foreign.Linker l = java.lang.foreign.Linker.nativeLinker();")),
          new Law(
              noClasses()
                  .should()
                  .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)")
                  .because("such a name does not say what a class is"),
              "package dev.footfall.grf.data; class PlantedUtil {}"));

  private static JavaClasses footfall;
  private static JavaClasses planted;

  @BeforeAll
  static void readClassFiles(@TempDir Path scratch) throws IOException {
    // By location: by package, the importer would read all of the JDK in search of it.
    footfall =
        new ClassFileImporter()
            .importLocations(
                List.of(locationOf(Tensor.class), locationOf(F.class), locationOf(Main.class)));
    planted = new ClassFileImporter().importPath(compileViolations(scratch));
  }

  @ParameterizedTest
  @FieldSource("LAWS")
  void theCodeKeepsTheLaw(Law law) {
    law.rule().check(footfall);
  }

  @ParameterizedTest
  @FieldSource("LAWS")
  void everyPlantedViolationIsReported(Law law) {
    assertTrue(law.violations().length > 0, "no violation was planted");
    AssertionError error = assertThrows(AssertionError.class, () -> law.rule().check(planted));
    for (int i = 0; i < law.violations().length; i++) {
      assertTrue(error.getMessage().contains(plantedName(law, i)), law.violations()[i]);
    }
  }

  @Test
  void noLawIsLost() {
    assertEquals(11, LAWS.size());
  }

  @Test
  void everyModuleIsLookedAt() {
    for (String name :
        List.of(
            "dev.footfall.engine.Tensor",
            "dev.footfall.engine.runtime.Workers",
            "dev.footfall.engine.kernel.vector.VectorGemm",
            "dev.footfall.autograd.F",
            "dev.footfall.grf.data.Recording",
            "dev.footfall.grf.cli.Main")) {
      assertTrue(footfall.contain(name), name);
    }
  }

  /** The jar or folder that a class was loaded from. */
  private static Location locationOf(Class<?> c) {
    return Location.of(c.getProtectionDomain().getCodeSource().getLocation());
  }

  /** Compiles all violations, each under a name of its own, and the class that some refer to. */
  private static Path compileViolations(Path scratch) throws IOException {
    Path classes = Files.createDirectory(scratch.resolve("classes"));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-nowarn", "--add-modules=jdk.incubator.vector", "-d"));
    arguments.add(classes.toString());
    arguments.add("--class-path=" + System.getProperty("java.class.path"));
    arguments.add("--source-path=" + scratch);
    for (Law law : LAWS) {
      for (int i = 0; i < law.violations().length; i++) {
        String name = plantedName(law, i);
        String source = law.violations()[i];
        Matcher target = Pattern.compile("(dev\\.footfall\\.[a-z.]+)\\.Target").matcher(source);
        while (target.find()) {
          Path folder = Files.createDirectories(scratch.resolve(target.group(1).replace('.', '/')));
          Files.writeString(
              folder.resolve("Target.java"),
              "package %s; public class Target {}".formatted(target.group(1)));
        }
        Path file = scratch.resolve(name + ".java");
        arguments.add(Files.writeString(file, source.replace("Planted", name)).toString());
      }
    }
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertEquals(0, exitCode, "exit code of the compiler");
    return classes;
  }

  private static String plantedName(Law law, int violation) {
    return "Planted%c%c".formatted('A' + LAWS.indexOf(law), 'A' + violation);
  }

  private static boolean isOrIsInside(JavaClass c, String name) {
    return c.getName().equals(name) || c.getName().startsWith(name + "$");
  }

  private static DescribedPredicate<JavaAccess<?>> printsOrExits() {
    Set<String> ofSystem = Set.of("out", "err", "setOut", "setErr", "console", "exit");
    Set<String> ofRuntime = Set.of("exit", "halt");
    return describe(
        "prints or exits",
        access -> {
          JavaClass owner = access.getTargetOwner();
          String name = access.getTarget().getName();
          return owner.isEquivalentTo(System.class) && ofSystem.contains(name)
              || owner.isEquivalentTo(Runtime.class) && ofRuntime.contains(name)
              || owner.isAssignableTo(Throwable.class) && name.equals("printStackTrace");
        });
  }

  private static DescribedPredicate<JavaAccess<?>> startsThreads() {
    Set<String> ofThread =
        Set.of("<init>", "start", "ofPlatform", "ofVirtual", "startVirtualThread");
    return describe(
        "starts threads",
        access -> {
          JavaClass owner = access.getTargetOwner();
          String name = access.getTarget().getName();
          return owner.isAssignableTo(Thread.class) && ofThread.contains(name)
              || owner.isAssignableTo(Executor.class)
              || owner.isEquivalentTo(Executors.class)
              || owner.isEquivalentTo(CompletableFuture.class) && name.endsWith("Async")
              || owner.isEquivalentTo(Timer.class)
              || owner.isEquivalentTo(Arrays.class) && name.startsWith("parallel")
              || owner.isAssignableTo(BaseStream.class) && name.equals("parallel")
              || name.equals("parallelStream");
        });
  }

  private static ArchCondition<JavaClass> callNativeCode() {
    return new ArchCondition<>("call native code") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        boolean declares =
            item.getMethods().stream()
                .anyMatch(method -> method.getModifiers().contains(JavaModifier.NATIVE));
        boolean loads =
            item.getAccessesFromSelf().stream()
                .anyMatch(
                    access ->
                        (access.getTargetOwner().isEquivalentTo(System.class)
                                || access.getTargetOwner().isEquivalentTo(Runtime.class))
                            && access.getTarget().getName().startsWith("load"));
        boolean links =
            item.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getName())
                .anyMatch(name -> name.equals("java.lang.foreign.Linker"));
        boolean calls = declares || loads || links;
        events.add(
            new SimpleConditionEvent(
                item,
                calls,
                item.getName() + (calls ? " calls" : " does not call") + " native code"));
      }
    };
  }

  private static ArchCondition<JavaClass> knowOnlyPackagesOfGrfBeforeTheirOwn() {
    return new ArchCondition<>("know only packages before their own in " + GRF_PACKAGES) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        int own = place(item);
        if (own < 0) {
          events.add(
              SimpleConditionEvent.violated(
                  item, item.getName() + " is in no package of the list"));
        }
        for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
          if (dependency.getTargetClass().getPackageName().startsWith("dev.footfall.grf.")) {
            boolean allowed = place(dependency.getTargetClass()) <= own;
            events.add(new SimpleConditionEvent(item, allowed, dependency.getDescription()));
          }
        }
      }

      private int place(JavaClass c) {
        String inside = c.getPackageName().replaceFirst("^dev\\.footfall\\.grf\\.?", "");
        return GRF_PACKAGES.indexOf(inside.split("\\.")[0]);
      }
    };
  }
}
