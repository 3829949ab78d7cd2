package dev.footfall.grf.model;

import dev.footfall.autograd.F;
import dev.footfall.autograd.nn.Conv1d;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.tape.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * A small network for a stream: causal convolutions of kernel 5, dilation 1, 2, 4, each with a
 * ReLU, and a convolution of kernel 1 at the end. An output sees 29 samples, its own and 28 before.
 */
public final class CausalCnn extends SequenceNetwork {
  private static final int KERNEL = 5;
  private static final int LAYERS = 3;

  private final List<Conv1d> convolutions = new ArrayList<>();
  private final Conv1d head;

  CausalCnn(String name, int width, int inputs, int outputs, Initializer init) {
    super(name, inputs, outputs);
    int channels = inputs;
    for (int i = 0; i < LAYERS; i++) {
      convolutions.add(
          child(
              "conv" + (i + 1),
              Conv1d.withBias(channels, width, KERNEL, Conv1dSpec.causal(KERNEL, 1 << i), init)));
      channels = width;
    }
    head = child("head", Conv1d.withBias(channels, outputs, 1, Conv1dSpec.PLAIN, init));
  }

  /** The convolutions that a ReLU follows, first to last. */
  public List<Conv1d> convolutions() {
    return List.copyOf(convolutions);
  }

  @Override
  public Conv1d head() {
    return head;
  }

  @Override
  public Features features(Variable x) {
    List<Variable> features = new ArrayList<>();
    Variable h = x;
    for (Conv1d convolution : convolutions) {
      h = F.relu(convolution.forward(h));
      features.add(h);
    }
    return new Features(head.forward(h), features);
  }

  @Override
  public List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < convolutions.size(); i++) {
      layers.add(layer("conv" + (i + 1), convolutions.get(i), ", relu"));
    }
    layers.add(layer("head", head, ""));
    return layers;
  }

  @Override
  public int lookAhead() {
    return 0;
  }
}
