package dev.footfall.grf.data;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decimal numbers as recordings hold them. Reading is stricter than Java's own, which also takes
 * {@code 1f}, {@code 0x1p3} and {@code NaN}; whatever is refused says why in the message of the
 * {@link NumberFormatException}.
 */
final class Decimals {
  private static final Set<String> NOT_FINITE =
      Set.of("nan", "+nan", "-nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");

  private static final Pattern DECIMAL_COMMA = Pattern.compile("[-+]?\\d+,\\d+");

  private Decimals() {}

  static float parseFloat(String text) {
    String digits = digits(text);
    float value;
    try {
      value = Float.parseFloat(digits);
    } catch (NumberFormatException e) {
      throw notNumber(digits);
    }
    return finite(value, digits);
  }

  /** A value that was computed from the text, as a float. */
  static float toFloat(double value, String text) {
    return finite((float) value, text.strip());
  }

  private static float finite(float value, String digits) {
    if (Float.isInfinite(value)) {
      throw new NumberFormatException(Quoted.text(digits) + " is out of range");
    }
    return value;
  }

  static double parseDouble(String text) {
    String digits = digits(text);
    double value;
    try {
      value = Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      throw notNumber(digits);
    }
    if (Double.isInfinite(value)) {
      throw new NumberFormatException(Quoted.text(digits) + " is out of range");
    }
    return value;
  }

  private static String digits(String text) {
    String digits = text.strip();
    if (digits.isEmpty()) {
      throw new NumberFormatException("the value is missing");
    }
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      boolean known =
          c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
      if (!known) {
        throw notNumber(digits);
      }
    }
    return digits;
  }

  private static NumberFormatException notNumber(String digits) {
    boolean notFinite = NOT_FINITE.contains(digits.toLowerCase(Locale.ROOT));
    boolean comma = DECIMAL_COMMA.matcher(digits).matches();
    return new NumberFormatException(
        Quoted.text(digits)
            + (notFinite ? " is not finite" : " is not a number")
            + (comma ? "; decimals have a point" : ""));
  }

  /** The shortest text that reads back as the same float, {@code 12} and not {@code 12.0}. */
  static String text(float value) {
    int whole = (int) value;
    return whole == value ? Integer.toString(whole) : Float.toString(value);
  }

  /** The shortest text that reads back as the same double, {@code 12} and not {@code 12.0}. */
  static String text(double value) {
    long whole = (long) value;
    return whole == value ? Long.toString(whole) : Double.toString(value);
  }
}
