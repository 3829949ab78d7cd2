package dev.footfall.autograd.nn;

/** Groups of channels, for the layers that have them. */
final class Groups {
  private Groups() {}

  /** Channels of one group. */
  static int share(String layer, int channels, int others, int groups) {
    if (groups < 1 || channels % groups != 0 || others % groups != 0) {
      throw new IllegalArgumentException(
          layer
              + ": "
              + groups
              + " groups do not divide both numbers of channels ("
              + channels
              + " and "
              + others
              + ")");
    }
    return channels / groups;
  }
}
