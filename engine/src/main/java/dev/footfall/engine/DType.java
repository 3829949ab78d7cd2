package dev.footfall.engine;

/**
 * The element types of a {@link Tensor}.
 *
 * <p>{@link #FLOAT32} is what trains and deploys. {@link #FLOAT64} is what verifies: every
 * operation runs in both from the same source, so that a derivative can be compared with central
 * differences to ten digits instead of three.
 */
public enum DType {
  /** IEEE 754 binary32, stored in a {@code float[]}. */
  FLOAT32(Float.BYTES),
  /** IEEE 754 binary64, stored in a {@code double[]}. */
  FLOAT64(Double.BYTES);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /**
   * Unit roundoff u: half the distance from 1 to the next larger number, 2<sup>-24</sup> or
   * 2<sup>-53</sup>. Error bounds in tests are derived from it.
   */
  public double unitRoundoff() {
    return this == FLOAT32 ? 0x1p-24 : 0x1p-53;
  }
}
