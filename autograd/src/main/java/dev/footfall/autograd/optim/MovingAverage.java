package dev.footfall.autograd.optim;

import dev.footfall.autograd.nn.Module;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;
import dev.footfall.engine.kernel.Kernels;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An exponential moving average of the weights of a network, often a better network than the last
 * one (Polyak and Juditsky 1992, in the exponential form of Tarvainen and Valpola 2017).
 *
 * <pre>
 * average = decay average + (1 - decay) w
 * </pre>
 *
 * <p>It begins with the weights at its making, so there is no bias to correct. Buffers, such as
 * running statistics, are averages already: their last values are taken. One copy of the network's
 * state; an update reads and writes each weight once.
 *
 * <pre>{@code
 * optimizer.step(learningRate);
 * average.update();
 * ...
 * average.swap();   // the network is the average
 * evaluate(network);
 * average.swap();   // and back
 * }</pre>
 */
public final class MovingAverage {
  private final ElementwiseKernel kernel;
  private final double decay;
  private final Map<String, Tensor> live;
  private final Set<String> weights;
  private final Map<String, Tensor> average = new LinkedHashMap<>();
  private boolean swapped;

  /**
   * An average that begins with the weights as they are.
   *
   * @throws IllegalArgumentException if decay is outside [0, 1)
   */
  public MovingAverage(Kernels kernels, Module network, double decay) {
    Ranges.requireShare("moving average", "decay", decay);
    this.kernel = kernels.elementwise();
    this.decay = decay;
    this.live = network.state();
    this.weights = network.parameters().keySet();
    live.forEach((name, tensor) -> average.put(name, tensor.copy()));
  }

  /**
   * Takes up the weights as they are now: once after each step.
   *
   * @throws IllegalStateException if the network holds the average now
   */
  public void update() {
    if (swapped) {
      throw new IllegalStateException("moving average: the network holds it; swap back first");
    }
    live.forEach(
        (name, w) -> {
          Tensor a = average.get(name);
          if (weights.contains(name)) {
            // (decay - 1) a + (1 - decay) w on top of a: where w is a, it stays the same bits.
            kernel.accumulateAffine(w.elements(), decay - 1, a, 0, 1 - decay, w, 0, 0, a, 0);
          } else {
            a.copyFrom(w);
          }
        });
  }

  /** Exchanges the weights and buffers of the network with the average, or back. */
  public void swap() {
    live.forEach(
        (name, w) -> {
          Tensor a = average.get(name);
          Tensor kept = w.copy();
          w.copyFrom(a);
          a.copyFrom(kept);
        });
    swapped = !swapped;
  }

  /**
   * The live tensors of the average by the names of the network's state, for a checkpoint; while
   * swapped, those of the network's own weights.
   */
  public Map<String, Tensor> state() {
    return Collections.unmodifiableMap(average);
  }
}
