package dev.footfall.grf.data;

import java.util.List;

/**
 * A split of subjects into training, validation and test: no subject is in two of them.
 *
 * @param protocol how it was made
 * @param training subjects to train on and to fit the normalisation to, sorted
 * @param validation subjects that choose the epoch and the hyper-parameters, sorted
 * @param test subjects that nothing but the final figure sees, sorted
 */
public record Fold(
    Protocol protocol, List<String> training, List<String> validation, List<String> test) {
  /** Number of folds, unless another is asked for. */
  public static final int COUNT = 5;

  /** Copies the lists. */
  public Fold {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }

  /**
   * The split that tests on fold {@code test} of {@value #COUNT}.
   *
   * @throws InputException if {@code test} is not within 0 to 4 or there are fewer than 5 subjects
   */
  public static Fold of(List<String> subjects, int test) {
    return new Protocol.KFold(COUNT, test).split(subjects);
  }

  /** A split of which nothing but the protocol is known. */
  public static Fold unrecorded(Protocol protocol) {
    return new Fold(protocol, List.of(), List.of(), List.of());
  }

  /** Those of these subjects that training or the choice of an epoch has seen. */
  public List<String> seen(List<String> subjects) {
    return subjects.stream().filter(s -> training.contains(s) || validation.contains(s)).toList();
  }
}
