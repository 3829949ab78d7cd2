package dev.footfall.grf.emit;

/** Sizes of microcontroller boards: what a network may take of one, all its numbers together. */
public enum BoardClass {
  /** 32 KiB of flash, 8 KiB of RAM. */
  S(32, 8),
  /** 64 KiB of flash, 16 KiB of RAM. */
  M(64, 16),
  /** 256 KiB of flash, 64 KiB of RAM. */
  L(256, 64);

  private static final int KIB = 1024;

  private final int flashKib;
  private final int ramKib;

  BoardClass(int flashKib, int ramKib) {
    this.flashKib = flashKib;
    this.ramKib = ramKib;
  }

  /** Bytes of flash. */
  public int flashBytes() {
    return KIB * flashKib;
  }

  /** Bytes of RAM. */
  public int ramBytes() {
    return KIB * ramKib;
  }

  /** Whether a network takes no more than there is. */
  public boolean holds(Budget budget) {
    return budget.flashBytes() <= flashBytes() && budget.ramBytes() <= ramBytes();
  }
}
