package dev.footfall.grf.distill;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.grf.model.SequenceNetwork.Features;

/** {@code MSE(yS, y)}: training without a teacher, the baseline of every comparison. */
public record TaskLoss() implements DistillationLoss {

  @Override
  public Variable of(Features student, Features teacher, Variable target) {
    return F.mse(student.output(), target);
  }

  @Override
  public boolean needsTeacher() {
    return false;
  }

  @Override
  public String toString() {
    return "none";
  }
}
