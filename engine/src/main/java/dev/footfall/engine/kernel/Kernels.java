package dev.footfall.engine.kernel;

import dev.footfall.engine.DType;
import dev.footfall.engine.runtime.Workers;

/**
 * One back end: an implementation of every kernel family for one element type.
 *
 * @param name {@code scalar}, {@code vector} or {@code fp64}
 * @param dtype the element type that the kernels take
 * @param workers the threads that the kernels use
 * @param gemm matrix product
 * @param elementwise maps
 * @param reductions sums
 * @param activations activation functions
 * @param unary functions of one number
 * @param conv1d convolution
 * @param lstm recurrent step of an LSTM
 * @param gru recurrent step of a GRU
 * @param movement slices, permutations and the like
 * @param pool1d pooling over time
 * @param optimizer steps of optimisers
 */
public record Kernels(
    String name,
    DType dtype,
    Workers workers,
    GemmKernel gemm,
    ElementwiseKernel elementwise,
    ReductionKernel reductions,
    ActivationKernel activations,
    UnaryKernel unary,
    Conv1dKernel conv1d,
    LstmKernel lstm,
    GruKernel gru,
    MovementKernel movement,
    Pool1dKernel pool1d,
    OptimizerKernel optimizer) {}
