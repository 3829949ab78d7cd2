package dev.footfall.grf.distill;

import java.nio.file.Path;

/**
 * What watches over a training; the model does not depend on it.
 *
 * @param checkpoint file that keeps where it stands after each epoch, and to go on from if it is
 *     there; null without
 * @param detectAnomaly whether every operation is looked at for numbers that are not finite
 */
public record Safeguards(Path checkpoint, boolean detectAnomaly) {
  /** None. */
  public static final Safeguards NONE = new Safeguards(null, false);
}
