package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.testdata.Golden;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Nothing is left out in silence: the operations, counted, and the tests that each must have. */
class EveryOpTest {
  private static final int OPERATIONS = 31;
  private static final String ROOT = "dev.footfall.autograd.";
  private static final List<String> OTHERS_WITH_GOLDEN_CASES =
      List.of(
          "AttentionTest",
          "LossesTest",
          "NetworkGoldenTest",
          "TrainingGoldenTest",
          "nn.RecurrentStackTest",
          "optim.MovingAverageTest",
          "optim.OptimizerGoldenTest",
          "optim.ScheduleTest");

  /** Those whose tests are in another module. */
  private static final List<String> USED_ELSEWHERE =
      List.of(
          "training_wrn16_1",
          "quantization",
          "metrics",
          "steps",
          "agreement",
          "bootstrap",
          "comparison",
          "butterworth",
          "resample");

  @Test
  void thereAreAsManyOperationsAsWeKnow() throws Exception {
    assertEquals(OPERATIONS, operations().size(), operations().toString());
  }

  @Test
  void everyOperationHasAPropertyThatChecksItsGradients() throws Exception {
    for (Class<?> op : operations()) {
      assertTrue(
          Arrays.stream(testOf(op).getDeclaredMethods())
              .anyMatch(
                  m ->
                      m.isAnnotationPresent(Property.class)
                          && m.getName().startsWith("gradientsAreRight")),
          op.getSimpleName());
    }
  }

  @Test
  void everyOperationHasGoldenCasesWithGradients() throws Exception {
    for (Class<?> op : operations()) {
      Set<String> files = goldenFiles(testOf(op));
      assertTrue(!files.isEmpty(), op.getSimpleName());
      for (String file : files) {
        long cases = GoldenCase.of(file).stream().filter(c -> !c.gradients().isEmpty()).count();
        assertTrue(cases >= 3, file + " has " + cases + " cases with gradients");
      }
    }
  }

  @Test
  void everyOperationObeysTheLaws() throws Exception {
    Set<Class<?>> covered =
        Applications.small().stream().map(Applications.Case::op).collect(Collectors.toSet());
    assertEquals(Set.copyOf(operations()), covered);
  }

  @Test
  void everyGoldenFileIsUsed() throws Exception {
    Set<String> used = new TreeSet<>(USED_ELSEWHERE);
    for (Class<?> op : operations()) {
      used.addAll(goldenFiles(testOf(op)));
    }
    for (String other : OTHERS_WITH_GOLDEN_CASES) {
      used.addAll(goldenFiles(Class.forName(ROOT + other)));
    }
    assertEquals(new TreeSet<>(Golden.names()), used);
  }

  /** The records beside {@link Op}'s package that implement it, found as class files. */
  private static List<Class<?>> operations() throws IOException, URISyntaxException {
    Path folder = Path.of(AddOp.class.getResource("AddOp.class").toURI()).getParent();
    List<Class<?>> operations = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".class")) {
          Class<?> type = type(name.substring(0, name.length() - ".class".length()));
          if (Op.class.isAssignableFrom(type)) {
            assertTrue(type.isRecord(), name + " is no record");
            operations.add(type);
          }
        }
      }
    }
    return operations;
  }

  private static Class<?> type(String simpleName) {
    try {
      return Class.forName(ROOT + "op." + simpleName);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(simpleName + " is missing", e);
    }
  }

  private static Class<?> testOf(Class<?> op) {
    return type(op.getSimpleName() + "Test");
  }

  private static Set<String> goldenFiles(Class<?> test) {
    Set<String> files = new TreeSet<>();
    for (Method method : test.getDeclaredMethods()) {
      GoldenSource source = method.getAnnotation(GoldenSource.class);
      if (source != null) {
        files.add(source.value());
      }
    }
    return files;
  }
}
