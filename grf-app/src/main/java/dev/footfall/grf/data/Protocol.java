package dev.footfall.grf.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** How subjects are split into those that train, those that validate and those that test. */
public sealed interface Protocol {

  /**
   * The split of some subjects, in any order.
   *
   * @throws InputException if they are too few, or the part to test is not among them
   */
  Fold split(List<String> subjects);

  /** What a part to test is: {@code fold} or {@code subject}. */
  String kind();

  /** Which of its kind tests: {@code 0}, {@code 0 of 10}, {@code S03}. */
  String part();

  /**
   * One of several folds tests, the next one validates, the others train. The subjects are sorted;
   * the one at index {@code i} is in fold {@code i mod folds}, so that all splits together test
   * every subject exactly once.
   *
   * @param folds number of folds, at least 3
   * @param fold the one that tests, from 0
   */
  record KFold(int folds, int fold) implements Protocol {
    private static final int LISTED = 10;

    /** Checks that there is such a fold. */
    public KFold {
      if (folds < 3) {
        throw new InputException(
            folds + " folds are too few: one tests, one validates, and at least one trains");
      }
      if (fold < 0 || fold >= folds) {
        throw new InputException("fold " + fold + " is unknown; known: " + known(folds));
      }
    }

    private static String known(int folds) {
      return folds > LISTED
          ? "0 to " + (folds - 1)
          : String.join(", ", IntStream.range(0, folds).mapToObj(String::valueOf).toList());
    }

    @Override
    public Fold split(List<String> subjects) {
      if (subjects.size() < folds) {
        throw new InputException(
            "folds by subject need at least "
                + folds
                + " subjects (found "
                + subjects.size()
                + ")");
      }
      List<String> sorted = sorted(subjects);
      int validation = (fold + 1) % folds;
      List<String> training =
          IntStream.range(0, sorted.size())
              .filter(i -> i % folds != fold && i % folds != validation)
              .mapToObj(sorted::get)
              .toList();
      return new Fold(this, training, every(sorted, folds, validation), every(sorted, folds, fold));
    }

    @Override
    public String kind() {
      return "fold";
    }

    @Override
    public String part() {
      return fold + (folds == Fold.COUNT ? "" : " of " + folds);
    }

    /** {@code fold 0}, {@code fold 0 of 10}. */
    @Override
    public String toString() {
      return kind() + " " + part();
    }
  }

  /**
   * One subject tests. Of the others, sorted, the first of every five validates, and the rest
   * train.
   *
   * @param subject who tests
   */
  record LeaveOneOut(String subject) implements Protocol {
    private static final int VALIDATION_SHARE = 5;

    @Override
    public Fold split(List<String> subjects) {
      if (!subjects.contains(subject)) {
        throw new InputException(
            "there is no subject " + Quoted.text(subject) + " to leave out (" + among(subjects));
      }
      if (subjects.size() < 3) {
        throw new InputException(
            "leaving a subject out needs at least 3 subjects (found " + subjects.size() + ")");
      }
      List<String> others = sorted(subjects).stream().filter(s -> !s.equals(subject)).toList();
      List<String> validation = every(others, VALIDATION_SHARE, 0);
      List<String> training = others.stream().filter(s -> !validation.contains(s)).toList();
      return new Fold(this, training, validation, List.of(subject));
    }

    private static String among(List<String> subjects) {
      List<String> sorted = sorted(subjects);
      return subjects.size() + " subjects, " + sorted.getFirst() + " to " + sorted.getLast() + ")";
    }

    @Override
    public String kind() {
      return "subject";
    }

    @Override
    public String part() {
      return subject;
    }

    /** {@code subject S03}. */
    @Override
    public String toString() {
      return kind() + " " + part();
    }
  }

  private static List<String> sorted(List<String> subjects) {
    Set<String> distinct = new HashSet<>();
    for (String subject : subjects) {
      if (!distinct.add(subject)) {
        throw new IllegalArgumentException("folds: subject \"" + subject + "\" is listed twice");
      }
    }
    return subjects.stream().sorted().toList();
  }

  /** Those whose index is {@code first} more than a multiple of {@code n}. */
  private static List<String> every(List<String> sorted, int n, int first) {
    return IntStream.range(0, sorted.size())
        .filter(i -> i % n == first)
        .mapToObj(sorted::get)
        .toList();
  }
}
