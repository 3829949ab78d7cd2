package dev.footfall.grf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void namesAreAlignedToTheLeftAndNumbersToTheRight() {
    TextTable table = new TextTable("layer", "parameters").row("conv1", "656").row("a", "1,296");
    assertEquals(
        """
        layer  parameters
        conv1         656
        a           1,296
        """,
        table.toString());
  }

  @Test
  void moreColumnsMayHoldWordsAndNoLineEndsInBlanks() {
    TextTable table = new TextTable(2, "a", "type", "n").row("total", "", "").row("b", "x", "12");
    assertEquals("a      type   n\ntotal\nb      x     12\n", table.toString());
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    TextTable table = new TextTable("a", "b");
    assertEquals(
        "table: 1 cells in a row of 2 columns",
        assertThrows(IllegalArgumentException.class, () -> table.row("x")).getMessage());
  }
}
