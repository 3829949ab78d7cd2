package dev.footfall.grf.emit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network as Java source.
 *
 * @param className of the kernel
 * @param kernel the class itself, which needs nothing else
 * @param check a program that compares the class with the plan, bit for bit
 * @param program a program that reads and writes CSV
 */
public record EmittedSources(String className, String kernel, String check, String program) {
  /** Stands in the first lines of every source. */
  public static final String MARK = "Emitted by Footfall";

  /** The sources by the name of their file. */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(className + ".java", kernel);
    files.put(className + "Test.java", check);
    files.put(className + "Main.java", program);
    return files;
  }
}
