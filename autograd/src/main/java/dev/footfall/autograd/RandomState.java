package dev.footfall.autograd;

/**
 * Something that draws random numbers and knows where it stands: its position is one {@code long},
 * which a checkpoint keeps. Set back to an earlier position, it draws the same numbers again.
 */
public interface RandomState {

  /** The position. */
  long state();

  /** Goes to a position that {@link #state()} answered. */
  void state(long position);
}
