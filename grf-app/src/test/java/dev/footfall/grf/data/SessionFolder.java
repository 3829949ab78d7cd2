package dev.footfall.grf.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small session for tests: an insole of 2 x 1 cells at 200 Hz, a force plate at 2000 Hz. */
public final class SessionFolder {
  public static final String JSON =
      """
      {
        "format": "footfall-session-1",
        "subject": "S01",
        "trial": "walk-1.1",
        "body_mass_kg": 70.5,
        "walking_speed_mps": 1.1,
        "insole": {
          "file": "insole.csv",
          "rate_hz": 200,
          "unit": "kPa",
          "layout": {"rows": 2, "columns": 1, "length_m": 0.26, "width_m": 0.1}
        },
        "force": {"file": "force.csv", "rate_hz": 2000, "unit": "N"}
      }
      """;

  public static final String INSOLE =
      """
      time [s],insole_left_01,insole_left_02 [kPa],insole_right_01,insole_right_02
      0.5,1,2,3,4
      0.505,5,,NaN,8
      0.51,9,10,11,12
      """;

  public static final String FORCE =
      """
      time [ms],grf_left [N],grf_right,grf_ap_left,grf_ap_right
      0,700,0,-10,0
      0.5,701,1,-11,1
      """;

  private SessionFolder() {}

  /** Writes a session that is as it should be. */
  public static Path write(Path folder) {
    return write(folder, JSON, INSOLE, FORCE);
  }

  public static Path write(Path folder, String json, String insole, String force) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("session.json"), json);
      Files.writeString(folder.resolve("insole.csv"), insole);
      Files.writeString(folder.resolve("force.csv"), force);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
