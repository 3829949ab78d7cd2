package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Op;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import org.junit.jupiter.api.Test;

/** Every rejection of every operation, with its whole text. */
class OpErrorsTest {
  private static final Shape SCALAR = Shape.of();

  @Test
  void mseWantsEqualShapes() {
    rejects("mse: shapes differ (a [2, 3], b [2])", new MseOp(), of(2, 3), of(2));
  }

  @Test
  void operandsMustBroadcast() {
    String differ = ": shapes do not broadcast (a ";
    rejects("add" + differ + "[2, 3], b [3, 2])", new AddOp(), of(2, 3), of(3, 2));
    rejects("add" + differ + "[6], b [2, 3])", new AddOp(), of(6), of(2, 3));
    for (BinaryOp.Function function : BinaryOp.Function.values()) {
      Op op = new BinaryOp(function);
      rejects(op.name() + differ + "[2, 1], b [3, 3])", op, of(2, 1), of(3, 3));
      rejects(op.name() + differ + "[0], b [2])", op, of(0), of(2));
    }
    Op where = new WhereOp(Tensor.zeros(DType.FLOAT32, 2, 4));
    rejects("where" + differ + "[2, 3], b [2, 4])", where, of(2, 3), of(2, 4));
    rejects(
        "where: shapes do not broadcast (condition [2, 4], a and b [2, 3])",
        where,
        of(2, 1),
        of(2, 3));
  }

  @Test
  void anAxisMustBeThere() {
    rejects("softmax: there is no axis 2 (x [2, 3])", new SoftmaxOp(2, false), of(2, 3));
    rejects("log_softmax: there is no axis -1 (x [2, 3])", new SoftmaxOp(-1, true), of(2, 3));
    Op sum = ReduceOp.of(ReduceOp.Function.SUM, false, 0, 3);
    rejects("sum: there is no axis 3 (x [2, 3])", sum, of(2, 3));
    Op twice = ReduceOp.of(ReduceOp.Function.MAX, true, 1, 0, 1);
    rejects("max: axis 1 is given twice (axes [1, 0, 1])", twice, of(2, 3));
  }

  @Test
  void ofTooFewElementsThereIsNoReduction() {
    for (ReduceOp.Function function : ReduceOp.Function.values()) {
      if (function != ReduceOp.Function.SUM) {
        Op op = ReduceOp.of(function, false, 1);
        rejects(op.name() + ": of 0 elements there is none (x [3, 0], axes [1])", op, of(3, 0));
      }
    }
    Op op = ReduceOp.of(ReduceOp.Function.SAMPLE_VARIANCE, false);
    rejects("sample_variance: of 1 element there is none (x [1, 1], axes [])", op, of(1, 1));
  }

  @Test
  void aMeanOfNothingIsRejected() {
    rejects("mean: x has no elements (x [3, 0])", new MeanOp(), of(3, 0));
    rejects("mse: no elements (a [0, 3])", new MseOp(), of(0, 3), of(0, 3));
    rejects(
        "batchNorm: x has no elements (x [0, 2, 5])",
        batchNorm(of(2), of(2)),
        of(0, 2, 5),
        of(2),
        of(2));
  }

  @Test
  void conv1dNamesWhatDoesNotFit() {
    Op plain = new Conv1dOp(Conv1dSpec.PLAIN);
    rejects(
        "conv1d: x has 2 axes but [N, C, T] is expected (x [4, 5])", plain, of(4, 5), of(2, 4, 3));
    rejects(
        "conv1d: weight has 1 axis but [O, C, K] is expected (weight [6])",
        plain,
        of(4, 2, 5),
        of(6));
    rejects(
        "conv1d: x has 6 channels but weight expects 4 (x [32, 6, 100], weight [8, 4, 5], bias"
            + " [8], stride 1, padding 0 and 0, dilation 1)",
        plain,
        of(32, 6, 100),
        of(8, 4, 5),
        of(8));
    rejects(
        "conv1d: x has 6 channels but weight expects 4 (x [32, 6, 100], weight [8, 4, 5], stride 2,"
            + " padding 8 and 1, dilation 3)",
        new Conv1dOp(new Conv1dSpec(2, 8, 1, 3)),
        of(32, 6, 100),
        of(8, 4, 5));
    rejects(
        "conv1d: weight has 8 output channels but bias is [4] (x [32, 6, 100], weight [8, 6, 5],"
            + " bias [4], stride 1, padding 0 and 0, dilation 1)",
        plain,
        of(32, 6, 100),
        of(8, 6, 5),
        of(4));
    rejects(
        "conv1d: weight has 8 output channels but bias is [] (x [32, 6, 100], weight [8, 6, 5],"
            + " bias [], stride 1, padding 0 and 0, dilation 1)",
        plain,
        of(32, 6, 100),
        of(8, 6, 5),
        SCALAR);
  }

  @Test
  void conv1dRejectsImpossibleHyperParameters() {
    rejects(
        "conv1d: a kernel of span 9 is longer than the padded input of 8 (length 5, padding 2 and"
            + " 1, kernel size 3, dilation 4)",
        new Conv1dOp(new Conv1dSpec(1, 2, 1, 4)),
        of(1, 1, 5),
        of(1, 1, 3));
    String sizes = "conv1d: sizes must be positive (batch 1, channels 1 to 1, length 5, kernel ";
    rejectsSpec(sizes + "size 3, stride 0, padding 0 and 0, dilation 1)", 0, 0, 0, 1);
    rejectsSpec(sizes + "size 3, stride 1, padding -1 and 0, dilation 1)", 1, -1, 0, 1);
    rejectsSpec(sizes + "size 3, stride 1, padding 0 and -1, dilation 1)", 1, 0, -1, 1);
    rejectsSpec(sizes + "size 3, stride 1, padding 0 and 0, dilation 0)", 1, 0, 0, 0);
  }

  @Test
  void conv1dInGroupsNamesThem() {
    rejects(
        "conv1d: x has 6 channels but weight expects 12 (x [32, 6, 100], weight [8, 6, 5], stride"
            + " 1, padding 0 and 0, dilation 1, groups 2)",
        new Conv1dOp(Conv1dSpec.PLAIN.grouped(2)),
        of(32, 6, 100),
        of(8, 6, 5));
    rejects(
        "conv1d: 4 groups do not divide both numbers of channels (in 6, out 8)",
        new Conv1dOp(Conv1dSpec.PLAIN.grouped(4)),
        of(32, 6, 100),
        of(8, 1, 5));
    rejects(
        "conv1d: sizes must be positive (batch 1, channels 1 to 1, length 5, kernel size 3, stride"
            + " 1, padding 0 and 0, dilation 1, groups 0)",
        new Conv1dOp(Conv1dSpec.PLAIN.grouped(0)),
        of(1, 1, 5),
        of(1, 1, 3));
  }

  @Test
  void convTranspose1dNamesWhatDoesNotFit() {
    Op plain = new ConvTranspose1dOp(ConvTranspose1dSpec.ofStride(1));
    rejects(
        "convTranspose1d: x has 2 axes but [N, C, T] is expected (x [4, 5])",
        plain,
        of(4, 5),
        of(4, 2, 3));
    rejects(
        "convTranspose1d: weight has 1 axis but [C, O / G, K] is expected (weight [6])",
        plain,
        of(4, 2, 5),
        of(6));
    rejects(
        "convTranspose1d: x has 6 channels but weight expects 4 (x [32, 6, 100], weight [4, 8, 5],"
            + " stride 1, padding 0, output padding 0, dilation 1, groups 1)",
        plain,
        of(32, 6, 100),
        of(4, 8, 5));
    rejects(
        "convTranspose1d: weight has 8 output channels but bias is [4] (x [32, 6, 100], weight [6,"
            + " 4, 5], bias [4], stride 3, padding 1, output padding 2, dilation 4, groups 2)",
        new ConvTranspose1dOp(new ConvTranspose1dSpec(3, 1, 2, 4, 2)),
        of(32, 6, 100),
        of(6, 4, 5),
        of(4));
  }

  @Test
  void convTranspose1dRejectsImpossibleHyperParameters() {
    rejects(
        "convTranspose1d: output padding must be smaller than the stride (batch 1, channels 2 to"
            + " 3, length 5, kernel size 3, stride 2, padding 0, output padding 2, dilation 4,"
            + " groups 1)",
        new ConvTranspose1dOp(new ConvTranspose1dSpec(2, 0, 2, 4, 1)),
        of(1, 2, 5),
        of(2, 3, 3));
    rejects(
        "convTranspose1d: groups must divide both numbers of channels (batch 1, channels 2 to 9,"
            + " length 5, kernel size 3, stride 1, padding 0, output padding 0, dilation 1, groups"
            + " 3)",
        new ConvTranspose1dOp(new ConvTranspose1dSpec(1, 0, 0, 1, 3)),
        of(1, 2, 5),
        of(2, 3, 3));
    rejects(
        "convTranspose1d: an output of -1 samples is not possible (batch 1, channels 2 to 3,"
            + " length 5, kernel size 3, stride 1, padding 4, output padding 0, dilation 1, groups"
            + " 1)",
        new ConvTranspose1dOp(new ConvTranspose1dSpec(1, 4, 0, 1, 1)),
        of(1, 2, 5),
        of(2, 3, 3));
  }

  private static void rejectsSpec(String message, int stride, int left, int right, int dilation) {
    Conv1dSpec spec = new Conv1dSpec(stride, left, right, dilation);
    rejects(message, new Conv1dOp(spec), of(1, 1, 5), of(1, 1, 3));
  }

  @Test
  void batchNormWantsOneValueOfEverythingForEachChannel() {
    rejects(
        "batchNorm: x has 1 axis but [N, C, T] is expected (x [4])",
        batchNorm(of(4), of(4)),
        of(4),
        of(4),
        of(4));
    String shapes = "batchNorm: x has 2 channels (x [3, 2, 5], gamma ";
    rejects(
        shapes + "[3], beta [2], running mean [2], running variance [2])",
        batchNorm(of(2), of(2)),
        of(3, 2, 5),
        of(3),
        of(2));
    rejects(
        shapes + "[2], beta [1], running mean [2], running variance [2])",
        batchNorm(of(2), of(2)),
        of(3, 2, 5),
        of(2),
        of(1));
    rejects(
        shapes + "[2], beta [2], running mean [5], running variance [2])",
        batchNorm(of(5), of(2)),
        of(3, 2, 5),
        of(2),
        of(2));
    rejects(
        shapes + "[2], beta [2], running mean [2], running variance [2, 1])",
        batchNorm(of(2), of(2, 1)),
        of(3, 2, 5),
        of(2),
        of(2));
  }

  @Test
  void linearNamesWhatDoesNotFit() {
    rejects(
        "linear: x has 1 axis but [..., N, C] is expected (x [4])",
        new LinearOp(),
        of(4),
        of(5, 4),
        of(5));
    rejects(
        "linear: weight has 1 axis but [M, C] is expected (weight [4])",
        new LinearOp(),
        of(2, 4),
        of(4),
        of(4));
    rejects(
        "linear: x has 4 features but weight expects 3 (x [2, 4], weight [5, 3], bias [5])",
        new LinearOp(),
        of(2, 4),
        of(5, 3),
        of(5));
    rejects(
        "linear: x has 3 features but weight expects 4 (x [2, 4, 3], weight [5, 4], bias [5])",
        new LinearOp(),
        of(2, 4, 3),
        of(5, 4),
        of(5));
    rejects(
        "linear: weight has 5 output features but bias is [4] (x [2, 4], weight [5, 4], bias [4])",
        new LinearOp(),
        of(2, 4),
        of(5, 4),
        of(4));
  }

  @Test
  void lstmTellsAllTheShapesItExpects() {
    String expected =
        "lstm: x has 3 channels and weightH 2 features, so weightX [8, 3], weightH [8, 2], bias [8]"
            + " and, if given, two states [5, 2] are expected (found ";
    Op lstm = new LstmOp();
    rejects(
        "lstm: x has 2 axes but [N, C, T] is expected (x [5, 3])",
        lstm,
        of(5, 3),
        of(8, 3),
        of(8, 2),
        of(8));
    rejects(
        "lstm: weightH has 1 axis but [4H, H] is expected (weightH [16])",
        lstm,
        of(5, 3, 7),
        of(8, 3),
        of(16),
        of(8));
    rejects(
        expected + "[[5, 3, 7], [8, 4], [8, 2], [8]])",
        lstm,
        of(5, 3, 7),
        of(8, 4),
        of(8, 2),
        of(8));
    rejects(
        expected + "[[5, 3, 7], [8, 3], [6, 2], [8]])",
        lstm,
        of(5, 3, 7),
        of(8, 3),
        of(6, 2),
        of(8));
    rejects(
        expected + "[[5, 3, 7], [8, 3], [8, 2], [2]])",
        lstm,
        of(5, 3, 7),
        of(8, 3),
        of(8, 2),
        of(2));
    rejects(
        expected + "[[5, 3, 7], [8, 3], [8, 2], [8], [5, 2]])",
        lstm,
        of(5, 3, 7),
        of(8, 3),
        of(8, 2),
        of(8),
        of(5, 2));
    rejects(
        expected + "[[5, 3, 7], [8, 3], [8, 2], [8], [5, 2], [2, 5]])",
        lstm,
        of(5, 3, 7),
        of(8, 3),
        of(8, 2),
        of(8),
        of(5, 2),
        of(2, 5));
  }

  @Test
  void aStateMayBeOneSampleOfASequence() {
    assertEquals(
        of(5, 4, 7),
        new LstmOp(false, true)
            .outputShape(of(5, 3, 7), of(8, 3), of(8, 2), of(8), of(5, 2, 1), of(5, 2)));
    assertEquals(
        of(5, 2, 7),
        new GruOp(true).outputShape(of(5, 3, 7), of(6, 3), of(6, 2), of(6), of(6), of(5, 2, 1)));
  }

  @Test
  void gruTellsAllTheShapesItExpects() {
    String expected =
        "gru: x has 3 channels and weightH 2 features, so weightX [6, 3], weightH [6, 2], two"
            + " biases [6] and, if given, a state [5, 2] are expected (found ";
    Op gru = new GruOp(false);
    rejects(
        "gru: x has 2 axes but [N, C, T] is expected (x [5, 3])",
        gru,
        of(5, 3),
        of(6, 3),
        of(6, 2),
        of(6),
        of(6));
    rejects(
        "gru: weightH has 1 axis but [3H, H] is expected (weightH [12])",
        gru,
        of(5, 3, 7),
        of(6, 3),
        of(12),
        of(6),
        of(6));
    rejects(
        expected + "[[5, 3, 7], [6, 4], [6, 2], [6], [6]])",
        gru,
        of(5, 3, 7),
        of(6, 4),
        of(6, 2),
        of(6),
        of(6));
    rejects(
        expected + "[[5, 3, 7], [6, 3], [8, 2], [6], [6]])",
        gru,
        of(5, 3, 7),
        of(6, 3),
        of(8, 2),
        of(6),
        of(6));
    rejects(
        expected + "[[5, 3, 7], [6, 3], [6, 2], [2], [6]])",
        gru,
        of(5, 3, 7),
        of(6, 3),
        of(6, 2),
        of(2),
        of(6));
    rejects(
        expected + "[[5, 3, 7], [6, 3], [6, 2], [6], [2]])",
        gru,
        of(5, 3, 7),
        of(6, 3),
        of(6, 2),
        of(6),
        of(2));
    rejects(
        expected + "[[5, 3, 7], [6, 3], [6, 2], [6], [6], [5, 2, 7]])",
        gru,
        of(5, 3, 7),
        of(6, 3),
        of(6, 2),
        of(6),
        of(6),
        of(5, 2, 7));
  }

  @Test
  void concatWantsShapesThatDifferInAxis1Alone() {
    Op concat = new ConcatOp();
    rejects("concat: nothing to join", concat);
    rejects("concat: there is no axis 1 to join along (x0 [3])", concat, of(3), of(3));
    rejects("concat: there is no axis 1 to join along (x0 [])", concat, SCALAR);
    rejects(
        "concat: shapes differ outside axis 1 (x0 [2, 3, 4], x1 [2, 3, 5])",
        concat,
        of(2, 3, 4),
        of(2, 3, 5));
    rejects(
        "concat: shapes differ outside axis 1 (x0 [2, 3], x2 [1, 3])",
        concat,
        of(2, 3),
        of(2, 1),
        of(1, 3));
    rejects(
        "concat: shapes differ outside axis 1 (x0 [2, 3], x1 [2, 3, 1])",
        concat,
        of(2, 3),
        of(2, 3, 1));
    rejects("concat: shapes differ outside axis 1 (x0 [2, 3], x1 [2])", concat, of(2, 3), of(2));
    assertEquals(
        "concat: none of its inputs is on a tape; start with tape.constant(...) or tape.input(...)"
            + " ([])",
        assertThrows(IllegalArgumentException.class, F::concat).getMessage());
  }

  @Test
  void gramWantsWindowsChannelsAndTime() {
    rejects(
        "gram: x has 2 axes but [N, C, T] is expected (x [4, 5])",
        new GramOp(GramOp.Axis.BATCH),
        of(4, 5));
  }

  static Shape of(int... extents) {
    return Shape.of(extents);
  }

  private static Op batchNorm(Shape mean, Shape variance) {
    return new BatchNormOp(
        0.1, 1e-5, Tensor.zeros(DType.FLOAT32, mean), Tensor.zeros(DType.FLOAT32, variance));
  }

  static void rejects(String message, Op op, Shape... inputs) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> op.outputShape(inputs)).getMessage());
  }
}
