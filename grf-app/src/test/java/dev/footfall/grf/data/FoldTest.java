package dev.footfall.grf.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FoldTest {
  private static List<String> subjects(int count) {
    return IntStream.range(0, count).mapToObj("S%03d"::formatted).toList();
  }

  @Test
  void dealsSubjectsInTurn() {
    Fold fold = Fold.of(subjects(7), 0);
    assertEquals(List.of("S000", "S005"), fold.test());
    assertEquals(List.of("S001", "S006"), fold.validation());
    assertEquals(List.of("S002", "S003", "S004"), fold.training());
    assertEquals(new Protocol.KFold(5, 0), fold.protocol());
  }

  @Test
  void theLastFoldIsValidatedByTheFirst() {
    Fold fold = Fold.of(subjects(5), 4);
    assertEquals(List.of("S004"), fold.test());
    assertEquals(List.of("S000"), fold.validation());
    assertEquals(List.of("S001", "S002", "S003"), fold.training());
  }

  @Property
  void everySubjectIsTestedOnceAndNeverInTwoParts(
      @ForAll @IntRange(min = 5, max = 150) int count, @ForAll long order) {
    List<String> shuffled = new ArrayList<>(subjects(count));
    Collections.shuffle(shuffled, new Random(order));
    List<String> tested = new ArrayList<>();
    for (int k = 0; k < Fold.COUNT; k++) {
      Fold fold = Fold.of(shuffled, k);
      List<String> all = new ArrayList<>(fold.training());
      all.addAll(fold.validation());
      all.addAll(fold.test());
      Collections.sort(all);
      assertEquals(subjects(count), all);
      tested.addAll(fold.test());
    }
    Collections.sort(tested);
    assertEquals(subjects(count), tested);
  }

  @Test
  void refusesAFoldThatIsNone() {
    String message = "fold 5 is unknown; known: 0, 1, 2, 3, 4";
    assertRefused(message, () -> Fold.of(subjects(9), 5));
    assertRefused(message.replace('5', '6'), () -> Fold.of(subjects(9), 6));
    assertRefused(message.replace("5", "-1"), () -> Fold.of(subjects(9), -1));
  }

  @Test
  void refusesTooFewSubjects() {
    assertRefused(
        "folds by subject need at least 5 subjects (found 4)", () -> Fold.of(subjects(4), 0));
  }

  @Test
  void refusesASubjectListedTwice() {
    List<String> twice = List.of("a", "b", "c", "d", "a");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Fold.of(twice, 0));
    assertEquals("folds: subject \"a\" is listed twice", e.getMessage());
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(InputException.class, action::run).getMessage());
  }
}
