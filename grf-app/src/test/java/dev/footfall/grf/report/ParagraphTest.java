package dev.footfall.grf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ParagraphTest {

  @Test
  void aShortTextStaysOnTheLineOfItsLabel() {
    assertEquals("Note: a b\n", Paragraph.of("Note: ", "a b"));
    assertEquals("Note: \n", Paragraph.of("Note: ", ""));
  }

  @Test
  void aLongTextIsBrokenAndIndentedToItsBeginning() {
    String word = "x".repeat(20);
    String text = Paragraph.of("Data: ", String.join(" ", word, word, word, word));
    assertEquals("Data: " + String.join(" ", word, word, word) + "\n      " + word + "\n", text);
  }

  @Test
  void aLineHoldsEightyCharactersAndNotOneMore() {
    assertEquals(1, Paragraph.of("", "x".repeat(40) + " " + "x".repeat(39)).lines().count());
    assertEquals(2, Paragraph.of("", "x".repeat(40) + " " + "x".repeat(40)).lines().count());
  }

  @Test
  void aWordThatFitsNoLineStaysWhole() {
    assertTrue(Paragraph.of("a ", "b " + "x".repeat(100)).contains("x".repeat(100)));
  }
}
