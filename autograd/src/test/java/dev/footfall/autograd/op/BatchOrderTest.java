package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.F;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.autograd.testing.RoundingBound;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Windows of a mini-batch have no order, and there may be none of them. */
class BatchOrderTest {

  /** Each window is computed alone, so values and gradients of windows keep their bits. */
  @Property
  void convolutionsDoNotMixWindows(
      @ForAll @IntRange(min = 2, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 8) int shift,
      @ForAll long seed) {
    check(conv1d(batch, new RandomTensors(seed)), shift, true);
    check(depthwise(batch, new RandomTensors(seed)), shift, true);
    check(convTranspose1d(batch, new RandomTensors(seed)), shift, true);
  }

  /** Likewise, over the borders of its blocks and of the lanes. */
  @Property
  void recurrencesDoNotMixWindows(
      @ForAll @IntRange(min = 2, max = 35) int batch,
      @ForAll @IntRange(min = 1, max = 34) int shift,
      @ForAll long seed) {
    check(lstm(batch, new RandomTensors(seed)), shift, true);
    check(gru(batch, new RandomTensors(seed)), shift, true);
  }

  /** Mean and variance are sums over the windows, whose order moves the last bits. */
  @Property
  void batchNormalisationKnowsNoOrder(
      @ForAll @IntRange(min = 2, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 8) int shift,
      @ForAll long seed) {
    check(batchNorm(batch, new RandomTensors(seed)), shift, false);
  }

  /** Slicing, normalising, pooling and the like compute each window alone. */
  @Property
  void operationsOnShapesDoNotMixWindows(
      @ForAll @IntRange(min = 2, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 8) int shift,
      @ForAll long seed) {
    for (Applications.Case op : ShapeApplications.ofWindows(batch, 2, 7, seed)) {
      check(op.application(), shift, true);
    }
  }

  @Test
  void noWindowsAtAllMoveToNoWindows() {
    for (Applications.Case op : ShapeApplications.ofWindows(0, 2, 7, 1)) {
      for (Kernels kernels : Backends.all()) {
        Application application = op.application();
        application
            .run(kernels, application.seedGradient())
            .forEach((result, value) -> assertEquals(0, Near.largest(value), op + " " + result));
      }
    }
  }

  @Test
  void noWindowsAtAllGiveNoOutputAndNoGradient() {
    RandomTensors random = new RandomTensors(1);
    Tensor none = random.uniform(0, 2, 5);
    for (Application application :
        List.of(
            conv1d(0, random),
            depthwise(0, random),
            convTranspose1d(0, random),
            lstm(0, random),
            gru(0, random),
            Application.of("slice", in -> F.slice(in.get("x"), 2, 2, 4)).input("x", none),
            Application.of("linear", in -> F.linear(in.get("x"), in.get("w"), in.get("b")))
                .input("x", random.uniform(0, 4))
                .input("w", random.uniform(3, 4))
                .input("b", random.uniform(3)),
            Application.of("add", in -> F.add(in.get("x"), in.get("x"))).input("x", none),
            Application.of("scale", in -> F.scale(2, in.get("x"))).input("x", none),
            Application.of("tanh", in -> F.tanh(in.get("x"))).input("x", none),
            Application.of("multiply", in -> F.multiply(in.get("x"), in.get("x"))).input("x", none),
            Application.of("gelu", in -> F.gelu(in.get("x"))).input("x", none),
            Application.of("softmax", in -> F.softmax(in.get("x"), 1)).input("x", none),
            Application.of("sum", in -> F.sum(in.get("x"), false, 0)).input("x", none),
            Application.of("dropout", in -> F.dropout(in.get("x"), 0.5, 1)).input("x", none),
            Application.of("concat", in -> F.concat(in.get("x"), in.get("x"))).input("x", none),
            Application.of("gram", in -> F.gram(in.get("x"), GramOp.Axis.BATCH)).input("x", none),
            Application.of("gram", in -> F.gram(in.get("x"), GramOp.Axis.TIME)).input("x", none))) {
      for (Kernels kernels : Backends.all()) {
        Map<String, Tensor> results = application.run(kernels, application.seedGradient());
        assertEquals(application.inputs().size() + 1, results.size());
        results.forEach((result, value) -> assertEquals(0, Near.largest(value), result));
      }
    }
  }

  /** Inputs that begin with x have a row for each window. */
  private static void check(Application application, int shift, boolean sameBits) {
    Tensor seed = application.seedGradient();
    RoundingBound bound = new RoundingBound(application, seed);
    Map<String, Tensor> moved = new LinkedHashMap<>();
    application.inputs().forEach((input, value) -> moved.put(input, moved(input, value, shift)));
    for (Kernels kernels : Backends.all()) {
      Map<String, Tensor> expected = application.run(kernels, seed);
      application
          .with(moved)
          .run(kernels, rotated(seed, shift))
          .forEach(
              (result, found) -> {
                boolean ofWindows = result.equals("y") || result.startsWith("dx");
                Tensor before = expected.get(result);
                Tensor after = ofWindows ? rotated(before, shift) : before;
                if (ofWindows && sameBits) {
                  Near.requireSameBits(application + " " + result, after, found);
                } else {
                  double limit = 2 * bound.of(result, kernels.dtype());
                  Near.require(application + " " + result, after, found, (i, e) -> limit);
                }
              });
    }
  }

  private static Tensor moved(String input, Tensor value, int shift) {
    return input.startsWith("x") ? rotated(value, shift) : value;
  }

  private static Tensor rotated(Tensor tensor, int shift) {
    int batch = tensor.shape().extent(0);
    int row = tensor.elements() / batch;
    Tensor rotated = tensor.copy();
    for (int i = 0; i < tensor.elements(); i++) {
      rotated.set((i / row + shift) % batch * row + i % row, tensor.get(i));
    }
    return rotated;
  }

  private static Application conv1d(int batch, RandomTensors random) {
    Conv1dSpec spec = Conv1dSpec.causal(3, 2);
    return Application.of(
            "conv1d", in -> F.conv1d(in.get("x"), in.get("weight"), in.get("bias"), spec))
        .input("x", random.uniform(batch, 2, 11))
        .input("weight", random.uniform(5, 2, 3))
        .input("bias", random.uniform(5));
  }

  private static Application depthwise(int batch, RandomTensors random) {
    Conv1dSpec spec = Conv1dSpec.causal(3, 2).grouped(2);
    return Application.of("depthwise", in -> F.conv1d(in.get("x"), in.get("weight"), spec))
        .input("x", random.uniform(batch, 2, 11))
        .input("weight", random.uniform(4, 1, 3));
  }

  private static Application convTranspose1d(int batch, RandomTensors random) {
    ConvTranspose1dSpec spec = new ConvTranspose1dSpec(2, 1, 1, 2, 1);
    return Application.of(
            "convTranspose1d",
            in -> F.convTranspose1d(in.get("x"), in.get("weight"), in.get("bias"), spec))
        .input("x", random.uniform(batch, 2, 7))
        .input("weight", random.uniform(2, 5, 3))
        .input("bias", random.uniform(5));
  }

  private static Application gru(int batch, RandomTensors random) {
    return Application.of(
            "gru",
            in ->
                F.gru(
                    in.get("x"),
                    in.get("weightX"),
                    in.get("weightH"),
                    in.get("biasX"),
                    in.get("biasH"),
                    in.get("xh")))
        .input("x", random.uniform(batch, 2, 4))
        .input("weightX", random.uniform(9, 2))
        .input("weightH", random.uniform(9, 3))
        .input("biasX", random.uniform(9))
        .input("biasH", random.uniform(9))
        .input("xh", random.uniform(batch, 3));
  }

  private static Application lstm(int batch, RandomTensors random) {
    return Application.of(
            "lstm",
            in ->
                F.lstm(
                    in.get("x"),
                    in.get("weightX"),
                    in.get("weightH"),
                    in.get("bias"),
                    in.get("xh"),
                    in.get("xc")))
        .input("x", random.uniform(batch, 2, 4))
        .input("weightX", random.uniform(12, 2))
        .input("weightH", random.uniform(12, 3))
        .input("bias", random.uniform(12))
        .input("xh", random.uniform(batch, 3))
        .input("xc", random.uniform(batch, 3));
  }

  private static Application batchNorm(int batch, RandomTensors random) {
    return Application.of(
            "batchNorm",
            in -> {
              Tensor mean = Tensor.zeros(DType.FLOAT64, 2);
              Tensor variance = Tensor.zeros(DType.FLOAT64, 2);
              BatchNormOp op = new BatchNormOp(0.1, 1e-5, mean, variance);
              return F.batchNorm(in.get("x"), in.get("gamma"), in.get("beta"), op);
            })
        .input("x", random.between(-1, 1, Shape.of(batch, 2, 7)))
        .input("gamma", random.uniform(2))
        .input("beta", random.uniform(2));
  }
}
