package dev.footfall.autograd.op;

import static dev.footfall.autograd.op.OpErrorsTest.of;
import static dev.footfall.autograd.op.OpErrorsTest.rejects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.tape.Op;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rejections of data movement, matrix products, normalisation and pooling, with their texts. */
class ShapeErrorsTest {

  @Test
  void anAxisMustExist() {
    rejects("slice: there is no axis 3 (x [2, 3, 4])", new SliceOp(3, 0, 1, 1), of(2, 3, 4));
    rejects("slice: there is no axis -1 (x [2])", new SliceOp(-1, 0, 1, 1), of(2));
    rejects("slice: there is no axis 0 (x [])", new SliceOp(0, 0, 1, 1), of());
    rejects("pad: there is no axis 2 (x [2, 3])", constant(2, 1, 1), of(2, 3));
    rejects("gather: there is no axis 1 (x [4])", new GatherOp(1, List.of(0)), of(4));
    assertEquals(
        "flip: there is no axis 2 (x [2, 3])",
        assertThrows(IllegalArgumentException.class, () -> SliceOp.flip(of(2, 3), 2)).getMessage());
    rejects(
        "concat: there is no axis 2 to join along (x0 [2, 3])",
        new ConcatOp(2),
        of(2, 3),
        of(2, 3));
    rejects("concat: there is no axis -1 to join along (x0 [2])", new ConcatOp(-1), of(2));
  }

  @Test
  void concatWantsShapesThatDifferInTheAxisAlone() {
    rejects(
        "concat: shapes differ outside axis 2 (x0 [2, 3, 4], x1 [2, 1, 4])",
        new ConcatOp(2),
        of(2, 3, 4),
        of(2, 1, 4));
    rejects(
        "concat: shapes differ outside axis 0 (x0 [2, 3], x1 [3])",
        new ConcatOp(0),
        of(2, 3),
        of(3));
  }

  @Test
  void aSliceStaysWithinItsAxis() {
    String end = " is no part of axis 1 (x [2, 5])";
    rejectsSlice("slice: from -1 to 3 in steps of 1" + end, -1, 3, 1);
    rejectsSlice("slice: from 3 to 2 in steps of 1" + end, 3, 2, 1);
    rejectsSlice("slice: from 0 to 6 in steps of 2" + end, 0, 6, 2);
    rejectsSlice("slice: from 0 to 3 in steps of 0" + end, 0, 3, 0);
    rejectsSlice("slice: from 0 to 3 in steps of 0" + end, 0, 3, 0);
    rejectsSlice("slice: from 5 to 0 in steps of -1" + end, 5, 0, -1);
    rejectsSlice("slice: from 3 to 4 in steps of -1" + end, 3, 4, -1);
    rejectsSlice("slice: from 3 to -2 in steps of -2" + end, 3, -2, -2);
  }

  private static void rejectsSlice(String message, int start, int end, int step) {
    rejects(message, new SliceOp(1, start, end, step), of(2, 5));
  }

  @Test
  void aPaddingIsNotNegative() {
    rejects(
        "pad: a padding of -1 before and 2 after is negative (x [2, 5]); slice to shorten",
        constant(1, -1, 2),
        of(2, 5));
    rejects(
        "pad: a padding of 0 before and -2 after is negative (x [2, 5]); slice to shorten",
        constant(1, 0, -2),
        of(2, 5));
    rejects(
        "pad: axis 1 has no element to replicate (x [2, 0])",
        new PadOp(1, 1, 1, PadOp.Mode.REPLICATE, 0),
        of(2, 0));
  }

  private static Op constant(int axis, int before, int after) {
    return new PadOp(axis, before, after, PadOp.Mode.CONSTANT, 0);
  }

  @Test
  void anIndexStaysWithinItsAxis() {
    rejects(
        "gather: index 1 is 5, outside axis 1 (x [2, 5])",
        new GatherOp(1, List.of(4, 5)),
        of(2, 5));
    rejects(
        "gather: index 0 is -1, outside axis 0 (x [2, 5])", new GatherOp(0, List.of(-1)), of(2, 5));
  }

  @Test
  void reshapingKeepsTheNumberOfElements() {
    rejects(
        "reshape: x has 12 elements but the new shape 10 (x [3, 4], new shape [5, 2])",
        new ReshapeOp(of(5, 2)),
        of(3, 4));
  }

  @Test
  void permutingWantsEveryAxisOnce() {
    String end = " is no order of the 3 axes of x (x [2, 3, 4])";
    rejects("permute: [0, 1]" + end, new PermuteOp(List.of(0, 1)), of(2, 3, 4));
    rejects("permute: [0, 1, 1]" + end, new PermuteOp(List.of(0, 1, 1)), of(2, 3, 4));
    rejects("permute: [3, 1, 2]" + end, PermuteOp.transpose(3, 0, 3), of(2, 3, 4));
  }

  @Test
  void matmulNamesWhatDoesNotFit() {
    Op plain = new MatmulOp(false, false);
    rejects(
        "matmul: both operands must have two axes or more (a [3], b [3, 4])",
        plain,
        of(3),
        of(3, 4));
    rejects(
        "matmul: both operands must have two axes or more (a [2, 3], b [3])",
        plain,
        of(2, 3),
        of(3));
    rejects(
        "matmul: a has 3 columns but b has 4 rows (a [2, 3], b [4, 3])", plain, of(2, 3), of(4, 3));
    rejects(
        "matmul: a has 2 columns but b has 3 rows (a [2, 3], b [4, 3])",
        new MatmulOp(true, true),
        of(2, 3),
        of(4, 3));
    rejects(
        "matmul: the axes before the last two differ (a [2, 3, 4], b [3, 4, 5])",
        plain,
        of(2, 3, 4),
        of(3, 4, 5));
    rejects(
        "matmul: the axes before the last two differ (a [2, 1, 3, 4], b [3, 2, 4, 5])",
        plain,
        of(2, 1, 3, 4),
        of(3, 2, 4, 5));
  }

  @Test
  void layerNormWantsGammaAndBetaLikeTheLastAxes() {
    Op op = new LayerNormOp(1e-5);
    String start = "layer_norm: gamma and beta must have the last axes of x (x [2, 3, 4], gamma ";
    rejects(start + "[3], beta [3])", op, of(2, 3, 4), of(3), of(3));
    rejects(start + "[3, 4], beta [4])", op, of(2, 3, 4), of(3, 4), of(4));
    rejects(start + "[], beta [])", op, of(2, 3, 4), of(), of());
    rejects(
        "layer_norm: gamma and beta must have the last axes of x (x [4], gamma [2, 4], beta [2,"
            + " 4])",
        op,
        of(4),
        of(2, 4),
        of(2, 4));
    rejects(
        "layer_norm: there is nothing to normalise over (x [2, 0], gamma [0])",
        op,
        of(2, 0),
        of(0),
        of(0));
  }

  @Test
  void groupNormWantsChannelsThatCanBeSplit() {
    Op op = new GroupNormOp(4, 1e-5);
    rejects(
        "group_norm: x has 2 axes but [N, C, T] is expected (x [2, 8])",
        op,
        of(2, 8),
        of(8),
        of(8));
    String start = "group_norm: x has 8 channels (x [2, 8, 5], gamma ";
    rejects(start + "[4], beta [8])", op, of(2, 8, 5), of(4), of(8));
    rejects(start + "[8], beta [1])", op, of(2, 8, 5), of(8), of(1));
    rejects(
        "group_norm: 6 channels cannot be split into 4 groups (x [2, 6, 5])",
        op,
        of(2, 6, 5),
        of(6),
        of(6));
    rejects(
        "group_norm: 6 channels cannot be split into 0 groups (x [2, 6, 5])",
        new GroupNormOp(0, 1e-5),
        of(2, 6, 5),
        of(6),
        of(6));
    rejects(
        "group_norm: there is nothing to normalise over (x [2, 4, 0])",
        op,
        of(2, 4, 0),
        of(4),
        of(4));
  }

  @Test
  void poolingWantsWindowsThatFit() {
    for (Op op :
        List.of(
            new MaxPool1dOp(new Pool1dSpec(3, 1, 1, 0, 4)),
            new AvgPool1dOp(new Pool1dSpec(3, 1, 1, 0, 4), true))) {
      rejects(op.name() + ": x has 1 axis but [N, C, T] is expected (x [5])", op, of(5));
      rejects(
          "pool1d: a window of span 9 does not fit a padded input of 6 (length 5, kernel size 3,"
              + " stride 1, padding 1 and 0, dilation 4)",
          op,
          of(2, 3, 5));
    }
  }

  @Test
  void upsamplingWantsSamplesAndAFactor() {
    Op op = new Upsample1dOp(2, Upsample1dOp.Mode.LINEAR);
    rejects("upsample1d: x has 2 axes but [N, C, T] is expected (x [2, 5])", op, of(2, 5));
    rejects("upsample1d: x has no samples (x [2, 3, 0])", op, of(2, 3, 0));
    rejects(
        "upsample1d: the factor must be at least 1 (0, x [2, 3, 5])",
        new Upsample1dOp(0, Upsample1dOp.Mode.NEAREST),
        of(2, 3, 5));
  }
}
