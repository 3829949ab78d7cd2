package dev.footfall.grf.emit;

import java.util.Set;

/** Names that are fit for Java source of every version since 7. */
final class JavaName {
  /** Reserved words, literals, and those that later versions reserve as the name of a type. */
  private static final Set<String> RESERVED =
      Set.of(
          ("abstract assert boolean break byte case catch char class const continue default do"
                  + " double else enum extends final finally float for goto if implements import"
                  + " instanceof int interface long native new package private protected public"
                  + " return short static strictfp super switch synchronized this throw throws"
                  + " transient try void volatile while true false null _ var yield record sealed"
                  + " permits")
              .split(" "));

  private JavaName() {}

  /** Whether a text of ASCII letters, digits and underscores can be an identifier. */
  static boolean isIdentifier(String text) {
    return text.matches("[A-Za-z_][A-Za-z0-9_]*") && !RESERVED.contains(text);
  }

  /** An identifier, in camel case, that recalls a layer's name: {@code block1Conv2}. */
  static String camelCase(String name) {
    StringBuilder identifier = new StringBuilder();
    for (String word : name.split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        identifier.append(identifier.isEmpty() ? lower(word) : upper(word));
      }
    }
    if (identifier.isEmpty() || Character.isDigit(identifier.charAt(0))) {
      identifier.insert(0, "layer");
    }
    return identifier.toString();
  }

  /** With a large first letter. */
  static String upper(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static String lower(String word) {
    return Character.toLowerCase(word.charAt(0)) + word.substring(1);
  }
}
