package dev.footfall.grf.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A split of subjects into training, validation and test: no subject is in two of them.
 *
 * <p>The subjects are sorted; the one at index {@code i} is in fold {@code i mod 5}. Split {@code
 * k} tests on fold {@code k}, validates on fold {@code (k + 1) mod 5} and trains on the others, so
 * that five splits test every subject exactly once.
 *
 * @param index which split, 0 to 4
 * @param training subjects to train on and to fit the normalisation to, sorted
 * @param validation subjects that choose the epoch and the hyper-parameters, sorted
 * @param test subjects that nothing but the final figure sees, sorted
 */
public record Fold(int index, List<String> training, List<String> validation, List<String> test) {
  /** Number of folds. */
  public static final int COUNT = 5;

  /** Copies the lists. */
  public Fold {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }

  /**
   * The split that tests on fold {@code test}.
   *
   * @throws InputException if {@code test} is not within 0 to 4 or there are fewer than 5 subjects
   */
  public static Fold of(List<String> subjects, int test) {
    if (test < 0 || test >= COUNT) {
      throw new InputException("fold " + test + " is unknown; known: 0, 1, 2, 3, 4");
    }
    if (subjects.size() < COUNT) {
      throw new InputException(
          "folds by subject need at least 5 subjects (found " + subjects.size() + ")");
    }
    Set<String> distinct = new HashSet<>();
    for (String subject : subjects) {
      if (!distinct.add(subject)) {
        throw new IllegalArgumentException("folds: subject \"" + subject + "\" is listed twice");
      }
    }
    List<String> sorted = subjects.stream().sorted().toList();
    int validation = (test + 1) % COUNT;
    List<String> training =
        IntStream.range(0, sorted.size())
            .filter(i -> i % COUNT != test && i % COUNT != validation)
            .mapToObj(sorted::get)
            .toList();
    return new Fold(test, training, part(sorted, validation), part(sorted, test));
  }

  private static List<String> part(List<String> sorted, int fold) {
    return IntStream.range(0, sorted.size())
        .filter(i -> i % COUNT == fold)
        .mapToObj(sorted::get)
        .toList();
  }
}
