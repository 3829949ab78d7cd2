import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Compiles sources and runs test classes on request, so that a fault costs no start of a JVM: every
 * run has a class loader of its own. {@code ./run} starts it and talks to it in lines.
 *
 * <pre>
 * compile TAB argument of javac TAB ...          ok, or the first line of what javac says
 * test TAB path : path : ... TAB class , ...     ok, or Class.method of each failure
 * </pre>
 */
public final class TestServer {
  private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();
  private static final Launcher LAUNCHER = LauncherFactory.create();

  private TestServer() {}

  /** Takes the number of cases of a property and the file of jqwik's database. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split("\t");
      answers.println(words[0].equals("compile") ? compile(words) : test(words, args));
    }
    System.exit(0); // whatever threads a fault left running
  }

  private static String compile(String[] words) {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code = JAVAC.run(null, errors, errors, Arrays.copyOfRange(words, 1, words.length));
    return code == 0
        ? "ok"
        : errors.toString(StandardCharsets.UTF_8).strip().lines().findFirst().get();
  }

  private static String test(String[] words, String[] args) throws IOException {
    String[] paths = words[1].split(File.pathSeparator);
    URL[] urls = new URL[paths.length];
    for (int i = 0; i < paths.length; i++) {
      urls[i] = Path.of(paths[i]).toUri().toURL();
    }
    // For tests that start a JVM of their own.
    String libraries = System.getProperty("java.class.path");
    System.setProperty("java.class.path", words[1] + File.pathSeparator + libraries);
    Failures failures = new Failures();
    try (URLClassLoader loader = new OwnFirst(urls)) {
      Thread.currentThread().setContextClassLoader(loader);
      LauncherDiscoveryRequestBuilder request =
          LauncherDiscoveryRequestBuilder.request()
              .configurationParameter("jqwik.tries.default", args[0])
              .configurationParameter("jqwik.database", args[1])
              .configurationParameter("jqwik.reporting.onlyfailures", "true");
      for (String test : words[2].split(",")) {
        request.selectors(selectClass(loader, test));
      }
      LAUNCHER.execute(request.build(), failures);
    } finally {
      System.setProperty("java.class.path", libraries);
    }
    return failures.names.isEmpty() ? "ok" : String.join(",", failures.names);
  }

  /** Looks for resources, of which libraries may have the same, among the classes tested first. */
  private static final class OwnFirst extends URLClassLoader {
    OwnFirst(URL[] urls) {
      super(urls, ClassLoader.getSystemClassLoader());
    }

    @Override
    public URL getResource(String name) {
      URL own = findResource(name);
      return own == null ? super.getResource(name) : own;
    }
  }

  private static final class Failures implements TestExecutionListener {
    final TreeSet<String> names = new TreeSet<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() == FAILED) {
        names.add(
            test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(m -> m.getClassName().replaceAll(".*\\.", "") + "." + m.getMethodName())
                .orElse(test.getDisplayName()));
      }
    }
  }
}
