package dev.footfall.grf.data;

import dev.footfall.engine.format.Json;
import dev.footfall.engine.format.JsonException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A task of a user's own, a JSON object with the members {@code name}, {@code sampling_rate_hz},
 * {@code inputs}, {@code input_unit} (N or kPa), {@code targets}, {@code note} and, if the inputs
 * are to be made worse, {@code sensor} with all members of {@link WorseSensor#json}.
 */
final class TaskFile {
  private static final int MOST_INPUTS = 8192;
  private static final int MOST_TARGETS = 64;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern CHANNEL = Pattern.compile("\\S|\\S.{0,98}\\S");
  private static final Pattern NOTE = Pattern.compile("[^\\p{Cntrl}]{1,1000}");

  private TaskFile() {}

  /**
   * Reads a task.
   *
   * @throws InputException if there is none in the file
   */
  static Task read(Path file) {
    try {
      return of(Json.parse(file.toString(), SessionHeader.text(file, file.toString())));
    } catch (JsonException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  private static Task of(Json json) {
    SessionHeader.requireOnly(
        json,
        Set.of("name", "sampling_rate_hz", "inputs", "input_unit", "targets", "note", "sensor"));
    json.find("sensor")
        .ifPresent(sensor -> SessionHeader.requireOnly(sensor, WorseSensor.NONE.json().keySet()));
    Json name = json.get("name");
    String text = matching(name, NAME, "a name of letters, digits and ._-");
    if (Task.names().contains(text)) {
      throw name.problem("is a built-in task; give yours another name (" + text + ")");
    }
    Json unit = json.get("input_unit");
    if (!List.of("N", "kPa").contains(unit.asString())) {
      throw unit.problem("expected N or kPa but found " + Quoted.text(unit.asString()));
    }
    List<String> inputs = channels(json.get("inputs"), MOST_INPUTS, List.of());
    return new Task(
        text,
        SessionHeader.number(json.get("sampling_rate_hz"), 1, 10_000),
        inputs,
        Unit.of(unit.asString()),
        channels(json.get("targets"), MOST_TARGETS, inputs),
        matching(json.get("note"), NOTE, "a sentence"),
        json.find("sensor").map(WorseSensor::of).orElse(WorseSensor.NONE));
  }

  private static List<String> channels(Json json, int most, List<String> others) {
    if (json.size() < 1 || json.size() > most) {
      throw json.problem("must be 1 to " + most + " channels (" + json.size() + ")");
    }
    Set<String> seen = new HashSet<>(others);
    for (Json channel : json.elements()) {
      if (!seen.add(matching(channel, CHANNEL, "the name of a channel"))) {
        throw channel.problem("is there already (" + channel.asString() + ")");
      }
    }
    return json.elements().stream().map(Json::asString).toList();
  }

  private static String matching(Json json, Pattern pattern, String what) {
    if (!pattern.matcher(json.asString()).matches()) {
      throw json.problem("expected " + what + " but found " + Quoted.text(json.asString()));
    }
    return json.asString();
  }
}
