package dev.footfall.grf.report;

import dev.footfall.grf.data.Recording;

/**
 * One recording of a subject with what a model made of it.
 *
 * @param title who it is among all, {@code median subject}
 * @param estimateN estimated force, row-major {@code [K, T]}, in N
 */
public record Trace(String title, Recording recording, float[] estimateN) {}
