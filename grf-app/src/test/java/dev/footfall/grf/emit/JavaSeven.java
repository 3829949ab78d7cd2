package dev.footfall.grf.emit;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A compiler for the oldest Java that one can be had for: that of a JDK 11 to 17 makes class files
 * of Java 7 (version 51), that of the running JDK only those of Java 8, and then it is said.
 *
 * @param javac the program, or empty for the compiler of this JVM
 * @param release what is passed as {@code --release}
 * @param classFileVersion the major version that comes out
 */
public record JavaSeven(Optional<Path> javac, int release, int classFileVersion) {
  private static final JavaSeven BEST = find();

  /** The compiler of this machine. */
  public static JavaSeven compiler() {
    return BEST;
  }

  private static JavaSeven find() {
    for (Path home : homes()) {
      Path javac = home.resolve("bin").resolve("javac");
      int feature = feature(home);
      if (11 <= feature && feature <= 17 && Files.isExecutable(javac)) {
        return new JavaSeven(Optional.of(javac), 7, 51);
      }
    }
    System.err.println(
        "no JDK 17 found (JAVA17_HOME): emitted sources are compiled for Java 8, not for Java 7");
    return new JavaSeven(Optional.empty(), 8, 52);
  }

  /** Where a JDK 17 may be: as told, that of Maven, the usual places. */
  private static List<Path> homes() {
    List<Path> homes = new ArrayList<>();
    Stream.of("JAVA17_HOME", "FOOTFALL_JAVA17_HOME", "JAVA_HOME")
        .map(System::getenv)
        .filter(Objects::nonNull)
        .map(Path::of)
        .forEach(homes::add);
    String user = System.getProperty("user.home");
    for (String folder :
        List.of("/usr/lib/jvm", "/opt/java", "/opt/jdk", user + "/.sdkman/candidates/java")) {
      if (Files.isDirectory(Path.of(folder))) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder))) {
          List<Path> sorted = new ArrayList<>();
          entries.forEach(sorted::add);
          sorted.sort(null);
          homes.addAll(sorted);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return homes;
  }

  /** The feature release of a JDK, from its release file, without starting it; 0 if it has none. */
  private static int feature(Path home) {
    Path file = home.resolve("release");
    if (!Files.isReadable(file)) {
      return 0;
    }
    Properties release = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      release.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
    return Integer.parseInt(version.split("[^0-9]")[0]);
  }

  /**
   * Compiles files, every warning an error but the one that the release is old.
   *
   * @param classes receives the class files
   * @param classPath what the sources use beside each other; may be empty
   */
  public void compile(Path classes, List<Path> classPath, List<Path> sources) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--release", String.valueOf(release)));
    arguments.addAll(List.of("-Xlint:all,-options", "-Werror", "-proc:none", "-encoding", "UTF-8"));
    arguments.addAll(List.of("-d", classes.toString()));
    arguments.addAll(
        List.of(
            "-cp",
            String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList())));
    sources.forEach(source -> arguments.add(source.toString()));
    if (javac.isEmpty()) {
      compileHere(arguments);
    } else {
      arguments.addFirst(javac.get().toString());
      run(arguments);
    }
  }

  /** Compiles with the compiler of this JVM, which does not have to start. */
  static void compileHere(List<String> arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, said, said, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new AssertionError(arguments + ": " + said.toString(StandardCharsets.UTF_8));
    }
  }

  /** Runs a program to its end and returns what it said, errors included. */
  static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A program of the JDK that runs this test. */
  static String program(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** The class files of a folder. */
  static List<Path> classFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of a file. */
  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return javac.map(Path::toString).orElse("the compiler of this JVM") + " --release " + release;
  }

  /** The options of a JVM that a test asks for, apart by blanks. */
  static List<String> options(String text) {
    return Arrays.stream(text.split(" ")).filter(option -> !option.isEmpty()).toList();
  }
}
