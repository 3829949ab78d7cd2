package dev.footfall.engine.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static final String DOCUMENT =
      """
      {"name": "cnn-s", "kept": true, "note": null,
       "layers": [{"kernel_size": 5}, {"kernel_size": "five"}],
       "scale": [0.5, -2e1], "shape": []}
      """;

  private final Json json = Json.parse("model.json", DOCUMENT);

  @Test
  void membersAndElementsAreReachedByNameAndIndex() {
    assertEquals("cnn-s", json.get("name").asString());
    assertTrue(json.get("kept").asBoolean());
    assertTrue(json.get("note").isNull());
    assertFalse(json.isNull());
    assertEquals(5, json.get("layers").at(0).get("kernel_size").asInt());
    assertArrayEquals(new float[] {0.5f, -20f}, json.get("scale").asFloats());
    assertArrayEquals(new double[] {0.5, -20}, json.get("scale").asDoubles());
    assertArrayEquals(new int[0], json.get("shape").asInts());
    assertEquals(2, json.get("layers").elements().size());
    assertTrue(json.find("absent").isEmpty());
    assertTrue(json.find("note").isPresent());
  }

  @Test
  void orderIsKept() {
    assertEquals(
        List.of("name", "kept", "note", "layers", "scale", "shape"),
        List.copyOf(json.members().keySet()));
  }

  @Test
  void escapesAreRead() {
    assertEquals(
        "\"\\/\b\f\n\r\t\u00e9\ud83e\uddb6\ud83e\uddb6",
        Json.parse("x", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E9\\uD83e\\udDB6\ud83e\uddb6\"")
            .asString());
  }

  @Test
  void wholeNumbersAreExact() {
    assertEquals(Long.MIN_VALUE, Json.parse("x", "-9223372036854775808").asLong());
    assertEquals(Integer.MAX_VALUE, Json.parse("x", "2147483647").asInt());
    assertEquals("123456789012345678901234567890", reread("123456789012345678901234567890"));
  }

  @Test
  void aWrongTypeNamesItsPlace() {
    Json layers = json.get("layers");
    assertProblem(
        "model.json: layers[1].kernel_size: expected a 32-bit whole number but found \"five\"",
        () -> layers.at(1).get("kernel_size").asInt());
    assertProblem(
        "model.json: layers: expected an object but found an array", () -> layers.get("x"));
    assertProblem(
        "model.json: layers[0]: expected an array but found an object", () -> layers.at(0).size());
    assertProblem("model.json: expected a string but found an object", json::asString);
    assertProblem(
        "model.json: kept: expected a 64-bit whole number but found true",
        () -> json.get("kept").asLong());
    assertProblem(
        "model.json: note: expected true or false but found null",
        () -> json.get("note").asBoolean());
  }

  @Test
  void whatIsMissingIsNamedWithWhatIsThere() {
    Json layer = json.get("layers").at(0);
    assertProblem(
        "model.json: layers[0]: member \"dilation\" is missing; found \"kernel_size\"",
        () -> layer.get("dilation"));
    assertProblem(
        "x: member \"dilation\" is missing; found none",
        () -> Json.parse("x", "{}").get("dilation"));
    assertProblem(
        "x: member \"k\" is missing; found \"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\","
            + " ...",
        () ->
            Json.parse(
                    "x",
                    "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9}")
                .get("k"));
    assertProblem(
        "model.json: layers: element 2 is missing; found 2", () -> json.get("layers").at(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e3", "2147483648", "-2147483649"})
  void notEveryNumberIsAnInt(String text) {
    assertProblem(
        "x: expected a 32-bit whole number but found " + text, () -> Json.parse("x", text).asInt());
  }

  @Test
  void numbersBeyondTheRangeAreRefusedWhenAskedFor() {
    assertProblem(
        "x: expected a number in the range of a double but found 1e309",
        () -> Json.parse("x", "1e309").asDouble());
    assertProblem(
        "x: expected a number in the range of a float but found -1e39",
        () -> Json.parse("x", "-1e39").asFloat());
    assertEquals(0.0, Json.parse("x", "1e-400").asDouble());
  }

  @Test
  void whatAnErrorQuotesStaysOnOneShortLine() {
    String name = "line\nline\u2028" + "x".repeat(1000);
    Json document = Json.parse("x", Json.write(Map.of(name, 1)));
    String message =
        assertThrows(JsonException.class, () -> document.get(name).asString()).getMessage();
    assertEquals(
        "x: line\\u000aline\\u2028" + "x".repeat(49) + "...: expected a string but found 1",
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|x:1:1: expected a value but found the end of the text (offset 0)",
        "{\"a\": 1,}|x:1:9: expected a member name in quotes but found '}' (offset 8)",
        "{\"a\" 1}|x:1:6: expected ':' but found '1' (offset 5)",
        "{\"a\": 1 \"b\": 2}|x:1:9: expected ',' or '}' but found '\"' (offset 8)",
        "{\"a\": 1, \"a\": 2}|x:1:10: member \"a\" is there twice (offset 9)",
        "[1 2]|x:1:4: expected ',' or ']' but found '2' (offset 3)",
        "[1,]|x:1:4: expected a value but found ']' (offset 3)",
        "[1|x:1:3: expected ',' or ']' but found the end of the text (offset 2)",
        "1 2|x:1:3: expected the end of the document but found '2' (offset 2)",
        "01|x:1:2: expected the end of the document but found '1' (offset 1)",
        "-|x:1:2: expected a digit but found the end of the text (offset 1)",
        "1.|x:1:3: expected a digit but found the end of the text (offset 2)",
        ".5|x:1:1: expected a value but found '.' (offset 0)",
        "+1|x:1:1: expected a value but found '+' (offset 0)",
        "1e+|x:1:4: expected a digit but found the end of the text (offset 3)",
        "1e+-1|x:1:4: expected a digit but found '-' (offset 3)",
        "NaN|x:1:1: expected a value but found 'N' (offset 0)",
        "nul|x:1:4: expected null but found the end of the text (offset 3)",
        "TRUE|x:1:1: expected a value but found 'T' (offset 0)",
        "'a'|x:1:1: expected a value but found ''' (offset 0)",
        "\"a|x:1:1: the string that begins here has no end (offset 0)",
        "\"a\\|x:1:4: expected one of \"\\/bfnrtu after a backslash but found the end of the text"
            + " (offset 3)",
        "\"\\x\"|x:1:3: expected one of \"\\/bfnrtu after a backslash but found 'x' (offset 2)",
        "\"\\u12g4\"|x:1:6: expected a hexadecimal digit but found 'g' (offset 5)",
        "\"\\u12|x:1:6: expected a hexadecimal digit but found the end of the text (offset 5)",
        "\"\\ud83e\"|x:1:1: the string that begins here holds an unpaired surrogate (offset 0)",
        "// no|x:1:1: expected a value but found '/' (offset 0)",
      })
  void textThatBreaksTheGrammarIsRefused(String text, String message) {
    assertProblem(message, () -> Json.parse("x", text));
  }

  @ParameterizedTest
  @CsvSource({
    "'\uff11', 'x:1:1: expected a value but found U+FF11 (offset 0)'",
    "'\ufeff1', 'x:1:1: expected a value but found U+FEFF (offset 0)'",
    "'\u00a01', 'x:1:1: expected a value but found U+00A0 (offset 0)'",
    "'\"\\u\uff11\uff11\uff11\uff11\"', 'x:1:4: expected a hexadecimal digit but found U+FF11"
        + " (offset 3)'",
    "'\"\t\"', 'x:1:2: expected an escape for a control character but found U+0009 (offset 1)'",
  })
  void onlyAsciiHasMeaningOutsideStrings(String text, String message) {
    assertProblem(message, () -> Json.parse("x", text));
  }

  @Test
  void errorsCountLines() {
    assertProblem(
        "x:3:3: expected a value but found '}' (offset 10)",
        () -> Json.parse("x", "{\n\"a\":\r\n \t}"));
    assertProblem(
        "x:2:1: expected a value but found the end of the text (offset 2)",
        () -> Json.parse("x", "[\n"));
  }

  @Test
  void nestingIsLimited() {
    String deepest = "[".repeat(64) + "]".repeat(64);
    assertEquals(deepest, reread(deepest));
    assertProblem(
        "x:1:65: more than 64 levels of arrays and objects (offset 64)",
        () -> Json.parse("x", "[".repeat(100_000)));
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("self", own);
    assertProblem("json: more than 64 levels of arrays and objects", () -> Json.write(own));
  }

  @Test
  void compactTextHasNoSpace() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("z", 1);
    value.put("a", Arrays.asList(null, true, "x\"\\\n\u0001\u00e9"));
    value.put("numbers", List.of((byte) 1, (short) 2, 3L, 0.1f, 1e10, -0.0));
    value.put("arrays", List.of(new int[] {1}, new long[] {2}, new float[] {3}, new double[0]));
    value.put("json", Json.parse("x", "{ \"kept\" : 1.50 }"));
    assertEquals(
        "{\"z\":1,\"a\":[null,true,\"x\\\"\\\\\\n"
            + "\\u0001\u00e9\"],\"numbers\":[1,2,3,0.1,1.0E10,-0.0],"
            + "\"arrays\":[[1],[2],[3.0],[]],\"json\":{\"kept\":1.50}}",
        Json.write(value));
  }

  @Test
  void indentedTextHasOneMemberALine() {
    assertEquals(
        """
        {
          "layers": [
            {
              "kernel_size": 5
            },
            {
              "kernel_size": "five"
            }
          ],
          "scale": [0.5, -2e1],
          "none": [],
          "empty": {}
        }\
        """,
        Json.writeIndented(
            Json.parse(
                "x",
                """
                {"layers": [{"kernel_size": 5}, {"kernel_size": "five"}],
                 "scale": [0.5, -2e1], "none": [], "empty": {}}
                """)));
  }

  @Test
  void whatJsonCannotHoldIsRefused() {
    assertProblem("json: NaN is not a number that JSON can hold", () -> Json.write(Double.NaN));
    assertProblem(
        "json: -Infinity is not a number that JSON can hold",
        () -> Json.write(new float[] {1, Float.NEGATIVE_INFINITY}));
    assertProblem("json: \"\\ud83e\" holds an unpaired surrogate", () -> Json.write("\ud83e"));
    assertProblem("json: no form for a java.lang.Object", () -> Json.write(new Object()));
    assertProblem("json: the name of a member is not a string: 1", () -> Json.write(Map.of(1, 2)));
  }

  @Property
  void everyFiniteFloatReadsBackToItsBits(@ForAll int bits) {
    float value = Float.intBitsToFloat(bits);
    if (Float.isFinite(value)) {
      assertEquals(value, Json.parse("x", Json.write(value)).asFloat());
    }
  }

  @Property
  void everyFiniteDoubleReadsBackToItsBits(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isFinite(value)) {
      assertEquals(value, Json.parse("x", Json.write(value)).asDouble());
    }
  }

  @Property
  void whatIsWrittenReadsBackTheSame(@ForAll("values") Object value) {
    String text = Json.write(value);
    assertEquals(text, reread(text));
    assertEquals(text, reread(Json.writeIndented(value)));
  }

  @Property
  void everyTextIsReadOrRefused(@ForAll("nearlyJson") String text) {
    try {
      Json.parse("x", text);
    } catch (JsonException e) {
      assertTrue(e.getMessage().startsWith("x:"), e::getMessage);
      assertEquals(1, e.getMessage().lines().count(), e::getMessage);
    }
  }

  @Provide
  Arbitrary<String> nearlyJson() {
    return Arbitraries.strings()
        .withChars("{}[],:\"\\truefalsnu0123.eE+- \n\u0000\u00e9")
        .ofMaxLength(30);
  }

  @Provide
  Arbitrary<Object> values() {
    Arbitrary<Object> leaves =
        Arbitraries.oneOf(
            Arbitraries.longs().map(Object.class::cast),
            Arbitraries.doubles().map(Object.class::cast),
            Arbitraries.floats().map(Object.class::cast),
            Arbitraries.of(true, false).map(Object.class::cast),
            strings().map(Object.class::cast),
            Arbitraries.just(null));
    return Arbitraries.recursive(
        () -> leaves,
        values ->
            Arbitraries.oneOf(
                values.list().ofMaxSize(3).map(Object.class::cast),
                Arbitraries.maps(strings(), values).ofMaxSize(3).map(Object.class::cast)),
        0,
        3);
  }

  private static Arbitrary<String> strings() {
    return Arbitraries.strings().ofMaxLength(5).filter(s -> !JsonWriter.hasUnpairedSurrogate(s));
  }

  private static String reread(String text) {
    return Json.parse("x", text).toString();
  }

  private static void assertProblem(String message, Runnable action) {
    assertEquals(message, assertThrows(JsonException.class, action::run).getMessage());
  }
}
