package dev.footfall.engine.quant;

/**
 * What a step computes at one time, history apart. Whoever runs it gathers its column: for each
 * input value, channel after channel, all taps of the channel, the oldest first.
 *
 * <p>None of these classes holds a string constant: when a method is compiled, the JVM makes
 * strings of all those in its class, and the thread that runs the method pays for them.
 */
abstract sealed class Stage permits ConvStage, AddStage, ConcatStage, RecurrentStage {

  /** Writes the row that follows from a column, and advances the state if there is any. */
  abstract void run(byte[] column, byte[] row);

  /** Forgets every sample. */
  void reset() {}

  /** Bytes of state and of rows between the parts of the step. */
  abstract int bufferBytes();
}
