package dev.footfall.grf.report;

import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.SensorLayout;
import java.util.Optional;

/**
 * One recording of a subject with what a model made of it.
 *
 * @param title who it is among all, {@code median subject}
 * @param layout where the cells of the recording are, if that is known
 * @param estimateN estimated force, row-major {@code [K, T]}, in N
 */
public record Trace(
    String title, Recording recording, Optional<SensorLayout> layout, float[] estimateN) {}
