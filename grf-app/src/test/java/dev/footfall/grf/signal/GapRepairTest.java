package dev.footfall.grf.signal;

import static dev.footfall.grf.signal.Signals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.grf.signal.GapRepair.Fill;
import dev.footfall.grf.signal.GapRepair.Piece;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class GapRepairTest {
  private static final float NAN = Float.NaN;
  private static final GapRepair LINEAR = new GapRepair(Fill.LINEAR, 4);
  private static final GapRepair HOLD = new GapRepair(Fill.HOLD, 4);

  private static List<Piece> pieces(GapRepair repair, double[] timesS, float[]... columns) {
    return repair.pieces(timesS, columns, 1);
  }

  @Test
  void anEvenRecordingStaysAsItIs() {
    float[] x = {1, 5, 2, 9};
    Piece piece = pieces(LINEAR, new double[] {7, 8, 9.01, 10}, x).getFirst();
    assertEquals(7, piece.startS());
    assertArrayEquals(x, piece.columns()[0]);
    assertEquals(0, piece.filledSamples());
    assertEquals(0, piece.filledValues());
  }

  @Test
  void lostSamplesAreFilledAndCounted() {
    double[] timesS = {0, 1, 4, 5, 7};
    float[] x = {0, 10, 40, 50, 30};
    Piece linear = pieces(LINEAR, timesS, x).getFirst();
    assertArrayEquals(new float[] {0, 10, 20, 30, 40, 50, 40, 30}, linear.columns()[0]);
    assertEquals(3, linear.filledSamples());
    Piece hold = pieces(HOLD, timesS, x).getFirst();
    assertArrayEquals(new float[] {0, 10, 10, 10, 40, 50, 50, 30}, hold.columns()[0]);
    assertEquals(3, hold.filledSamples());
  }

  @Test
  void aLongGapPartsTheRecording() {
    List<Piece> pieces = pieces(LINEAR, new double[] {0, 1, 2, 6.5, 7.5, 20, 30, 31}, new float[8]);
    assertEquals(3, pieces.size());
    assertEquals(List.of(0.0, 6.5, 30.0), pieces.stream().map(Piece::startS).toList());
    assertEquals(List.of(3, 2, 2), pieces.stream().map(Piece::length).toList());
  }

  @Test
  void aMissingValueIsFilledInItsChannel() {
    double[] timesS = {0, 1, 2, 3, 4};
    float[] x = {0, NAN, NAN, 30, 40};
    float[] y = {5, 6, 7, 8, 9};
    Piece linear = pieces(LINEAR, timesS, x, y).getFirst();
    assertArrayEquals(new float[] {0, 10, 20, 30, 40}, linear.columns()[0]);
    assertArrayEquals(y, linear.columns()[1]);
    assertEquals(2, linear.filledValues());
    assertEquals(0, linear.filledSamples());
    Piece hold = pieces(HOLD, timesS, x, y).getFirst();
    assertArrayEquals(new float[] {0, 0, 0, 30, 40}, hold.columns()[0]);
    assertTrue(Float.isNaN(x[1]), "what came in was written to");
  }

  @Test
  void valuesMissingForTooLongAreLostSamples() {
    double[] timesS = IntStream.range(0, 10).asDoubleStream().toArray();
    float[] x = {NAN, 1, 2, NAN, NAN, NAN, NAN, 3, 4, NAN};
    List<Piece> pieces = pieces(LINEAR, timesS, x);
    assertEquals(2, pieces.size());
    assertArrayEquals(new float[] {1, 2}, pieces.get(0).columns()[0]);
    assertArrayEquals(new float[] {3, 4}, pieces.get(1).columns()[0]);
    assertEquals(
        List.of(),
        pieces(LINEAR, timesS, x, new float[] {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN}));
  }

  @Test
  void samplesBesideTheGridAreInterpolated() {
    Piece piece =
        pieces(LINEAR, new double[] {0, 1.25, 2.25, 3.25}, new float[] {0, 5, 9, 13}).getFirst();
    assertArrayEquals(new float[] {0, 4, 8, 12}, piece.columns()[0]);
    assertEquals(0, piece.filledSamples());
  }

  @Property
  void aLineSurvivesAnyLoss(
      @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 0.4) double share) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] timesS =
        IntStream.range(0, 300)
            .filter(i -> i == 0 || i == 299 || random.nextDouble() >= share)
            .mapToDouble(i -> 3 + i / 200.0)
            .toArray();
    float[] x = new float[timesS.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (100 * timesS[i]);
    }
    List<Piece> pieces = new GapRepair(Fill.LINEAR, 10).pieces(timesS, new float[][] {x}, 200);
    assertEquals(1, pieces.size());
    Piece piece = pieces.getFirst();
    assertEquals(300, piece.length());
    assertEquals(300 - timesS.length, piece.filledSamples());
    for (int k = 0; k < 300; k++) {
      assertEquals(100 * (3 + k / 200.0), piece.columns()[0][k], 1e-3, "sample " + k);
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertRefused("gaps: a limit of 0.0 s; it must be positive", () -> new GapRepair(Fill.HOLD, 0));
    assertRefused(
        "gaps: a limit of 0.001 s at a rate of 200.0 Hz; it must be at least 1.5 steps",
        () -> new GapRepair(Fill.HOLD, 0.001).pieces(new double[2], new float[1][2], 200));
    assertRefused("gaps: there is no channel", () -> pieces(HOLD, new double[2]));
    assertRefused(
        "gaps: 2 times but a channel of 3 samples",
        () -> pieces(HOLD, new double[] {0, 1}, new float[3]));
    assertRefused(
        "gaps: time must increase, but 1.0 s follows 1.0 s",
        () -> pieces(HOLD, new double[] {1, 1}, new float[2]));
  }
}
