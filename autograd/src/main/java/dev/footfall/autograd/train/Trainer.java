package dev.footfall.autograd.train;

import dev.footfall.autograd.RandomState;
import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.optim.AdamW;
import dev.footfall.autograd.optim.GradientClip;
import dev.footfall.autograd.optim.Optimizer;
import dev.footfall.autograd.optim.Schedule;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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

    /** An epoch has ended, and the checkpoint is written. */
    void epoch(Epoch epoch);

    /** Training goes on after these epochs, which a checkpoint has kept. */
    default void resumed(List<Epoch> epochs) {}
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
   * @param batchesPerStep batches whose gradients are added up for one step: the step is that of
   *     one large batch of all their examples, if the loss is a mean over examples that do not look
   *     at each other, as they do in batch normalisation
   */
  public record Settings(
      int epochs,
      double peakLearningRate,
      double weightDecay,
      double gradientNormLimit,
      int batchesPerStep) {
    /** Settings with a step for each batch. */
    public Settings(
        int epochs, double peakLearningRate, double weightDecay, double gradientNormLimit) {
      this(epochs, peakLearningRate, weightDecay, gradientNormLimit, 1);
    }

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
      if (batchesPerStep < 1) {
        throw new IllegalArgumentException(
            "trainer: at least 1 batch is needed for a step (" + batchesPerStep + ")");
      }
    }
  }

  private final Kernels kernels;
  private final Settings settings;
  private Checkpoint checkpoint; // null without
  private boolean detecting;

  /** A trainer that computes with these kernels. */
  public Trainer(Kernels kernels, Settings settings) {
    this.kernels = kernels;
    this.settings = settings;
  }

  /**
   * Writes a checkpoint after each epoch, and goes on from it where there is one already.
   *
   * @return this
   */
  public Trainer checkpoint(Checkpoint newCheckpoint) {
    checkpoint = newCheckpoint;
    return this;
  }

  /**
   * Whether the tape {@linkplain Tape#detectAnomaly looks for anomalies}; not unless asked to.
   *
   * @return this
   */
  public Trainer detectAnomaly(boolean detect) {
    detecting = detect;
    return this;
  }

  /**
   * Trains. On return the network holds the weights of the best epoch.
   *
   * @return all epochs in order, those before an interruption included
   * @throws ArithmeticException at the first loss, gradient, parameter or buffer that is not
   *     finite, naming epoch, batch and parameter
   * @throws IllegalStateException if there is a checkpoint to write and the loader's source of
   *     random numbers hides its state
   * @throws UncheckedIOException if a checkpoint cannot be read, is broken or belongs to
   *     {@linkplain Checkpoint.OtherRunException another run}, and then the network is as it was;
   *     or if it cannot be written
   */
  public List<Epoch> fit(
      Module network, DataLoader loader, Loss loss, Validation validation, Progress progress) {
    Fit fit = new Fit(network, loader, loss, validation, progress);
    try {
      fit.resume();
      fit.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fit.epochs;
  }

  /** One call of {@link #fit}: all that changes on the way. */
  private final class Fit {
    final List<Epoch> epochs = new ArrayList<>();
    private final Module network;
    private final DataLoader loader;
    private final Loss loss;
    private final Validation validation;
    private final Progress progress;
    private final Map<String, Parameter> parameters;
    private final Map<String, Tensor> state;
    private final Map<String, Tensor> best = new LinkedHashMap<>();
    private final Optimizer optimizer;
    private final Tape tape;
    private final int stepsPerEpoch;
    private final int steps;
    private final Schedule schedule;
    private double bestValidation = Double.POSITIVE_INFINITY;

    Fit(Module network, DataLoader loader, Loss loss, Validation validation, Progress progress) {
      this.network = network;
      this.loader = loader;
      this.loss = loss;
      this.validation = validation;
      this.progress = progress;
      parameters = network.parameters();
      state = network.state();
      state.forEach((name, tensor) -> best.put(name, tensor.copy()));
      optimizer = new AdamW(kernels, parameters.values(), settings.weightDecay());
      tape = Tape.training(kernels).detectAnomaly(detecting);
      stepsPerEpoch = Math.ceilDiv(loader.batches(), settings.batchesPerStep());
      steps = settings.epochs() * stepsPerEpoch;
      schedule = Schedule.oneCycle(settings.peakLearningRate(), Math.max(2, steps));
    }

    void run() throws IOException {
      while (epochs.size() < settings.epochs()) {
        double meanLoss = epoch();
        double measured = validation.measure();
        add(meanLoss, measured);
        if (epochs.getLast().best()) {
          best.forEach((name, tensor) -> tensor.copyFrom(state.get(name)));
        }
        save();
        progress.epoch(epochs.getLast());
      }
      if (bestValidation == Double.POSITIVE_INFINITY) {
        throw new ArithmeticException("training: no epoch had a finite validation figure");
      }
      network.load(best);
    }

    private void add(double meanLoss, double measured) {
      boolean improved = measured < bestValidation;
      bestValidation = improved ? measured : bestValidation;
      epochs.add(new Epoch(epochs.size() + 1, meanLoss, measured, improved));
    }

    /** One pass over the data; the mean loss of its batches. */
    private double epoch() {
      int step = epochs.size() * stepsPerEpoch;
      double sum = 0;
      int number = 0;
      int examples = 0;
      for (Batch batch : loader.epoch()) {
        if (number % settings.batchesPerStep() == 0) {
          network.zeroGradients();
          examples = loader.examples(number, settings.batchesPerStep());
        }
        number++;
        Variable value = loss.of(tape, batch);
        tape.backward(value, (double) batch.indices().length / examples);
        boolean last = number % settings.batchesPerStep() == 0 || number == loader.batches();
        double lossValue = value.item();
        if (last || !Double.isFinite(lossValue)) {
          double norm =
              GradientClip.byNorm(kernels, parameters.values(), settings.gradientNormLimit());
          requireFinite(lossValue, norm, number);
          optimizer.step(schedule.at(step++));
          requireFiniteState(lossValue, norm, number);
          progress.step(step, steps);
        }
        sum += lossValue;
        tape.reset();
      }
      return sum / number;
    }

    private void requireFinite(double lossValue, double norm, int batch) {
      if (Double.isFinite(lossValue) && Double.isFinite(norm)) {
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
      throw diverged(
          "loss " + lossValue + ", gradient norm " + norm + " in " + place(batch) + "; " + culprit);
    }

    private void requireFiniteState(double lossValue, double norm, int batch) {
      state.forEach(
          (name, tensor) -> {
            int element = tensor.firstNonFinite();
            if (element >= 0) {
              throw diverged(
                  "\""
                      + name
                      + "\" element "
                      + element
                      + " became "
                      + tensor.get(element)
                      + " in "
                      + place(batch)
                      + ", where loss "
                      + lossValue
                      + " and gradient norm "
                      + norm
                      + " were finite");
            }
          });
    }

    private String place(int batch) {
      return "epoch " + (epochs.size() + 1) + ", batch " + batch;
    }

    private static ArithmeticException diverged(String what) {
      return new ArithmeticException(
          "training: " + what + "; a lower learning rate is the usual cure");
    }

    void resume() throws IOException {
      if (checkpoint == null || !own().exists()) {
        return;
      }
      Checkpoint.Content content = own().read();
      Tensor figures = content.tensor("epochs");
      int done = figures.elements() / 2;
      if (!figures.shape().equals(Shape.of(done, 2)) || done < 1 || done > settings.epochs()) {
        throw content.impossible(
            "tensor \"epochs\" is " + figures + " of a run of " + settings.epochs() + " epochs");
      }
      Tensor order = content.tensor("loader.order");
      try {
        loader.order(order);
      } catch (IllegalArgumentException e) {
        throw content.impossible(e.getMessage());
      }
      content.restore(live(), sources());
      for (int i = 0; i < done; i++) {
        add(figures.get(2 * i), figures.get(2 * i + 1));
      }
      progress.resumed(List.copyOf(epochs));
    }

    private void save() throws IOException {
      if (checkpoint == null) {
        return;
      }
      Map<String, Tensor> tensors = live();
      Tensor figures = Tensor.zeros(DType.FLOAT64, epochs.size(), 2);
      for (int i = 0; i < epochs.size(); i++) {
        figures.set(2 * i, epochs.get(i).loss());
        figures.set(2 * i + 1, epochs.get(i).validation());
      }
      tensors.put("epochs", figures);
      tensors.put("loader.order", loader.order());
      own().write(tensors, sources());
    }

    /** The checkpoint of a run with these settings. */
    private Checkpoint own() {
      Map<String, String> run = new LinkedHashMap<>();
      run.put("epochs", String.valueOf(settings.epochs()));
      run.put("peak learning rate", String.valueOf(settings.peakLearningRate()));
      run.put("weight decay", String.valueOf(settings.weightDecay()));
      run.put("gradient norm limit", String.valueOf(settings.gradientNormLimit()));
      run.put("batches per step", String.valueOf(settings.batchesPerStep()));
      run.put("data set", loader.description());
      run.put("back end", kernels.name());
      return checkpoint.with(run);
    }

    private Map<String, Tensor> live() {
      Map<String, Tensor> live = new LinkedHashMap<>();
      state.forEach((name, tensor) -> live.put("network." + name, tensor));
      best.forEach((name, tensor) -> live.put("best." + name, tensor));
      optimizer.state().forEach((name, tensor) -> live.put("optimizer." + name, tensor));
      return live;
    }

    private Map<String, RandomState> sources() {
      Map<String, RandomState> sources = new LinkedHashMap<>();
      sources.put("loader", loader.source());
      network.sources().forEach((name, source) -> sources.put("network." + name, source));
      return sources;
    }
  }
}
