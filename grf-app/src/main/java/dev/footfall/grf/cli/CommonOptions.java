package dev.footfall.grf.cli;

import dev.footfall.engine.DType;
import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.InputException;
import picocli.CommandLine.Option;

/** Options that several commands share; each is mixed in where it makes sense. */
final class CommonOptions {
  private CommonOptions() {}

  /** {@code --json}. */
  static final class JsonOption {
    @Option(
        names = "--json",
        description = "Print one JSON object instead of text, for a program to read.")
    private boolean json;

    boolean wanted() {
      return json;
    }
  }

  /** {@code --threads}. */
  static final class ThreadsOption {
    @Option(
        names = "--threads",
        paramLabel = "N",
        description =
            "Threads to compute with; results do not depend on it. Default: all processors.")
    private Integer threads;

    /** The number of threads to use. */
    int count() {
      if (threads == null) {
        return Runtime.getRuntime().availableProcessors();
      }
      requireAtLeastOne("--threads", threads);
      return threads;
    }

    /** A pool of that many threads, to be closed. */
    Workers workers() {
      return Workers.of(count());
    }
  }

  /** The kernels of this JVM's back end. */
  static Kernels kernels(Workers workers) {
    choice();
    return KernelProvider.kernels(DType.FLOAT32, workers);
  }

  /** The back end; a property that asks for an impossible one is the user's mistake. */
  static KernelProvider.Choice choice() {
    try {
      return KernelProvider.choice();
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  /** Refuses zero and less. */
  static void requireAtLeastOne(String option, long value) {
    if (value < 1) {
      throw new InputException(option + ": must be at least 1 (" + value + ")");
    }
  }
}
