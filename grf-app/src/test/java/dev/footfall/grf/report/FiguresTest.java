package dev.footfall.grf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void aFigureThatDoesNotExistIsAHyphen() {
    assertEquals("-", Figures.fixed(Double.NaN, 2));
    assertEquals("-", Figures.fixed(Double.NEGATIVE_INFINITY, 2));
  }

  @Test
  void numbersDoNotDependOnTheCountry() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertEquals("1234.50", Figures.fixed(1234.5, 2));
      assertEquals("1,234,567", Figures.count(1_234_567));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void bytesAreTold() {
    assertEquals("0 B", Figures.bytes(0));
    assertEquals("1023 B", Figures.bytes(1023));
    assertEquals("1.0 KiB", Figures.bytes(1024));
    assertEquals("1.5 MiB", Figures.bytes(3 << 19));
    assertEquals("10.5 GiB", Figures.bytes(21L << 29));
    assertEquals("2048.0 TiB", Figures.bytes(1L << 51));
  }

  @Test
  void timesAreTold() {
    assertEquals("0 s", Figures.span(0.4));
    assertEquals("59 s", Figures.span(59.4));
    assertEquals("1 min 0 s", Figures.span(59.5));
    assertEquals("59 min 59 s", Figures.span(3599));
    assertEquals("1 h 0 min", Figures.span(3600));
    assertEquals("26 h 3 min", Figures.span(26 * 3600 + 200));
  }
}
