package dev.footfall.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * How many cases a property is tried with is said in one place, by the profiles of the build: 50,
 * or 1,000 with {@code -Pthorough}.
 */
class EveryPropertyTest {
  /** Those with a number of their own, as {@code Class.method}; each says why where it stands. */
  private static final List<String> EXCEPTIONS = List.of();

  @Test
  void noPropertyHasItsOwnNumberOfCases() throws Exception {
    Path root = Path.of(EveryPropertyTest.class.getResource("/").toURI());
    List<String> own = new ArrayList<>();
    int properties = 0;
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith("Test.class")).sorted().toList()) {
        String path =
            root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".");
        Class<?> test = Class.forName(path.substring(0, path.length() - ".class".length()));
        for (Method method : test.getDeclaredMethods()) {
          Property property = method.getAnnotation(Property.class);
          if (property != null) {
            properties++;
            if (property.tries() != Property.TRIES_NOT_SET) {
              own.add(test.getSimpleName() + "." + method.getName());
            }
          }
        }
      }
    }
    assertTrue(properties > 20, properties + " properties");
    assertEquals(EXCEPTIONS, own);
  }
}
