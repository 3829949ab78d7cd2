package dev.footfall.grf.distill;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.grf.model.SequenceNetwork.Features;

/**
 * Knowledge distillation in its regression form (after Hinton et al. 2015):
 *
 * <pre>
 * L = (1 - lambda) MSE(yS, y) + lambda MSE(yS, yT)
 * </pre>
 *
 * <p>There is no temperature: a soft-max has no meaning for a force.
 *
 * @param lambda share of the teacher, 0 to 1
 */
public record KdLoss(double lambda) implements DistillationLoss {

  /** Checks the range. */
  public KdLoss {
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException("kd: lambda must be within 0 and 1 (" + lambda + ")");
    }
  }

  @Override
  public Variable of(Features student, Features teacher, Variable target) {
    return F.add(
        F.scale(1 - lambda, F.mse(student.output(), target)),
        F.scale(lambda, F.mse(student.output(), teacher.output())));
  }

  @Override
  public boolean needsTeacher() {
    return true;
  }

  @Override
  public String toString() {
    return "kd(lambda " + lambda + ")";
  }
}
