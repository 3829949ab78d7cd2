package dev.footfall.autograd.op;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Applications of the operations over time, beyond those that {@link Applications} has itself. */
final class RecurrentApplications {
  private RecurrentApplications() {}

  static List<Applications.Case> of(int batch, int channels, int length) {
    RandomTensors random = new RandomTensors(43);
    int hidden = channels + 1;
    Tensor x = random.spread(batch, channels, length);
    List<Applications.Case> all = new ArrayList<>();
    Conv1dSpec depthwise = new Conv1dSpec(1, 2, 1, 2, channels);
    Conv1dSpec grouped = new Conv1dSpec(2, 3, 1, 2, 2);
    all.add(conv1d("conv1d depthwise", depthwise, x, random.uniform(2 * channels, 1, 3)));
    Tensor even = random.spread(batch, 2 * channels, length);
    all.add(conv1d("conv1d in groups", grouped, even, random.uniform(6, channels, 3)));
    ConvTranspose1dSpec transposed = new ConvTranspose1dSpec(2, 1, 1, 2, 1);
    all.add(
        of(
            ConvTranspose1dOp.class,
            Application.of(
                    "convTranspose1d",
                    in -> F.convTranspose1d(in.get("x"), in.get("w"), in.get("b"), transposed))
                .input("x", x)
                .input("w", random.uniform(channels, hidden, 3))
                .input("b", random.uniform(hidden))));
    LstmOp lstm = new LstmOp(true, true);
    all.add(
        of(
            LstmOp.class,
            Application.of(
                    "lstm in reverse with cells",
                    in -> F.lstm(in.get("x"), in.get("wx"), in.get("wh"), in.get("b"), lstm))
                .input("x", x)
                .input("wx", random.uniform(4 * hidden, channels))
                .input("wh", random.uniform(4 * hidden, hidden))
                .input("b", random.uniform(4 * hidden))));
    for (boolean reverse : new boolean[] {false, true}) {
      all.add(of(GruOp.class, gru(new GruOp(reverse), x, hidden, random)));
    }
    return all;
  }

  private static Applications.Case conv1d(String name, Conv1dSpec spec, Tensor x, Tensor weight) {
    return of(
        Conv1dOp.class,
        Application.of(name, in -> F.conv1d(in.get("x"), in.get("w"), spec))
            .input("x", x)
            .input("w", weight));
  }

  private static Application gru(GruOp op, Tensor x, int hidden, RandomTensors random) {
    return Application.of(
            "gru" + (op.reverse() ? " in reverse" : "") + " with state",
            in ->
                F.gru(
                    in.get("x"),
                    in.get("wx"),
                    in.get("wh"),
                    in.get("bx"),
                    in.get("bh"),
                    in.get("h"),
                    op))
        .input("x", x)
        .input("wx", random.uniform(3 * hidden, x.shape().extent(1)))
        .input("wh", random.uniform(3 * hidden, hidden))
        .input("bx", random.uniform(3 * hidden))
        .input("bh", random.uniform(3 * hidden))
        .input("h", random.uniform(x.shape().extent(0), hidden));
  }

  private static Applications.Case of(Class<? extends Op> op, Application application) {
    return new Applications.Case(op, application);
  }
}
