package dev.footfall.grf.distill;

import dev.footfall.grf.data.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The methods that can be named, with their weights.
 *
 * <p>The default weights did best on the validation subjects of sparse-4 (fold 1) among a dozen
 * tried for wrn16-2 teaching cnn-s; the differences were within those of seeds. Weights in the
 * hundreds, as published for classification, drown a task loss that ends near 0.025.
 */
public enum Method {
  /** Training on the measured force alone: {@link TaskLoss}. */
  NONE(new Weights(0, 0, 0), w -> new TaskLoss()),
  /** Knowledge distillation: {@link KdLoss}. */
  KD(new Weights(0.7, 0, 0), w -> new KdLoss(w.lambda())),
  /** Time-aware knowledge distillation: {@link TakdLoss}. */
  TAKD(new Weights(0.3, 0.3, 0.3), w -> new TakdLoss(w.lambda(), w.betaSim(), w.betaTime()));

  /**
   * The weights of a method; it ignores those it does not have.
   *
   * @param lambda share of the teacher in the output term
   * @param betaSim weight of the similarity within the mini-batch
   * @param betaTime weight of the similarity in time
   */
  public record Weights(double lambda, double betaSim, double betaTime) {}

  private final Weights defaults;
  private final Function<Weights, DistillationLoss> loss;

  Method(Weights defaults, Function<Weights, DistillationLoss> loss) {
    this.defaults = defaults;
    this.loss = loss;
  }

  /** All names, as the command line spells them. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Method::toString).toList();
  }

  /**
   * The method of this name.
   *
   * @throws InputException if there is none; the message lists those there are
   */
  public static Method named(String name) {
    return Arrays.stream(values())
        .filter(method -> method.toString().equals(name))
        .findAny()
        .orElseThrow(
            () ->
                new InputException(
                    "method \"" + name + "\" is unknown; known: " + String.join(", ", names())));
  }

  /** The weights used unless others are asked for. */
  public Weights defaultWeights() {
    return defaults;
  }

  /**
   * The loss.
   *
   * @throws InputException if a weight is out of range
   */
  public DistillationLoss loss(Weights weights) {
    try {
      return loss.apply(weights);
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  /** The name as the command line spells it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
