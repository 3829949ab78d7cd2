package dev.footfall.grf.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A folder of sessions, {@code DIR/SESSION} or {@code DIR/SUBJECT/SESSION}, each of which an
 * assembly makes into recordings. Subject and trial are those that {@value SessionHeader#FILE}
 * states. The first line of {@value CsvFolder#ATTRIBUTION} beside them says who made the data.
 */
public final class SessionSource implements RecordingSource {
  /** How the parts of a session that a long gap divides are told apart, {@code walk part 2}. */
  public static final String PART = " part ";

  private final Path folder;
  private final Function<RawSession, List<Recording>> assembly;
  private final SortedMap<String, List<Session>> bySubject = new TreeMap<>();

  private record Session(Path folder, RawSession raw) {}

  /**
   * Reads the headers of all sessions.
   *
   * @param assembly makes recordings of a session, one or more
   * @throws InputException if there is no session, a header cannot be understood, or a subject has
   *     two sessions of one trial
   */
  public SessionSource(Path folder, Function<RawSession, List<Recording>> assembly) {
    this.folder = folder;
    this.assembly = assembly;
    Set<String> trials = new HashSet<>();
    for (Path session : RawSession.find(folder)) {
      String relative = FolderFiles.relative(folder, session);
      String name = relative.isEmpty() ? folder.toString() : relative;
      RawSession raw = RawSession.read(session, name, StreamFormats.installed());
      SessionHeader header = raw.header();
      if (!trials.add(header.subject() + '\n' + header.trial())) {
        throw new InputException(
            name
                + ": subject "
                + Quoted.text(header.subject())
                + " has another session of trial "
                + Quoted.text(header.trial()));
      }
      bySubject
          .computeIfAbsent(header.subject(), s -> new ArrayList<>())
          .add(new Session(session, raw));
    }
    if (bySubject.isEmpty()) {
      throw new InputException(folder + ": no session found; expected SESSION/session.json");
    }
    bySubject
        .values()
        .forEach(list -> list.sort(Comparator.comparing(s -> s.raw.header().trial())));
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public List<String> subjects() {
    return List.copyOf(bySubject.keySet());
  }

  @Override
  public List<Recording> recordings(String subject) {
    return FolderFiles.of(subject, bySubject, name()).stream()
        .flatMap(session -> assembly.apply(session.raw).stream())
        .toList();
  }

  /** Speed that a session's header states for the walk, in m/s; NaN where it states none. */
  @Override
  public double speedMps(String subject, String trial) {
    return header(subject, trial).map(SessionHeader::walkingSpeedMps).orElse(Double.NaN);
  }

  /** The layout that the session's header states; none where the recording lacks cells of it. */
  @Override
  public Optional<SensorLayout> layout(Recording recording) {
    return header(recording.subject(), recording.trial())
        .map(SessionHeader::layout)
        .filter(layout -> layout.isOf(recording));
  }

  private Optional<SessionHeader> header(String subject, String trial) {
    return FolderFiles.of(subject, bySubject, name()).stream()
        .map(session -> session.raw.header())
        .filter(h -> h.trial().equals(trial) || trial.startsWith(h.trial() + PART))
        .findFirst();
  }

  /** {@inheritDoc} Here, header, insole and force of each session; the assembly is not hashed. */
  @Override
  public String digest() {
    List<Path> files = new ArrayList<>();
    for (List<Session> sessions : bySubject.values()) {
      for (Session session : sessions) {
        SessionHeader header = session.raw.header();
        files.add(session.folder.resolve(SessionHeader.FILE));
        files.add(session.folder.resolve(header.insole().file()));
        files.add(session.folder.resolve(header.force().file()));
      }
    }
    return FolderFiles.digest(folder, files);
  }

  @Override
  public String attribution() {
    return CsvFolder.attribution(folder);
  }
}
