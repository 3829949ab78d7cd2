package dev.footfall.grf.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;

/**
 * A copy of PhysioNet's "Gait in Parkinson's Disease" (gaitpdb 1.0.0): walks of people with and
 * without Parkinson's disease on insoles of eight force cells for each foot, at 100 Hz.
 *
 * <p>Layout: {@code demographics.txt} (tab separated, with a header; columns {@code ID}, {@code
 * Weight} in kg and {@code Speed_01}, ... in m/s, one for each trial, are used) and the walks,
 * {@code GaCo01_01.txt} for subject {@code GaCo01} and trial {@code 01}, in the folder {@code walk}
 * or, as published, beside the demographics. The cells are calibrated in N; the totals are the sums
 * of the eight cells of a foot, not a force plate.
 */
public final class GaitpdbFolder implements RecordingSource {
  /** The rate that the data set states. */
  static final double SAMPLING_RATE_HZ = 100;

  /** The columns of a walk: time, then cells of the left and right foot, then both totals. */
  static final List<ColumnHeader> COLUMNS = columns();

  /** Name of the file with body masses and speeds. */
  static final String DEMOGRAPHICS = "demographics.txt";

  private static final Pattern SPEED = Pattern.compile("Speed_([0-9]+)");

  private static final String ATTRIBUTION =
      "Gait in Parkinson's Disease (gaitpdb 1.0.0), PhysioNet (Goldberger et al., Circulation"
          + " 101(23):e215-e220, 2000), Open Data Commons Attribution License v1.0; studies: Yogev"
          + " et al. 2005 (Ga), Hausdorff et al. 2007 (Ju), Frenkel-Toledo et al. 2005 (Si)";

  private final Path folder;
  private final SortedMap<String, List<Walk>> walksBySubject;
  private final Demographics demographics;

  private record Trial(String subject, String number) {}

  private record Demographics(Map<String, Double> bodyMassKg, Map<Trial, Double> speedMps) {}

  /**
   * One walk.
   *
   * @param subject study, group and number, {@code GaCo01}
   * @param trial number of the walk, {@code 01}
   */
  record Walk(Path file, String subject, String trial) {
    private static final Pattern NAME =
        Pattern.compile("([A-Z][a-z](?:Co|Pt)[0-9]+)_([0-9]+)\\.txt");

    /** The walk in a file of that name, or null if the name is another one. */
    static Walk of(Path file) {
      Matcher matcher = NAME.matcher(file.getFileName().toString());
      return matcher.matches() ? new Walk(file, matcher.group(1), matcher.group(2)) : null;
    }
  }

  /**
   * Lists the walks and reads the demographics.
   *
   * @throws InputException if there are no walks or the demographics cannot be understood
   */
  public GaitpdbFolder(Path folder) {
    this.folder = folder;
    this.walksBySubject = walksBySubject(folder);
    if (walksBySubject.isEmpty()) {
      throw new InputException(
          walks(folder) + ": no walk found; expected files such as GaCo01_01.txt");
    }
    this.demographics = demographics(folder.resolve(DEMOGRAPHICS));
  }

  /** Whether the folder has the layout of gaitpdb. */
  static boolean isOne(Path folder) {
    if (!Files.isRegularFile(folder.resolve(DEMOGRAPHICS))) {
      return false;
    }
    return Files.isDirectory(folder.resolve("walk"))
        || FolderFiles.list(folder).stream().anyMatch(file -> Walk.of(file) != null);
  }

  /** The walks in a folder, in the order of their names. */
  static SortedMap<String, List<Walk>> walksBySubject(Path folder) {
    SortedMap<String, List<Walk>> bySubject = new TreeMap<>();
    for (Path file : FolderFiles.list(walks(folder))) {
      Walk walk = Walk.of(file);
      if (walk != null) {
        bySubject.computeIfAbsent(walk.subject(), s -> new ArrayList<>()).add(walk);
      }
    }
    return bySubject;
  }

  private static Path walks(Path folder) {
    Path walk = folder.resolve("walk");
    return Files.isDirectory(walk) ? walk : folder;
  }

  /** Mass of each subject in kg, NaN where it is unknown. */
  static Map<String, Double> bodyMasses(Path file) {
    return demographics(file).bodyMassKg();
  }

  /** Rows differ in length and end in empty ones, so only the columns that matter are read. */
  private static Demographics demographics(Path file) {
    Map<String, Double> bodyMassKg = new HashMap<>();
    Map<Trial, Double> speedMps = new HashMap<>();
    FolderFiles.Table table = FolderFiles.table(file, '\t');
    int id = table.column("ID");
    int weight = table.column("Weight");
    for (CSVRecord row : table.rows()) {
      if (row.size() > Math.max(id, weight) && !row.get(id).isBlank()) {
        String subject = row.get(id).strip();
        bodyMassKg.put(subject, table.massKg(row, weight));
        for (int column = 0; column < Math.min(row.size(), table.header().size()); column++) {
          Matcher speed = SPEED.matcher(table.header().get(column).strip());
          if (speed.matches()) {
            speedMps.put(
                new Trial(subject, speed.group(1)), table.positive(row, column, "speed in m/s"));
          }
        }
      }
    }
    return new Demographics(bodyMassKg, speedMps);
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public List<String> subjects() {
    return List.copyOf(walksBySubject.keySet());
  }

  @Override
  public List<Recording> recordings(String subject) {
    List<Walk> walks = FolderFiles.of(subject, walksBySubject, name());
    double mass = demographics.bodyMassKg().getOrDefault(subject, Double.NaN);
    return walks.stream()
        .map(walk -> Recordings.read(walk.file(), name(walk), subject, walk.trial(), mass))
        .toList();
  }

  @Override
  public double speedMps(String subject, String trial) {
    return demographics.speedMps().getOrDefault(new Trial(subject, trial), Double.NaN);
  }

  @Override
  public Optional<SensorLayout> layout(Recording recording) {
    return Optional.of(SensorLayout.GAITPDB).filter(layout -> layout.isOf(recording));
  }

  private String name(Walk walk) {
    return FolderFiles.relative(folder, walk.file());
  }

  @Override
  public String digest() {
    return FolderFiles.digest(
        folder,
        Stream.concat(
                Stream.of(folder.resolve(DEMOGRAPHICS)),
                walksBySubject.values().stream().flatMap(List::stream).map(Walk::file))
            .toList());
  }

  @Override
  public String attribution() {
    return ATTRIBUTION;
  }

  private static List<ColumnHeader> columns() {
    List<ColumnHeader> columns = new ArrayList<>();
    columns.add(ColumnHeader.of(RecordingHeader.TIME, Unit.SECOND));
    for (Foot foot : Foot.values()) {
      for (int cell = 1; cell <= 8; cell++) {
        columns.add(ColumnHeader.of(foot.insole(cell), Unit.NEWTON));
      }
    }
    for (Foot foot : Foot.values()) {
      columns.add(ColumnHeader.of(foot.grf(), Unit.NEWTON));
    }
    return List.copyOf(columns);
  }
}
