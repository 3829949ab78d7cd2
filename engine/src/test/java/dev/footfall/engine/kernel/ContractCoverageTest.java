package dev.footfall.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** No kernel and no back end is skipped in silence. */
class ContractCoverageTest {

  /** The kernel interfaces among the components of {@link Kernels}. */
  private static List<Class<?>> families() {
    return Arrays.stream(Kernels.class.getRecordComponents())
        .<Class<?>>map(RecordComponent::getType)
        .filter(type -> type.getSimpleName().endsWith("Kernel"))
        .toList();
  }

  @Test
  void everyMethodOfEveryFamilyHasItsContract() throws ClassNotFoundException {
    int methods = 0;
    for (Class<?> family : families()) {
      Class<?> contract = Class.forName(family.getName().replaceFirst("Kernel$", "ContractTest"));
      assertTrue(contract.isAnnotationPresent(ParameterizedClass.class), contract.getName());
      assertEquals(
          BackEnds.class.getName() + "#all", contract.getAnnotation(MethodSource.class).value()[0]);
      Set<String> names = new TreeSet<>();
      for (Method method : family.getDeclaredMethods()) {
        if (!method.isSynthetic()) {
          names.add(method.getName());
        }
      }
      for (String name : names) {
        methods++;
        assertTrue(
            Arrays.stream(contract.getDeclaredMethods())
                .anyMatch(
                    test ->
                        test.isAnnotationPresent(Test.class) && test.getName().startsWith(name)),
            contract.getSimpleName() + " has no test of " + name);
      }
    }
    assertEquals(11, families().size());
    assertEquals(43, methods);
  }

  @Test
  void everyBackEndIsUnderContract() throws Exception {
    Set<String> packages = new HashSet<>();
    for (Path folder : foldersOf(Kernels.class)) {
      packages.add(folder.getFileName().toString());
    }
    assertEquals(Set.of("scalar", "vector", "fp64"), packages);
    assertEquals(
        packages,
        BackEnds.all().map(Named::getPayload).map(Kernels::name).collect(Collectors.toSet()));
  }

  @Test
  void everyFamilyOfABackEndIsItsOwn() throws ReflectiveOperationException {
    // Maps, movement, pooling and steps of optimisers are left to the compiler: the vector back end
    // takes those of the scalar one.
    Set<Class<?>> implementations = new HashSet<>();
    for (Kernels kernels : BackEnds.all().map(Named::getPayload).toList()) {
      for (RecordComponent component : Kernels.class.getRecordComponents()) {
        if (families().contains(component.getType())) {
          implementations.add(component.getAccessor().invoke(kernels).getClass());
        }
      }
    }
    assertEquals(3 * 11 - 4, implementations.size());
  }

  /** The folders, hence sub-packages, beside a class that hold a class ...Kernels. */
  private static List<Path> foldersOf(Class<?> type) throws Exception {
    Path packageFolder =
        Path.of(type.getResource(type.getSimpleName() + ".class").toURI()).getParent();
    try (Stream<Path> folders = Files.list(packageFolder)) {
      return folders.filter(Files::isDirectory).filter(ContractCoverageTest::isBackEnd).toList();
    }
  }

  private static boolean isBackEnd(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith("Kernels.class"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
