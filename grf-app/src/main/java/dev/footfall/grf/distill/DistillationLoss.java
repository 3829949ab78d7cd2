package dev.footfall.grf.distill;

import dev.footfall.autograd.tape.Variable;
import dev.footfall.grf.model.SequenceNetwork.Features;

/** A loss of a student on one mini-batch, with or without a teacher beside it. */
public interface DistillationLoss {

  /**
   * Builds the loss, a scalar.
   *
   * @param student outputs and stage features of the student
   * @param teacher those of the frozen teacher on the same windows, constants; null if {@link
   *     #needsTeacher} is false
   * @param target measured force {@code [N, K, T]}, normalised
   */
  Variable of(Features student, Features teacher, Variable target);

  /** Whether a teacher is looked at. */
  boolean needsTeacher();
}
