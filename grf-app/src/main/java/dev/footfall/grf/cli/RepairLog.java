package dev.footfall.grf.cli;

import dev.footfall.grf.data.Foot;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.data.Repairs;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.report.Figures;
import dev.footfall.grf.signal.GaitEvents;
import dev.footfall.grf.signal.SessionAssembly;
import dev.footfall.grf.signal.StanceDetector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What was mended in the recordings that a command made of sessions, and how people walked. */
final class RepairLog implements Consumer<Recording> {
  private final SortedMap<String, Entry> byRecording = new TreeMap<>();

  private record Entry(Repairs repairs, double cadencePerMinute) {}

  /** The recordings in a folder as a task sees them, sessions among them; those are logged. */
  RecordingSource open(Path folder, Task task) {
    return task.source(
        RecordingSource.open(folder, new SessionAssembly(task.samplingRateHz(), this)));
  }

  @Override
  public void accept(Recording recording) {
    byRecording.put(recording.name(), new Entry(recording.repairs(), cadence(recording)));
  }

  private static double cadence(Recording recording) {
    List<GaitEvents> feet = new ArrayList<>();
    for (Foot foot : Foot.values()) {
      if (recording.has(foot.grf())) {
        feet.add(
            GaitEvents.of(
                recording.column(foot.grf()), recording.samplingRateHz(), StanceDetector.USUAL));
      }
    }
    return GaitEvents.cadencePerMinute(feet);
  }

  /** What was mended, by the name of the recording. */
  SortedMap<String, Repairs> repairs() {
    SortedMap<String, Repairs> repairs = new TreeMap<>();
    byRecording.forEach((name, entry) -> repairs.put(name, entry.repairs));
    return repairs;
  }

  /** Notes the sums in one line, if any session was read. */
  void tell(Console console) {
    if (!byRecording.isEmpty()) {
      console.note(text());
    }
  }

  private String text() {
    long frames = 0;
    long samples = 0;
    long values = 0;
    double offsetS = 0;
    double driftPpm = 0;
    for (Entry entry : byRecording.values()) {
      Repairs repairs = entry.repairs;
      frames += repairs.filledInsoleFrames();
      samples += repairs.filledForceSamples();
      values += repairs.filledValues();
      offsetS = Math.max(offsetS, Math.abs(repairs.offsetS()));
      driftPpm = Math.max(driftPpm, Math.abs(repairs.driftPpm()));
    }
    return ("recordings of sessions: %d; filled: %s insole frames, %s force samples, %s values;"
            + " clocks apart by up to %s s and %s ppm")
        .formatted(
            byRecording.size(),
            Figures.count(frames),
            Figures.count(samples),
            Figures.count(values),
            Figures.fixed(offsetS, 3),
            Figures.fixed(driftPpm, 0));
  }

  /** An object for each recording, by name. */
  List<Map<String, Object>> json() {
    List<Map<String, Object>> list = new ArrayList<>();
    byRecording.forEach(
        (name, entry) -> {
          Repairs repairs = entry.repairs;
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("recording", name);
          json.put("filled_insole_frames", repairs.filledInsoleFrames());
          json.put("filled_force_samples", repairs.filledForceSamples());
          json.put("filled_values", repairs.filledValues());
          json.put("clock_offset_s", repairs.offsetS());
          json.put("clock_drift_ppm", repairs.driftPpm());
          double cadence = entry.cadencePerMinute;
          json.put("cadence_per_minute", Double.isNaN(cadence) ? null : cadence);
          list.add(json);
        });
    return list;
  }
}
