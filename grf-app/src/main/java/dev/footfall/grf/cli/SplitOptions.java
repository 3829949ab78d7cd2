package dev.footfall.grf.cli;

import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Protocol;
import picocli.CommandLine.Option;

/** Options of the commands that train: which subjects are left for the test. */
final class SplitOptions {
  /** The split of whoever asks for none. */
  static final Protocol FIRST_OF_FIVE = new Protocol.KFold(Fold.COUNT, 0);

  @Option(
      names = "--fold",
      paramLabel = "K",
      description =
          "Fold of the test subjects, from 0; the next one validates, the others train. A student's"
              + " must be its teacher's. Default: the teacher's, without a teacher 0.")
  private Integer fold;

  @Option(
      names = "--folds",
      paramLabel = "N",
      description = "Number of folds that the subjects are dealt to. Default: 5.")
  private Integer folds;

  @Option(
      names = "--leave-out",
      paramLabel = "SUBJECT",
      description =
          "Instead of a fold, leave this one subject for the test; a fifth of the others"
              + " validates.")
  private String leftOut;

  /** What was asked for, or else the usual. */
  Protocol protocol(Protocol usual) {
    if (leftOut != null) {
      if (fold != null || folds != null) {
        throw new InputException("--leave-out and --fold exclude each other");
      }
      return new Protocol.LeaveOneOut(leftOut);
    }
    if (fold == null && folds == null) {
      return usual;
    }
    int count = usual instanceof Protocol.KFold known ? known.folds() : Fold.COUNT;
    return new Protocol.KFold(folds == null ? count : folds, fold == null ? 0 : fold);
  }
}
