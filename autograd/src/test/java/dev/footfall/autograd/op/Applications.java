package dev.footfall.autograd.op;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Applications of every operation, for the laws that all of them obey. */
final class Applications {
  /** An operation, and an application of it. */
  record Case(Class<? extends Op> op, Application application) {
    @Override
    public String toString() {
      return application.toString();
    }
  }

  private static final Conv1dSpec SPEC = new Conv1dSpec(2, 3, 1, 2);

  private Applications() {}

  /** Small ones. */
  static List<Case> small() {
    return of(3, 2, 9);
  }

  /**
   * Large enough that loops and matrix products are split among threads: more rows and columns than
   * a task of a matrix product has, more columns of the batch than a block of the LSTM, and more
   * elements than a task of an activation.
   */
  static List<Case> large() {
    return of(70, 5, 300);
  }

  private static List<Case> of(int batch, int channels, int length) {
    RandomTensors random = new RandomTensors(42);
    int hidden = channels + 1;
    Tensor x = random.spread(batch, channels, length);
    Tensor same = random.uniform(batch, channels, length);
    Tensor weight = random.uniform(hidden, channels, 3);
    Tensor perHidden = random.uniform(hidden);
    Tensor perChannel = random.uniform(channels);
    Tensor weightX = random.uniform(4 * hidden, channels);
    Tensor weightH = random.uniform(4 * hidden, hidden);
    Tensor gates = random.uniform(4 * hidden);
    Tensor state = random.uniform(batch, hidden);
    List<Case> all = new ArrayList<>();
    all.add(new Case(AddOp.class, of("add", in -> F.add(in[0], in[1]), x, same)));
    all.add(new Case(ScaleOp.class, of("scale", in -> F.scale(-2.5, in[0]), x)));
    FakeQuantOp rounding = new FakeQuantOp(new float[] {0.03f}, new int[] {5}, -20, 30);
    all.add(new Case(FakeQuantOp.class, of("fakeQuant", in -> F.fakeQuant(in[0], rounding), x)));
    all.add(new Case(ActivationOp.class, of("relu", in -> F.relu(in[0]), x)));
    all.add(new Case(ActivationOp.class, of("sigmoid", in -> F.sigmoid(in[0]), x)));
    all.add(new Case(ActivationOp.class, of("tanh", in -> F.tanh(in[0]), x)));
    all.add(
        new Case(
            Conv1dOp.class,
            of("conv1d", in -> F.conv1d(in[0], in[1], in[2], SPEC), x, weight, perHidden)));
    all.add(
        new Case(
            Conv1dOp.class,
            of("conv1d without bias", in -> F.conv1d(in[0], in[1], SPEC), x, weight)));
    Application training = of("batchNorm", Applications::batchNorm, x, perChannel, perChannel);
    all.add(new Case(BatchNormOp.class, training));
    Application inference =
        of("batchNorm at inference", Applications::batchNorm, x, perChannel, perChannel);
    all.add(new Case(BatchNormOp.class, inference.atInference()));
    all.add(
        new Case(
            LinearOp.class,
            of(
                "linear",
                in -> F.linear(in[0], in[1], in[2]),
                random.uniform(batch, length),
                random.uniform(hidden, length),
                perHidden)));
    all.add(
        new Case(
            LstmOp.class,
            of("lstm", in -> F.lstm(in[0], in[1], in[2], in[3]), x, weightX, weightH, gates)));
    all.add(
        new Case(
            LstmOp.class,
            of(
                "lstm with state",
                in -> F.lstm(in[0], in[1], in[2], in[3], in[4], in[5]),
                x,
                weightX,
                weightH,
                gates,
                state,
                state)));
    all.addAll(RecurrentApplications.of(batch, channels, length));
    all.add(new Case(ConcatOp.class, of("concat", F::concat, x, same, x)));
    all.add(new Case(MeanOp.class, of("mean", in -> F.mean(in[0]), x)));
    all.add(new Case(MseOp.class, of("mse", in -> F.mse(in[0], in[1]), x, same)));
    for (GramOp.Axis axis : GramOp.Axis.values()) {
      all.add(new Case(GramOp.class, of("gram " + axis, in -> F.gram(in[0], axis), x)));
    }
    all.addAll(ShapeApplications.of(batch, channels, length));
    all.addAll(ElementwiseApplications.all(batch, channels, length));
    return all;
  }

  interface Function {
    Variable apply(Variable... inputs);
  }

  private static Variable batchNorm(Variable... in) {
    Tensor mean = new RandomTensors(1).uniform(in[1].shape());
    Tensor variance = new RandomTensors(2).between(0.5, 2, in[1].shape());
    return F.batchNorm(in[0], in[1], in[2], new BatchNormOp(0.1, 1e-5, mean, variance));
  }

  static Application of(String name, Function function, Tensor... inputs) {
    Application application =
        Application.of(name, in -> function.apply(in.values().toArray(Variable[]::new)));
    for (int i = 0; i < inputs.length; i++) {
      application.input("x" + i, inputs[i].copy());
    }
    return application;
  }
}
