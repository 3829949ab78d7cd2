package dev.footfall.grf.data;

import dev.footfall.engine.format.Json;
import dev.footfall.engine.format.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What {@value #FILE} says about a session. A member that is not known is refused, as is a number
 * that no session can have, so that a slip does not pass for data.
 *
 * @param subject who walked
 * @param trial which walk, unique within the subject
 * @param bodyMassKg 2 to 400, or NaN where it is unknown
 * @param walkingSpeedMps 0 to 13, or NaN where it is unknown
 * @param layout the cells of an insole
 * @param insole the insole's file
 * @param force the force plate's file
 */
public record SessionHeader(
    String subject,
    String trial,
    double bodyMassKg,
    double walkingSpeedMps,
    SensorLayout layout,
    StreamSpec insole,
    StreamSpec force) {
  /** Name of the file that makes a folder a session. */
  public static final String FILE = "session.json";

  /** The version of the format, which the member {@code format} states. */
  public static final String VERSION = "footfall-session-1";

  private static final int LARGEST_BYTES = 1 << 20;
  private static final int MOST_CELLS = 4096;
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._+-]{0,99}");

  /** Reads the header of a session's folder; messages begin with {@code name/session.json}. */
  static SessionHeader read(Path folder, String name, StreamFormats formats) {
    String source = name + "/" + FILE;
    try {
      return parse(source, text(folder.resolve(FILE), source), formats);
    } catch (JsonException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  /** The text of a JSON file of a user, which is not endless. */
  static String text(Path file, String source) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_BYTES + 1);
      if (bytes.length > LARGEST_BYTES) {
        throw new InputException(source + ": larger than " + LARGEST_BYTES + " bytes");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InputException(source + ": the text is not UTF-8", e);
    } catch (NoSuchFileException e) {
      throw new InputException(source + ": no such file", e);
    } catch (IOException e) {
      throw new InputException(source + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  static SessionHeader parse(String source, String text, StreamFormats formats) {
    Json json = Json.parse(source, text);
    Json format = json.get("format");
    if (!format.asString().equals(VERSION)) {
      throw format.problem("expected \"" + VERSION + "\" but found " + quoted(format));
    }
    requireOnly(
        json,
        Set.of(
            "format",
            "subject",
            "trial",
            "body_mass_kg",
            "walking_speed_mps",
            "note",
            "insole",
            "force"));
    json.find("note").ifPresent(Json::asString);
    Json insole = json.get("insole");
    requireOnly(insole, Set.of("file", "format", "rate_hz", "unit", "layout"));
    Json force = json.get("force");
    requireOnly(force, Set.of("file", "format", "rate_hz", "unit"));
    return new SessionHeader(
        name(json.get("subject")),
        name(json.get("trial")),
        numberOrNaN(json, "body_mass_kg", 2, 400),
        numberOrNaN(json, "walking_speed_mps", 0, 13),
        layout(insole.get("layout")),
        stream(insole, formats, "kPa, Pa, N or kN"),
        stream(force, formats, "N or kN"));
  }

  private static StreamSpec stream(Json json, StreamFormats formats, String units) {
    String format = json.find("format").map(Json::asString).orElse(CsvFormat.NAME);
    if (formats.find(format) == null) {
      throw json.get("format")
          .problem(
              "expected one of " + formats.names() + " but found " + quoted(json.get("format")));
    }
    Json unit = json.get("unit");
    if (!List.of(units.split(", | or ")).contains(unit.asString())) {
      throw unit.problem("expected " + units + " but found " + quoted(unit));
    }
    return new StreamSpec(
        name(json.get("file")), format, number(json.get("rate_hz"), 1, 100_000), unit.asString());
  }

  private static SensorLayout layout(Json json) {
    if (json.find("cells").isEmpty()) {
      requireOnly(json, Set.of("rows", "columns", "length_m", "width_m"));
      int rows = count(json.get("rows"));
      int columns = count(json.get("columns"));
      if (rows * columns > MOST_CELLS) {
        throw json.problem("must have at most " + MOST_CELLS + " cells (" + rows * columns + ")");
      }
      return SensorLayout.grid(
          rows,
          columns,
          number(json.get("length_m"), 0.05, 0.6),
          number(json.get("width_m"), 0.02, 0.3));
    }
    requireOnly(json, Set.of("cells"));
    List<SensorLayout.Place> cells = new ArrayList<>();
    Json places = json.get("cells");
    if (places.size() < 1 || places.size() > MOST_CELLS) {
      throw places.problem("must be 1 to " + MOST_CELLS + " cells (" + places.size() + ")");
    }
    for (Json cell : places.elements()) {
      requireOnly(cell, Set.of("along_m", "across_m"));
      cells.add(
          new SensorLayout.Place(
              number(cell.get("along_m"), 0, 0.6), number(cell.get("across_m"), 0, 0.3)));
    }
    return new SensorLayout(0, 0, cells);
  }

  /** Refuses a member that is not known. */
  static void requireOnly(Json json, Set<String> known) {
    for (Map.Entry<String, Json> member : json.members().entrySet()) {
      if (!known.contains(member.getKey())) {
        throw member
            .getValue()
            .problem(
                "is not known here; known: " + String.join(", ", known.stream().sorted().toList()));
      }
    }
  }

  /** A name that can be a file's on every system, and cannot lead out of a folder. */
  private static String name(Json json) {
    if (!NAME.matcher(json.asString()).matches()) {
      throw json.problem("expected a name of letters, digits and ._+- but found " + quoted(json));
    }
    return json.asString();
  }

  private static int count(Json json) {
    int count = json.asInt();
    if (count < 1 || count > MOST_CELLS) {
      throw json.problem("must be 1 to " + MOST_CELLS + " (" + count + ")");
    }
    return count;
  }

  private static double numberOrNaN(Json json, String member, double least, double most) {
    Json value = json.get(member);
    return value.isNull() ? Double.NaN : number(value, least, most);
  }

  /** A number within bounds. */
  static double number(Json json, double least, double most) {
    double number = json.asDouble();
    if (!(number >= least && number <= most)) {
      throw json.problem(
          "must be "
              + Decimals.text(least)
              + " to "
              + Decimals.text(most)
              + " ("
              + Decimals.text(number)
              + ")");
    }
    return number;
  }

  private static String quoted(Json json) {
    return Quoted.text(json.asString());
  }
}
