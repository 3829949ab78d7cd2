package dev.footfall.autograd.train;

import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.optim.AdamW;
import dev.footfall.autograd.optim.GradientClip;
import dev.footfall.autograd.optim.Optimizer;
import dev.footfall.autograd.optim.Schedule;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a network and keeps the epoch that did best on validation data.
 *
 * <p>The result depends on the data, the settings, the network's start and the loader's seed, not
 * on the number of threads.
 */
public final class Trainer {

  /** The loss of one mini-batch, a scalar on the given tape. */
  public interface Loss {
    /** Builds the loss. */
    Variable of(Tape tape, Batch batch);
  }

  /** A figure of merit of the network as it is now; lower is better. */
  public interface Validation {
    /** Measures. */
    double measure();
  }

  /** Is told how far training has come. */
  public interface Progress {
    /** A step has ended; counted from 1 over all epochs. */
    void step(int step, int steps);

    /** An epoch has ended. */
    void epoch(Epoch epoch);
  }

  /**
   * One epoch.
   *
   * @param number counted from 1
   * @param loss mean training loss over the epoch's batches
   * @param validation the figure of merit after it
   * @param best whether it is the best so far
   */
  public record Epoch(int number, double loss, double validation, boolean best) {}

  /**
   * What to do.
   *
   * @param epochs passes over the data
   * @param peakLearningRate of the one-cycle schedule
   * @param weightDecay of AdamW
   * @param gradientNormLimit gradients longer than this are shortened to it
   */
  public record Settings(
      int epochs, double peakLearningRate, double weightDecay, double gradientNormLimit) {
    /** Checks the ranges. */
    public Settings {
      if (epochs < 1
          || !(peakLearningRate > 0)
          || !(weightDecay >= 0)
          || !(gradientNormLimit > 0)) {
        throw new IllegalArgumentException(
            "trainer: settings must be positive (epochs "
                + epochs
                + ", peak learning rate "
                + peakLearningRate
                + ", weight decay "
                + weightDecay
                + ", gradient norm limit "
                + gradientNormLimit
                + ")");
      }
    }
  }

  private final Kernels kernels;
  private final Settings settings;

  /** A trainer that computes with these kernels. */
  public Trainer(Kernels kernels, Settings settings) {
    this.kernels = kernels;
    this.settings = settings;
  }

  /**
   * Trains. On return the network holds the weights of the best epoch.
   *
   * @return all epochs in order
   * @throws ArithmeticException at the first loss or gradient that is not finite, naming epoch,
   *     batch and parameter
   */
  public List<Epoch> fit(
      Module network, DataLoader loader, Loss loss, Validation validation, Progress progress) {
    Map<String, Parameter> parameters = network.parameters();
    Collection<Parameter> all = parameters.values();
    Optimizer optimizer = new AdamW(kernels, all, settings.weightDecay());
    int steps = settings.epochs() * loader.batches();
    Schedule schedule = Schedule.oneCycle(settings.peakLearningRate(), Math.max(2, steps));
    Tape tape = Tape.training(kernels);
    List<Epoch> epochs = new ArrayList<>();
    Map<String, Tensor> best = Map.of();
    double bestValidation = Double.POSITIVE_INFINITY;
    int step = 0;
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      double sum = 0;
      int number = 0;
      for (Batch batch : loader.epoch()) {
        number++;
        network.zeroGradients();
        Variable value = loss.of(tape, batch);
        tape.backward(value);
        double norm = GradientClip.byNorm(kernels, all, settings.gradientNormLimit());
        requireFinite(value.item(), norm, epoch, number, parameters);
        optimizer.step(schedule.at(step++));
        sum += value.item();
        tape.reset();
        progress.step(step, steps);
      }
      double measured = validation.measure();
      boolean improved = measured < bestValidation;
      if (improved) {
        bestValidation = measured;
        best = snapshot(network);
      }
      Epoch result = new Epoch(epoch, sum / number, measured, improved);
      epochs.add(result);
      progress.epoch(result);
    }
    if (best.isEmpty()) {
      throw new ArithmeticException("training: no epoch had a finite validation figure");
    }
    network.load(best);
    return epochs;
  }

  private static Map<String, Tensor> snapshot(Module network) {
    Map<String, Tensor> copy = new LinkedHashMap<>();
    network.state().forEach((name, tensor) -> copy.put(name, tensor.copy()));
    return copy;
  }

  private static void requireFinite(
      double loss, double norm, int epoch, int batch, Map<String, Parameter> parameters) {
    if (Double.isFinite(loss) && Double.isFinite(norm)) {
      return;
    }
    String culprit = "every single gradient is finite";
    for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
      int element = entry.getValue().gradient().firstNonFinite();
      if (element >= 0) {
        culprit = "first non-finite gradient: \"" + entry.getKey() + "\" element " + element;
        break;
      }
    }
    throw new ArithmeticException(
        "training: loss "
            + loss
            + ", gradient norm "
            + norm
            + " in epoch "
            + epoch
            + ", batch "
            + batch
            + "; "
            + culprit
            + "; a lower learning rate is the usual cure");
  }
}
