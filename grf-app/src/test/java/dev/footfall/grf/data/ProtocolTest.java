package dev.footfall.grf.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.grf.data.Protocol.KFold;
import dev.footfall.grf.data.Protocol.LeaveOneOut;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProtocolTest {

  private static List<String> subjects(int count) {
    return IntStream.range(0, count).mapToObj("P%02d"::formatted).toList();
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(InputException.class, action::run).getMessage());
  }

  @Test
  void subjectsAreDealtInTurn() {
    Fold split = new KFold(3, 1).split(subjects(7));
    assertEquals(List.of("P01", "P04"), split.test());
    assertEquals(List.of("P02", "P05"), split.validation());
    assertEquals(List.of("P00", "P03", "P06"), split.training());
  }

  @Test
  void oneOfFiveIsTheFoldItAlwaysWas() {
    assertEquals(Fold.of(subjects(12), 3), new KFold(5, 3).split(subjects(12)));
  }

  @Test
  void oneSubjectIsLeftOutAndAFifthOfTheOthersValidates() {
    Fold split = new LeaveOneOut("P01").split(subjects(7));
    assertEquals(List.of("P01"), split.test());
    assertEquals(List.of("P00", "P06"), split.validation());
    assertEquals(List.of("P02", "P03", "P04", "P05"), split.training());
  }

  @Property
  void everySubjectTestsOnceAndNobodyIsInTwoParts(
      @ForAll @IntRange(min = 3, max = 12) int folds,
      @ForAll @IntRange(max = 40) int more,
      @ForAll Random random) {
    List<String> subjects = new ArrayList<>(subjects(folds + more));
    Collections.shuffle(subjects, random);
    List<Protocol> all = new ArrayList<>();
    IntStream.range(0, folds).forEach(fold -> all.add(new KFold(folds, fold)));
    assertPartition(subjects, all);
    assertPartition(subjects, subjects.stream().<Protocol>map(LeaveOneOut::new).toList());
  }

  private static void assertPartition(List<String> subjects, List<Protocol> protocols) {
    List<String> tested = new ArrayList<>();
    for (Protocol protocol : protocols) {
      Fold split = protocol.split(subjects);
      List<String> parts = new ArrayList<>(split.training());
      parts.addAll(split.validation());
      parts.addAll(split.test());
      assertEquals(subjects.stream().sorted().toList(), parts.stream().sorted().toList());
      assertFalse(split.training().isEmpty());
      assertFalse(split.validation().isEmpty());
      tested.addAll(split.test());
    }
    assertEquals(subjects.size(), tested.size());
    assertTrue(new HashSet<>(tested).containsAll(subjects));
  }

  @Test
  void whatCannotBeSplitIsRefused() {
    assertRefused(
        "2 folds are too few: one tests, one validates, and at least one trains",
        () -> new KFold(2, 0));
    assertRefused("fold 3 is unknown; known: 0, 1, 2", () -> new KFold(3, 3));
    assertRefused("fold -1 is unknown; known: 0 to 19", () -> new KFold(20, -1));
    assertRefused(
        "folds by subject need at least 4 subjects (found 3)",
        () -> new KFold(4, 0).split(subjects(3)));
    assertRefused(
        "there is no subject \"P9\" to leave out (3 subjects, P00 to P02)",
        () -> new LeaveOneOut("P9").split(subjects(3)));
    assertRefused(
        "leaving a subject out needs at least 3 subjects (found 2)",
        () -> new LeaveOneOut("P01").split(subjects(2)));
  }

  @Test
  void itIsToldInWords() {
    assertEquals("fold 2", new KFold(5, 2).toString());
    assertEquals("fold 2 of 10", new KFold(10, 2).toString());
    assertEquals("subject P03", new LeaveOneOut("P03").toString());
  }
}
