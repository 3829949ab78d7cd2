package dev.footfall.engine.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A JSON document (RFC 8259), or a part of one that knows its place, so that a wrong type or a
 * missing member is reported as {@code model.json: layers[2].kernel_size: expected a 32-bit whole
 * number but found "five"}.
 *
 * <p>Reading is strict: nothing after the document, no member twice, no unpaired surrogate, no more
 * than {@value #MAX_DEPTH} levels. A number stays the text that it was read from until it is asked
 * for, so integers of 64 bits, floats and doubles are all exact. Objects keep their order.
 *
 * <p>Writing takes plain values: {@code Map} (of {@code String}), {@code List}, {@code String},
 * {@code Boolean}, the boxed numbers, {@code int[]}, {@code long[]}, {@code float[]}, {@code
 * double[]}, {@code null}, and {@code Json}. Floats and doubles get the shortest decimal that reads
 * back to the same bits. Members are written in the order of their map: a {@code LinkedHashMap}
 * gives the same text every time, {@code Map.of} does not.
 */
public final class Json {
  /** The deepest nesting of arrays and objects that is read or written. */
  public static final int MAX_DEPTH = 64;

  private static final int MOST_NAMES = 8;

  /** A number as it was written. */
  record Numeral(String text) {}

  /** The members of an object, in their order. */
  record Members(Map<String, Object> map) {}

  /** The elements of an array. */
  record Elements(List<Object> list) {}

  // The document's name for the root, ".name" or "[index]" for every other part.
  private final String step;
  private final Json parent;
  // Members, Elements, String, Boolean, Numeral or null.
  private final Object value;

  private Json(String step, Json parent, Object value) {
    this.step = step;
    this.parent = parent;
    this.value = value;
  }

  /**
   * Reads a document.
   *
   * @param source what error messages start with: the name of the file
   * @throws JsonException if the text is not one JSON document; the message has line, column and
   *     offset in characters
   */
  public static Json parse(String source, String text) {
    return new Json(source, null, new JsonReader(source, text).document());
  }

  /**
   * The text of a value, without white space.
   *
   * @throws JsonException if a number is NaN or infinite, a string holds an unpaired surrogate, a
   *     type is none of those above, or the nesting is too deep
   */
  public static String write(Object value) {
    return new JsonWriter(false).document(value);
  }

  /**
   * As {@link #write}, one member or element a line, two spaces a level; an array without arrays
   * and objects in it stays on one line. No line feed at the end.
   */
  public static String writeIndented(Object value) {
    return new JsonWriter(true).document(value);
  }

  /** A member of this object, which must be there. */
  public Json get(String name) {
    return find(name)
        .orElseThrow(
            () -> problem("member " + JsonWriter.quoted(name) + " is missing; found " + names()));
  }

  /** A member of this object, if it is there. */
  public Optional<Json> find(String name) {
    Map<String, Object> object = object();
    return object.containsKey(name)
        ? Optional.of(member(name, object.get(name)))
        : Optional.empty();
  }

  /** The members of this object in their order; unmodifiable. */
  public Map<String, Json> members() {
    Map<String, Json> members = new LinkedHashMap<>();
    object().forEach((name, part) -> members.put(name, member(name, part)));
    return Collections.unmodifiableMap(members);
  }

  /** The element of this array at an index from 0. */
  public Json at(int index) {
    List<Object> array = array();
    if (index < 0 || index >= array.size()) {
      throw problem("element " + index + " is missing; found " + array.size());
    }
    return element(index, array.get(index));
  }

  /** Number of elements of this array. */
  public int size() {
    return array().size();
  }

  /** The elements of this array; unmodifiable. */
  public List<Json> elements() {
    List<Object> array = array();
    List<Json> elements = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      elements.add(element(i, array.get(i)));
    }
    return Collections.unmodifiableList(elements);
  }

  /** Whether this is the literal null. */
  public boolean isNull() {
    return value == null;
  }

  /** This string. */
  public String asString() {
    if (value instanceof String string) {
      return string;
    }
    throw expected("a string");
  }

  /** This true or false. */
  public boolean asBoolean() {
    if (value instanceof Boolean bool) {
      return bool;
    }
    throw expected("true or false");
  }

  /** This number, which must be an integer of 32 bits, written without fraction and exponent. */
  public int asInt() {
    return number("a 32-bit whole number", Integer::valueOf);
  }

  /** This number, which must be an integer of 64 bits, written without fraction and exponent. */
  public long asLong() {
    return number("a 64-bit whole number", Long::valueOf);
  }

  /** The float nearest to this number; a number beyond the range of floats is refused. */
  public float asFloat() {
    return number("a number in the range of a float", text -> finite(Float.valueOf(text)));
  }

  /** The double nearest to this number; a number beyond the range of doubles is refused. */
  public double asDouble() {
    return number("a number in the range of a double", text -> finite(Double.valueOf(text)));
  }

  /** The elements of this array as {@link #asInt} gives them. */
  public int[] asInts() {
    int[] ints = new int[size()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = at(i).asInt();
    }
    return ints;
  }

  /** The elements of this array as {@link #asFloat} gives them. */
  public float[] asFloats() {
    float[] floats = new float[size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = at(i).asFloat();
    }
    return floats;
  }

  /** The elements of this array as {@link #asDouble} gives them. */
  public double[] asDoubles() {
    double[] doubles = new double[size()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = at(i).asDouble();
    }
    return doubles;
  }

  /** The text of this part, without white space; numbers as they were read. */
  @Override
  public String toString() {
    return write(this);
  }

  /**
   * An exception for a value that has the right type but cannot be accepted, with the place of this
   * part in front: {@code model.json: layers[2].dilation: must be at least 1 (0)}.
   */
  public JsonException problem(String what) {
    StringBuilder path = new StringBuilder();
    Json part = this;
    for (; part.parent != null; part = part.parent) {
      path.insert(0, JsonWriter.onOneLine(part.step));
    }
    String place = path.isEmpty() ? "" : path.substring(path.charAt(0) == '.' ? 1 : 0) + ": ";
    return new JsonException(part.step + ": " + place + what);
  }

  Object value() {
    return value;
  }

  private Map<String, Object> object() {
    if (value instanceof Members(Map<String, Object> map)) {
      return map;
    }
    throw expected("an object");
  }

  private List<Object> array() {
    if (value instanceof Elements(List<Object> list)) {
      return list;
    }
    throw expected("an array");
  }

  private String names() {
    Set<String> names = object().keySet();
    String some =
        names.stream().limit(MOST_NAMES).map(JsonWriter::quoted).collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names.size() > MOST_NAMES ? some + ", ..." : some;
  }

  private Json member(String name, Object part) {
    return new Json("." + name, this, part);
  }

  private Json element(int index, Object part) {
    return new Json("[" + index + "]", this, part);
  }

  private <T> T number(String what, Function<String, T> conversion) {
    if (value instanceof Numeral(String text)) {
      try {
        return conversion.apply(text);
      } catch (NumberFormatException e) {
        throw expected(what);
      }
    }
    throw expected(what);
  }

  private static <T extends Number> T finite(T number) {
    if (Double.isInfinite(number.doubleValue())) {
      throw new NumberFormatException();
    }
    return number;
  }

  private JsonException expected(String what) {
    String found =
        switch (value) {
          case Members _ -> "an object";
          case Elements _ -> "an array";
          case Numeral(String text) -> JsonWriter.shortened(text);
          case String string -> JsonWriter.quoted(string);
          case null, default -> String.valueOf(value);
        };
    return problem("expected " + what + " but found " + found);
  }
}
