package dev.footfall.grf.cli;

/** What the process answers. */
final class ExitCode {
  /** All was done. */
  static final int DONE = 0;

  /** The input was fine, and it failed all the same. */
  static final int FAILED = 1;

  /** Wrong usage or bad input. */
  static final int BAD_INPUT = 2;

  /** The work was done, and the answer is that a model takes more than a board has. */
  static final int EXCEEDED = 3;

  private ExitCode() {}
}
