package dev.footfall.grf.distill;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.GramOp;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.grf.model.SequenceNetwork.Features;

/**
 * Time-aware knowledge distillation, reconstructed:
 *
 * <pre>
 * L = (1 - lambda) MSE(yS, y) + lambda MSE(yS, yT) + betaSim Lsim + betaTime Ltime
 * </pre>
 *
 * <p>Lsim and Ltime are {@link GramLoss} over the batch and over time. Rows of the maps are unit
 * vectors, so {@code Lsim <= 4 / N}: hence weights in the hundreds. Source: the idea is that of
 * Jeon et al., "Ground Reaction Force Estimation via Time-aware Knowledge Distillation"; its
 * equations were not at hand, these are a reconstruction.
 *
 * @param lambda share of the teacher in the output term, 0 to 1
 * @param betaSim weight of the similarity within the mini-batch
 * @param betaTime weight of the similarity in time
 */
public record TakdLoss(double lambda, double betaSim, double betaTime) implements DistillationLoss {
  private static final GramLoss SIMILARITY = new GramLoss(GramOp.Axis.BATCH);
  private static final GramLoss TIME = new GramLoss(GramOp.Axis.TIME);

  /** Checks the ranges. */
  public TakdLoss {
    if (!(lambda >= 0 && lambda <= 1) || !(betaSim >= 0) || !(betaTime >= 0)) {
      throw new IllegalArgumentException(
          "takd: lambda must be within 0 and 1 and the betas not"
              + " negative (lambda "
              + lambda
              + ", betaSim "
              + betaSim
              + ", betaTime "
              + betaTime
              + ")");
    }
  }

  @Override
  public Variable of(Features student, Features teacher, Variable target) {
    Variable loss = new KdLoss(lambda).of(student, teacher, target);
    if (betaSim > 0) {
      loss = F.add(loss, F.scale(betaSim, SIMILARITY.of(student, teacher, target)));
    }
    if (betaTime > 0) {
      loss = F.add(loss, F.scale(betaTime, TIME.of(student, teacher, target)));
    }
    return loss;
  }

  @Override
  public boolean needsTeacher() {
    return true;
  }

  @Override
  public String toString() {
    return "takd(lambda " + lambda + ", beta-sim " + betaSim + ", beta-time " + betaTime + ")";
  }
}
