package dev.footfall.autograd.op;

import static dev.footfall.autograd.op.Applications.of;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.Applications.Case;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.UnaryFunction;
import java.util.ArrayList;
import java.util.List;

/** Applications of the functions of one and two tensors, and of the reductions. */
final class ElementwiseApplications {
  private ElementwiseApplications() {}

  static List<Case> all(int batch, int channels, int length) {
    RandomTensors random = new RandomTensors(43);
    Tensor x = random.spread(batch, channels, length);
    Tensor same = random.awayFromZero(batch, channels, length);
    Tensor perChannel = random.awayFromZero(channels, 1);
    Tensor positive = random.between(0.25, 1, x.shape());
    Tensor condition = random.uniform(channels, length);
    for (int i = 0; i < condition.elements(); i++) {
      condition.set(i, condition.get(i) > 0 ? 1 : 0);
    }
    List<Case> all = new ArrayList<>();
    all.add(new Case(AddOp.class, of("add per channel", in -> F.add(in[0], in[1]), x, perChannel)));
    for (BinaryOp.Function function : BinaryOp.Function.values()) {
      Applications.Function f = in -> Tape.apply(new BinaryOp(function), in[0], in[1]);
      all.add(new Case(BinaryOp.class, of(function.toString(), f, x, same)));
      all.add(new Case(BinaryOp.class, of(function + " per channel", f, x, perChannel)));
    }
    for (UnaryFunction.Kind kind : UnaryFunction.Kind.values()) {
      UnaryOp op = new UnaryOp(new UnaryFunction(kind, 0.5, 1));
      all.add(new Case(UnaryOp.class, of(kind.toString(), in -> Tape.apply(op, in[0]), positive)));
    }
    all.add(
        new Case(
            WhereOp.class, of("where", in -> F.where(condition, in[0], in[1]), x, perChannel)));
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      all.add(new Case(SoftmaxOp.class, of("softmax " + axis, in -> F.softmax(in[0], along), x)));
      all.add(
          new Case(SoftmaxOp.class, of("logSoftmax " + axis, in -> F.logSoftmax(in[0], along), x)));
    }
    for (ReduceOp.Function function : ReduceOp.Function.values()) {
      ReduceOp channelwise = ReduceOp.of(function, true, 0, 2);
      ReduceOp pooled = ReduceOp.of(function, false, 1);
      all.add(
          new Case(
              ReduceOp.class,
              of(function + " of channels", in -> Tape.apply(channelwise, in[0]), x)));
      all.add(
          new Case(
              ReduceOp.class, of(function + " over channels", in -> Tape.apply(pooled, in[0]), x)));
    }
    all.add(new Case(DropoutOp.class, of("dropout", in -> F.dropout(in[0], 0.25, 7), x)));
    all.add(
        new Case(
            DropoutOp.class,
            of("dropout at inference", in -> F.dropout(in[0], 0.25, 7), x).atInference()));
    return all;
  }
}
