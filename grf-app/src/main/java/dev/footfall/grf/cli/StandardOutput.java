package dev.footfall.grf.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** Standard output with failures told apart: a reader that has gone is not an error. */
final class StandardOutput extends OutputStream {
  private final OutputStream out;

  /** Says that whoever read the output, such as {@code head}, has had enough. */
  static final class ReaderGoneException extends IOException {
    private static final long serialVersionUID = 1;

    ReaderGoneException(IOException cause) {
      super("standard output: its reader has gone", cause);
    }
  }

  StandardOutput(OutputStream out) {
    this.out = new BufferedOutputStream(out);
  }

  @Override
  public void write(int b) throws IOException {
    try {
      out.write(b);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw explained(e);
    }
  }

  /** Only flushes: the stream belongs to the process. */
  @Override
  public void close() throws IOException {
    flush();
  }

  private static IOException explained(IOException e) {
    // The system's own word; most of its translations keep it.
    boolean pipe = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    return pipe
        ? new ReaderGoneException(e)
        : new IOException("standard output: " + e.getMessage(), e);
  }
}
