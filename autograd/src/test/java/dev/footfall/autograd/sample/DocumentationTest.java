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

/** Java in the documentation is source of tests, of this module or the engine, line for line. */
class DocumentationTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Path OWN = Path.of("src/test/java/dev/footfall/autograd");
  private static final Path ENGINE = Path.of("../engine/src/test/java/dev/footfall/engine");

  @Test
  void samplesOfThisModuleAreTests() throws IOException {
    assertEquals(4, requireTested(Path.of("README.md"), OWN));
  }

  @Test
  void samplesOfTheProjectAreTests() throws IOException {
    assertEquals(2, requireTested(Path.of("../README.md"), OWN, ENGINE));
  }

  private static int requireTested(Path document, Path... tests) throws IOException {
    List<String> sources = new ArrayList<>();
    for (Path folder : tests) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          sources.add(withoutIndentation(Files.readString(file)));
        }
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
