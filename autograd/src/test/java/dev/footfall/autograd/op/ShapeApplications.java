package dev.footfall.autograd.op;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Applications of data movement, matrix products, normalisation and pooling. */
final class ShapeApplications {
  private ShapeApplications() {}

  /** One or more of every operation. */
  static List<Applications.Case> of(int batch, int channels, int length) {
    RandomTensors random = new RandomTensors(43);
    Tensor x = random.spread(batch, channels, length);
    Tensor weight = random.uniform(length, length);
    List<Applications.Case> all = new ArrayList<>(ofWindows(batch, channels, length, 43));
    all.add(
        new Applications.Case(
            ConcatOp.class,
            Application.of("concat of batches", in -> F.concat(0, in.get("a"), in.get("b")))
                .input("a", x)
                .input("b", x.copy())));
    all.add(
        new Applications.Case(
            PermuteOp.class,
            Application.of("permute", in -> F.permute(in.get("x"), List.of(2, 0, 1)))
                .input("x", x)));
    all.add(
        new Applications.Case(
            MatmulOp.class,
            Application.of(
                    "matmul of one a", in -> F.matmul(in.get("weight"), in.get("x"), true, true))
                .input("weight", weight)
                .input("x", x)));
    return all;
  }

  /** Linear functions of the input x. */
  static List<Applications.Case> linear(int batch, int channels, int length, long seed) {
    Tensor x = new RandomTensors(seed).spread(batch, channels, length);
    Pool1dSpec pooling = new Pool1dSpec(3, 2, 1, 0, 2);
    List<Applications.Case> all = new ArrayList<>();
    add(all, SliceOp.class, "slice", x, in -> F.slice(in, 2, 1, length, 2));
    add(all, SliceOp.class, "flip", x, in -> F.flip(in, 2));
    add(all, PadOp.class, "pad", x, in -> F.pad(in, 2, 3, 1, 0));
    add(all, PadOp.class, "pad replicate", x, in -> F.padReplicate(in, 2, 3, 1));
    List<Integer> indices = List.of(length - 1, 0, 2, 0, 1);
    add(all, GatherOp.class, "gather", x, in -> F.gather(in, 2, indices));
    add(all, ReshapeOp.class, "reshape", x, in -> F.reshape(in, batch, channels * length));
    add(all, PermuteOp.class, "transpose", x, in -> F.transpose(in, 1, 2));
    for (Upsample1dOp.Mode mode : Upsample1dOp.Mode.values()) {
      add(all, Upsample1dOp.class, "upsample1d " + mode, x, in -> F.upsample1d(in, 3, mode));
    }
    add(all, AvgPool1dOp.class, "avg_pool1d", x, in -> F.avgPool1d(in, pooling));
    add(all, AvgPool1dOp.class, "avg_pool1d inside", x, in -> F.avgPool1d(in, pooling, false));
    add(all, ConcatOp.class, "concat in time", x, in -> F.concat(2, in, in));
    return all;
  }

  /** Those that compute each window alone; inputs that begin with x have a row for each window. */
  static List<Applications.Case> ofWindows(int batch, int channels, int length, long seed) {
    RandomTensors random = new RandomTensors(seed);
    Tensor x = random.spread(batch, channels, length);
    Pool1dSpec pooling = new Pool1dSpec(3, 2, 1, 0, 2);
    List<Applications.Case> all = new ArrayList<>(linear(batch, channels, length, seed));
    add(all, MaxPool1dOp.class, "max_pool1d", x, in -> F.maxPool1d(in, pooling));
    all.add(
        new Applications.Case(
            MatmulOp.class,
            Application.of("matmul of one b", in -> F.matmul(in.get("x"), in.get("weight")))
                .input("x", x.copy())
                .input("weight", random.uniform(length, channels + 1))));
    all.add(
        new Applications.Case(
            MatmulOp.class,
            Application.of("matmul", in -> F.matmul(in.get("x0"), in.get("x1"), false, true))
                .input("x0", x.copy())
                .input("x1", random.uniform(batch, channels, length))));
    all.add(
        new Applications.Case(
            LayerNormOp.class,
            norm(
                "layer_norm",
                x,
                random.uniform(length),
                in -> F.layerNorm(in.get("x"), in.get("gamma"), in.get("beta"), 1e-5))));
    for (int groups : new int[] {1, channels}) {
      all.add(
          new Applications.Case(
              GroupNormOp.class,
              norm(
                  "group_norm of " + groups,
                  x,
                  random.uniform(channels),
                  in -> F.groupNorm(in.get("x"), in.get("gamma"), in.get("beta"), groups, 1e-5))));
    }
    return all;
  }

  private static void add(
      List<Applications.Case> all,
      Class<? extends Op> op,
      String name,
      Tensor x,
      UnaryOperator<Variable> function) {
    all.add(
        new Applications.Case(
            op, Application.of(name, in -> function.apply(in.get("x"))).input("x", x.copy())));
  }

  private static Application norm(String name, Tensor x, Tensor gamma, Application.Graph graph) {
    return Application.of(name, graph)
        .input("x", x.copy())
        .input("gamma", gamma)
        .input("beta", gamma.copy());
  }
}
