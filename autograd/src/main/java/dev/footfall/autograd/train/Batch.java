package dev.footfall.autograd.train;

import dev.footfall.engine.Tensor;

/**
 * A mini-batch.
 *
 * @param x inputs {@code [N, ...]}
 * @param y targets {@code [N, ...]}
 * @param indices which examples of the data set these are, N of them
 */
public record Batch(Tensor x, Tensor y, int[] indices) {}
