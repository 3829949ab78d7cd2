package dev.footfall.grf.model;

import dev.footfall.autograd.F;
import dev.footfall.autograd.nn.BatchNorm1d;
import dev.footfall.autograd.nn.Conv1d;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.tape.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * One-dimensional wide residual network without pooling: the length of the sequence is kept, and
 * dilation 1, 2, 4 in the three stages widens the view instead.
 *
 * <pre>
 * conv k3 to 16 | 3 stages of (depth - 4) / 6 blocks, 16 w, 32 w, 64 w channels | BN, ReLU, conv k1
 * block: BN, ReLU, conv k3, BN, ReLU, conv k3, plus the input (through a conv k1 where the number
 *        of channels changes)
 * </pre>
 *
 * <p>Convolutions are padded with zeros on both sides and have no bias, except the last. The view
 * reaches ahead in time, so this is a teacher, not a network for a stream. Source: Zagoruyko and
 * Komodakis 2016, with convolutions in time.
 */
final class WideResNet extends SequenceNetwork {
  private static final int[] BASE_WIDTHS = {16, 32, 64};
  private static final int KERNEL = 3;

  private final Conv1d stem;
  private final List<List<Block>> stages = new ArrayList<>();
  private final BatchNorm1d norm;
  private final Conv1d head;

  WideResNet(String name, int depth, int width, int inputs, int outputs, Initializer init) {
    super(name, inputs, outputs);
    int channels = BASE_WIDTHS[0];
    stem =
        child(
            "stem", Conv1d.withoutBias(inputs, channels, KERNEL, Conv1dSpec.same(KERNEL, 1), init));
    for (int s = 0; s < BASE_WIDTHS.length; s++) {
      List<Block> stage = new ArrayList<>();
      for (int b = 0; b < (depth - 4) / 6; b++) {
        int out = BASE_WIDTHS[s] * width;
        stage.add(
            child("stage" + (s + 1) + ".block" + (b + 1), new Block(channels, out, 1 << s, init)));
        channels = out;
      }
      stages.add(stage);
    }
    norm = child("norm", new BatchNorm1d(channels, init));
    head = child("head", Conv1d.withBias(channels, outputs, 1, Conv1dSpec.PLAIN, init));
  }

  @Override
  public Features features(Variable x) {
    List<Variable> features = new ArrayList<>();
    Variable h = stem.forward(x);
    for (List<Block> stage : stages) {
      for (Block block : stage) {
        h = block.forward(h);
      }
      features.add(h);
    }
    return new Features(head.forward(activated(h)), features);
  }

  private Variable activated(Variable h) {
    return F.relu(norm.forward(h));
  }

  @Override
  public Variable headInput(Variable x) {
    return activated(super.headInput(x));
  }

  @Override
  public Conv1d head() {
    return head;
  }

  @Override
  public List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    layers.add(layer("stem", stem, ""));
    for (int s = 0; s < stages.size(); s++) {
      for (int b = 0; b < stages.get(s).size(); b++) {
        stages.get(s).get(b).describe("stage" + (s + 1) + ".block" + (b + 1), layers);
      }
    }
    layers.add(new Layer("norm", "batch norm, relu", norm.parameterCount(), 0));
    layers.add(layer("head", head, ""));
    return layers;
  }

  @Override
  public int lookAhead() {
    int samples = stem.spec().padRight();
    for (List<Block> stage : stages) {
      for (Block block : stage) {
        samples += block.conv1.spec().padRight() + block.conv2.spec().padRight();
      }
    }
    return samples;
  }

  /** A pre-activation residual block. */
  private static final class Block extends Module {
    private final BatchNorm1d norm1;
    private final Conv1d conv1;
    private final BatchNorm1d norm2;
    private final Conv1d conv2;
    private final Conv1d shortcut; // null: the identity

    Block(int in, int out, int dilation, Initializer init) {
      Conv1dSpec spec = Conv1dSpec.same(KERNEL, dilation);
      norm1 = child("norm1", new BatchNorm1d(in, init));
      conv1 = child("conv1", Conv1d.withoutBias(in, out, KERNEL, spec, init));
      norm2 = child("norm2", new BatchNorm1d(out, init));
      conv2 = child("conv2", Conv1d.withoutBias(out, out, KERNEL, spec, init));
      shortcut =
          in == out
              ? null
              : child("shortcut", Conv1d.withoutBias(in, out, 1, Conv1dSpec.PLAIN, init));
    }

    @Override
    public Variable forward(Variable x) {
      Variable activated = F.relu(norm1.forward(x));
      Variable h = F.relu(norm2.forward(conv1.forward(activated)));
      return F.add(conv2.forward(h), shortcut == null ? x : shortcut.forward(activated));
    }

    void describe(String prefix, List<Layer> layers) {
      layers.add(new Layer(prefix + ".norm1", "batch norm, relu", norm1.parameterCount(), 0));
      layers.add(layer(prefix + ".conv1", conv1, ""));
      layers.add(new Layer(prefix + ".norm2", "batch norm, relu", norm2.parameterCount(), 0));
      layers.add(layer(prefix + ".conv2", conv2, ", added to the shortcut"));
      if (shortcut != null) {
        layers.add(layer(prefix + ".shortcut", shortcut, ""));
      }
    }
  }
}
