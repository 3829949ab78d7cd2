package dev.footfall.autograd.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Java in the documentation is source of this module's tests, line for line. */
class DocumentationTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Path TESTS = Path.of("src/test/java/dev/footfall/autograd");

  @Test
  void samplesOfThisModuleAreTests() throws IOException {
    assertEquals(4, requireTested(Path.of("README.md")));
  }

  @Test
  void theSampleOfTheProjectIsATest() throws IOException {
    assertTrue(requireTested(Path.of("../README.md")) >= 1);
  }

  private static int requireTested(Path document) throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(TESTS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        sources.add(withoutIndentation(Files.readString(file)));
      }
    }
    Matcher block = BLOCK.matcher(Files.readString(document));
    int blocks = 0;
    while (block.find()) {
      String sample = withoutIndentation(block.group(1));
      assertTrue(
          sources.stream().anyMatch(source -> source.contains(sample)),
          document + ": no test contains\n" + block.group(1));
      blocks++;
    }
    return blocks;
  }

  private static String withoutIndentation(String text) {
    return text.lines().map(String::strip).reduce("", (all, line) -> all + "\n" + line) + "\n";
  }
}
