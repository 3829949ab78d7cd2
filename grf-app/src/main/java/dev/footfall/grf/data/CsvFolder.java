package dev.footfall.grf.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.csv.CSVRecord;

/**
 * A folder with a folder for each subject and a CSV recording for each of its trials, {@code
 * SUBJECT/TRIAL.csv} (format: {@link RecordingReader}). Names that begin with a dot are passed
 * over, as are folders without a recording.
 *
 * <p>Two files may stand beside the subjects: {@value #SUBJECTS}, with the columns {@code subject}
 * and {@code body_mass [kg]} (empty or NaN where unknown), and {@value #ATTRIBUTION}, whose first
 * line says who made the data.
 */
public final class CsvFolder implements RecordingSource {
  /** Name of the file with the body masses. */
  public static final String SUBJECTS = "subjects.csv";

  /** Name of the file that says who made the data. */
  public static final String ATTRIBUTION = "attribution.txt";

  private static final String SUFFIX = ".csv";

  private final Path folder;
  private final SortedMap<String, List<Path>> filesBySubject;
  private final Map<String, Double> bodyMassKg;

  /**
   * Lists the recordings and reads the body masses.
   *
   * @throws InputException if there are no recordings or {@value #SUBJECTS} cannot be understood
   */
  public CsvFolder(Path folder) {
    this.folder = folder;
    this.filesBySubject = filesBySubject(folder);
    if (filesBySubject.isEmpty()) {
      throw new InputException(folder + ": no recording found; expected SUBJECT/TRIAL.csv");
    }
    Path subjects = folder.resolve(SUBJECTS);
    this.bodyMassKg = Files.exists(subjects) ? bodyMasses(subjects) : Map.of();
  }

  /** Whether the folder has this layout. */
  static boolean isOne(Path folder) {
    return !filesBySubject(folder).isEmpty();
  }

  /** The trial that a file of this name holds. */
  static String trial(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** The recordings in a folder, in the order of their names. */
  static SortedMap<String, List<Path>> filesBySubject(Path folder) {
    SortedMap<String, List<Path>> bySubject = new TreeMap<>();
    for (Path subject : FolderFiles.list(folder)) {
      if (Files.isDirectory(subject)) {
        List<Path> files = new ArrayList<>();
        for (Path file : FolderFiles.list(subject)) {
          if (file.getFileName().toString().endsWith(SUFFIX)) {
            files.add(file);
          }
        }
        if (!files.isEmpty()) {
          bySubject.put(subject.getFileName().toString(), files);
        }
      }
    }
    return bySubject;
  }

  /** The masses in the file {@value #SUBJECTS}. */
  static Map<String, Double> bodyMasses(Path file) {
    Map<String, Double> masses = new HashMap<>();
    FolderFiles.Table table = FolderFiles.table(file, ',');
    int subject = table.column("subject");
    int mass = table.column("body_mass [kg]");
    for (CSVRecord row : table.rows()) {
      table.checkSize(row);
      if (masses.put(row.get(subject).strip(), table.massKg(row, mass)) != null) {
        throw new InputException(
            table.where(row)
                + ": column \"subject\": "
                + Quoted.text(row.get(subject))
                + " occurs twice");
      }
    }
    return masses;
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public List<String> subjects() {
    return List.copyOf(filesBySubject.keySet());
  }

  @Override
  public List<Recording> recordings(String subject) {
    List<Path> files = FolderFiles.of(subject, filesBySubject, name());
    double mass = bodyMassKg.getOrDefault(subject, Double.NaN);
    return files.stream()
        .map(
            file ->
                Recordings.read(
                    file, FolderFiles.relative(folder, file), subject, trial(file), mass))
        .toList();
  }

  @Override
  public String digest() {
    List<Path> files = new ArrayList<>();
    if (Files.exists(folder.resolve(SUBJECTS))) {
      files.add(folder.resolve(SUBJECTS));
    }
    filesBySubject.values().forEach(files::addAll);
    return FolderFiles.digest(folder, files);
  }

  @Override
  public String attribution() {
    return attribution(folder);
  }

  /** The first line of {@value #ATTRIBUTION} in a folder, or that there is none. */
  static String attribution(Path folder) {
    Path file = folder.resolve(ATTRIBUTION);
    if (Files.exists(file)) {
      String first = FolderFiles.firstLine(file);
      if (!first.isBlank()) {
        return first.strip();
      }
    }
    return "recordings in " + folder + ", maker not stated";
  }
}
