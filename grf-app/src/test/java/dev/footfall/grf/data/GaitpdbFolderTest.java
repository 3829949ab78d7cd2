package dev.footfall.grf.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The real recordings; skipped where they are not. */
class GaitpdbFolderTest {

  @Test
  void holds132SubjectsOf20Seconds() {
    RecordingSource source = RecordingSource.open(GaitpdbData.folderOrSkip());
    assertEquals(132, source.subjects().size());
    int withoutMass = 0;
    for (String subject : source.subjects()) {
      Recording walk = source.recordings(subject).get(0);
      assertEquals(2000, walk.length(), walk.name());
      withoutMass += Double.isNaN(walk.bodyMassKg()) ? 1 : 0;
    }
    assertEquals(2, withoutMass);
    assertEquals("GaCo01", source.subjects().getFirst());
  }

  @Test
  void theTotalsAreTheSumsOfTheCells() {
    RecordingSource source = RecordingSource.open(GaitpdbData.folderOrSkip());
    for (String subject : source.subjects()) {
      Recording walk = source.recordings(subject).get(0);
      for (Foot foot : Foot.values()) {
        for (int t = 0; t < walk.length(); t++) {
          double sum = 0;
          double bound = 0;
          for (int cell = 1; cell <= 8; cell++) {
            float value = walk.column(foot.insole(cell))[t];
            sum += value;
            bound += Math.ulp(value) / 2;
          }
          float total = walk.column(foot.grf())[t];
          // Each number was rounded to float once, in reading.
          assertTrue(Math.abs(sum - total) <= bound + Math.ulp(total) / 2 + 1e-12, walk.name());
        }
      }
    }
  }

  @Test
  void theFixedSplitTestsOnTheFirstOfEveryFive() {
    RecordingSource source = RecordingSource.open(GaitpdbData.folderOrSkip());
    Fold fold = Fold.of(source.subjects(), 0);
    assertEquals(27, fold.test().size());
    assertEquals(27, fold.validation().size());
    assertEquals(78, fold.training().size());
    assertEquals("GaCo01", fold.test().getFirst());
    assertEquals("GaCo02", fold.validation().getFirst());
  }
}
