package dev.footfall.grf.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Every problem of a folder of recordings at once, whatever its layout: sessions, CSV for each
 * subject, or a copy of gaitpdb. Files are read row by row, twice the beginning of each.
 *
 * @param layout {@code sessions}, {@code csv} or {@code gaitpdb}
 * @param files recordings that were looked at; an insole and a force of a session are two
 * @param samples samples that were read
 * @param problems what was found, in the order of the files
 */
public record DataSetCheck(String layout, int files, long samples, List<Problem> problems) {
  private static final double GRAVITY_MPS2 = 9.81;

  /** A peak of force that nobody walks with, in body weights: beyond it the unit is doubted. */
  private static final double LEAST_PEAK_BW = 0.3;

  private static final double MOST_PEAK_BW = 5;
  private static final double HEAVIEST_KG = 250;
  private static final double LIGHTEST_KG = 8;

  /** How much longer one stream of a session may be than the other, in s. */
  private static final double LONGER_S = 10;

  /** Copies the problems. */
  public DataSetCheck {
    problems = List.copyOf(problems);
  }

  /**
   * Checks a folder.
   *
   * @throws InputException if there is no folder or no recording in it
   */
  public static DataSetCheck of(Path folder) {
    return of(folder, StreamFormats.installed());
  }

  /** The same, with formats of one's own. */
  public static DataSetCheck of(Path folder, StreamFormats formats) {
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          folder + (Files.exists(folder) ? ": not a folder" : ": no such folder"));
    }
    Check check = new Check(folder, formats);
    List<Path> sessions = RawSession.find(folder);
    if (!sessions.isEmpty()) {
      check.sessions(sessions);
      return check.result("sessions");
    }
    if (GaitpdbFolder.isOne(folder)) {
      check.gaitpdb();
      return check.result("gaitpdb");
    }
    if (CsvFolder.isOne(folder)) {
      check.csv();
      return check.result("csv");
    }
    throw FolderFiles.noRecordings(folder);
  }

  /** A check on its way. */
  private static final class Check {
    private final Path folder;
    private final StreamFormats formats;
    private final Problems problems = new Problems();
    private int files;
    private long samples;

    Check(Path folder, StreamFormats formats) {
      this.folder = folder;
      this.formats = formats;
    }

    DataSetCheck result(String layout) {
      return new DataSetCheck(layout, files, samples, problems.list());
    }

    void csv() {
      Path subjects = folder.resolve(CsvFolder.SUBJECTS);
      Map<String, Double> masses =
          Files.exists(subjects)
              ? masses(CsvFolder.SUBJECTS, () -> CsvFolder.bodyMasses(subjects))
              : Map.of();
      CsvFolder.filesBySubject(folder)
          .forEach((subject, own) -> recordings(CsvFolder.SUBJECTS, subject, own, masses));
    }

    void gaitpdb() {
      Map<String, Double> masses =
          masses(
              GaitpdbFolder.DEMOGRAPHICS,
              () -> GaitpdbFolder.bodyMasses(folder.resolve(GaitpdbFolder.DEMOGRAPHICS)));
      GaitpdbFolder.walksBySubject(folder)
          .forEach(
              (subject, walks) ->
                  recordings(
                      GaitpdbFolder.DEMOGRAPHICS,
                      subject,
                      walks.stream().map(GaitpdbFolder.Walk::file).toList(),
                      masses));
    }

    private Map<String, Double> masses(String file, Supplier<Map<String, Double>> table) {
      try {
        return table.get();
      } catch (InputException e) {
        problems.add(Problem.Kind.HEADER, file, e);
        return Map.of();
      }
    }

    private void recordings(
        String table, String subject, List<Path> own, Map<String, Double> masses) {
      double mass = masses.getOrDefault(subject, Double.NaN);
      mass(table, subject, mass);
      for (Path file : own) {
        String name = FolderFiles.relative(folder, file);
        files++;
        CsvCheck check = new CsvCheck(problems, file, name, CsvCheck::ofRecording);
        boolean gaitpdb = table.equals(GaitpdbFolder.DEMOGRAPHICS);
        SampleCheck found = check.run(gaitpdb ? GaitpdbFolder.SAMPLING_RATE_HZ : Double.NaN);
        if (found != null) {
          samples += found.samples();
          peak(name, found.highestForceN(), mass);
        }
      }
    }

    void sessions(List<Path> sessions) {
      Set<String> names = new HashSet<>();
      for (Path session : sessions) {
        String name = session.equals(folder) ? "." : FolderFiles.relative(folder, session);
        String header = name + "/" + SessionHeader.FILE;
        RawSession raw;
        try {
          raw = RawSession.read(session, name, formats);
        } catch (InputException e) {
          problems.add(Problem.Kind.HEADER, header, e);
          continue;
        }
        SessionHeader said = raw.header();
        if (!names.add(said.subject() + "/" + said.trial())) {
          problems.add(
              Problem.Kind.NAME,
              header,
              0,
              null,
              "another session is trial "
                  + Quoted.text(said.trial())
                  + " of subject "
                  + Quoted.text(said.subject())
                  + " as well");
        }
        mass(header, said.subject(), said.bodyMassKg());
        SampleCheck insole =
            stream(
                session,
                name + "/" + said.insole().file(),
                said.insole(),
                rows -> StreamHeader.insole(rows, said.insole(), said.layout()),
                raw::openInsole);
        SampleCheck force =
            stream(
                session,
                name + "/" + said.force().file(),
                said.force(),
                rows -> StreamHeader.force(rows, said.force()),
                raw::openForce);
        if (force != null) {
          peak(name + "/" + said.force().file(), force.highestForceN(), said.bodyMassKg());
        }
        if (insole != null
            && force != null
            && Math.abs(insole.durationS() - force.durationS()) > LONGER_S) {
          problems.add(
              Problem.Kind.LENGTH,
              header,
              0,
              null,
              "the insole lasts "
                  + RecordingReader.micro(insole.durationS())
                  + " s but the force "
                  + RecordingReader.micro(force.durationS())
                  + " s");
        }
      }
    }

    private SampleCheck stream(
        Path session,
        String name,
        StreamSpec spec,
        Function<CsvRows, List<ColumnHeader>> header,
        Supplier<SampleStream> open) {
      files++;
      SampleCheck found =
          spec.format().equals(CsvFormat.NAME)
              ? new CsvCheck(problems, session.resolve(spec.file()), name, header)
                  .run(spec.rateHz())
              : foreign(name, spec, open);
      samples += found == null ? 0 : found.samples();
      return found;
    }

    /** A stream of another format: it is read until its reader refuses it. */
    private SampleCheck foreign(String name, StreamSpec spec, Supplier<SampleStream> open) {
      SampleCheck check = null;
      try (SampleStream stream = open.get()) {
        check =
            new SampleCheck(problems, name, stream.channels(), 1 / spec.rateHz(), spec.rateHz());
        float[] row = new float[stream.channels().size()];
        for (long number = 1; stream.next(row); number++) {
          check.sample(number, stream.timeS(), row);
        }
        check.end();
      } catch (InputException e) {
        problems.add(Problem.Kind.FILE, name, e);
      }
      return check;
    }

    private void mass(String file, String subject, double massKg) {
      String who = "subject " + Quoted.text(subject);
      if (Double.isNaN(massKg)) {
        problems.add(Problem.Kind.MASS, file, 0, null, who + " has no body mass");
      } else if (massKg < LIGHTEST_KG || massKg > HEAVIEST_KG) {
        problems.add(
            Problem.Kind.MASS,
            file,
            0,
            null,
            who + " has a body mass of " + Decimals.text(massKg) + " kg; is it in another unit?");
      }
    }

    private void peak(String file, double highestN, double massKg) {
      double peakBw = highestN / (massKg * GRAVITY_MPS2);
      if (peakBw < LEAST_PEAK_BW && highestN >= 20 || peakBw > MOST_PEAK_BW) {
        problems.add(
            Problem.Kind.UNIT,
            file,
            0,
            null,
            "the highest force is "
                + Decimals.text(Math.rint(peakBw * 100) / 100)
                + " body weights; is the force or the body mass in another unit?");
      }
    }
  }
}
