package dev.footfall.grf.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of Footfall, as the build wrote it down, and of the Java that runs it. */
final class Version implements IVersionProvider {
  private static final String RESOURCE = "version.properties";
  private static final String SNAPSHOT = "-SNAPSHOT";

  /** The version of Footfall; a snapshot goes by the name of the release that it will become. */
  static String footfall() {
    try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the build");
      }
      Properties properties = new Properties();
      properties.load(in);
      String version = properties.getProperty("version");
      return version.endsWith(SNAPSHOT)
          ? version.substring(0, version.length() - SNAPSHOT.length())
          : version;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Name and version of the JVM. */
  static String java() {
    return System.getProperty("java.vm.name")
        + " "
        + System.getProperty("java.vm.version")
        + ", "
        + System.getProperty("java.vendor");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"footfall " + footfall(), java()};
  }
}
