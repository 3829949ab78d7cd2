package dev.footfall.grf.distill;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.GramOp;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.grf.model.SequenceNetwork.Features;
import java.util.List;

/**
 * Distance between the similarity maps of student and teacher, mean over the stages:
 *
 * <pre>
 * L = mean over stages of 1/s^2 || H(F_S) - H(F_T) ||_F^2
 * </pre>
 *
 * <p>H is the row-normalised Gram map of {@link GramOp}, s x s whatever the number of channels, so
 * that student and teacher may differ in width. Over {@link GramOp.Axis#BATCH} this is
 * L<sub>sim</sub>, the similarity-preserving loss of Tung and Mori 2019; over {@link
 * GramOp.Axis#TIME} it is L<sub>time</sub>, variant T1 of the reconstructed time-aware loss: which
 * samples in time the network holds alike, over the whole mini-batch.
 *
 * <p>Where the numbers of stages differ, the last ones are paired, as they stand nearest the
 * output.
 *
 * @param axis what the maps compare
 */
public record GramLoss(GramOp.Axis axis) implements DistillationLoss {

  @Override
  public Variable of(Features student, Features teacher, Variable target) {
    List<Variable> ours = student.stages();
    List<Variable> theirs = teacher.stages();
    int pairs = Math.min(ours.size(), theirs.size());
    Variable sum = null;
    for (int i = 1; i <= pairs; i++) {
      Variable distance =
          F.mse(
              F.gram(ours.get(ours.size() - i), axis), F.gram(theirs.get(theirs.size() - i), axis));
      sum = sum == null ? distance : F.add(sum, distance);
    }
    return F.scale(1.0 / pairs, sum);
  }

  @Override
  public boolean needsTeacher() {
    return true;
  }
}
