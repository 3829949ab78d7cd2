package dev.footfall.grf.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.grf.data.DataSetCheck;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Problem;
import dev.footfall.grf.data.RawSession;
import dev.footfall.grf.data.SampleStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedSessionsTest {
  @TempDir private Path scratch;

  /** Times and rows of a stream. */
  private record Samples(List<Double> timesS, List<float[]> rows) {
    static Samples of(SampleStream stream) {
      Samples samples = new Samples(new ArrayList<>(), new ArrayList<>());
      try (stream) {
        float[] row = new float[stream.channels().size()];
        while (stream.next(row)) {
          samples.timesS.add(stream.timeS());
          samples.rows.add(row.clone());
        }
      }
      return samples;
    }
  }

  private static SimulatedSessions sessions(
      double seconds, SensorModel sensor, SessionModel model) {
    return new SimulatedSessions(
        new SimulatedSource(new SimulationSpec(3, 2, seconds, List.of(0.8, 1.4), sensor)), model);
  }

  private RawSession write(SimulatedSessions sessions, String subject, double speedMps)
      throws IOException {
    Path folder = Files.createDirectories(scratch.resolve(subject + speedMps));
    sessions.write(subject, speedMps, folder);
    return RawSession.read(folder);
  }

  @Test
  void aSessionIsOneOfALaboratory() throws IOException {
    SimulatedSessions sessions = sessions(4, SensorModel.CHEAP, SessionModel.CHEAP);
    RawSession session = write(sessions, "S02", 1.4);
    assertEquals("S02", session.header().subject());
    assertEquals("walk-1.4", session.header().trial());
    assertEquals(1.4, session.header().walkingSpeedMps());
    assertEquals(sessions.source().profile("S02").bodyMassKg(), session.header().bodyMassKg());
    assertEquals(128, session.header().layout().cells().size());
    Samples force = Samples.of(session.openForce());
    assertEquals(8000, force.rows().size());
    assertEquals(4, force.rows().getFirst().length);
    assertEquals(0.0005, force.timesS().get(1));
    Samples insole = Samples.of(session.openInsole());
    assertEquals(256, insole.rows().getFirst().length);
    assertTrue(insole.rows().size() < 800 && insole.rows().size() > 760);
  }

  @Test
  void anIdealInsoleWeighsWhatThePlateWeighsAtTheSameInstant() throws IOException {
    SimulatedSessions sessions = sessions(6, SensorModel.IDEAL, new SessionModel(3, 200, 0));
    RawSession session = write(sessions, "S01", 0.8);
    SimulatedSessions.Clock clock = sessions.clock("S01", 0.8);
    assertTrue(Math.abs(clock.offsetS()) <= 3 && Math.abs(clock.offsetS()) > 0.01);
    assertTrue(Math.abs(clock.driftPpm()) <= 200 && Math.abs(clock.driftPpm()) > 1);
    Samples insole = Samples.of(session.openInsole());
    Samples force = Samples.of(session.openForce());
    double newtonPerKPa = 1000 * sessions.source().profile("S01").insole().cellAreaM2();
    int compared = 0;
    for (int t = 0; t < insole.rows().size(); t++) {
      double sample = clock.plateTimeS(insole.timesS().get(t)) * SimulatedSessions.FORCE_RATE_HZ;
      int at = (int) Math.floor(sample);
      if (at < 0 || at + 1 >= force.rows().size()) {
        continue;
      }
      double sum = 0;
      for (int cell = 0; cell < InsoleGeometry.CELLS; cell++) {
        sum += insole.rows().get(t)[cell] * newtonPerKPa;
      }
      double share = sample - at;
      double plate = (1 - share) * force.rows().get(at)[0] + share * force.rows().get(at + 1)[0];
      // Steps of 0.1 N at both ends, and the force bends by less than 0.5 N within half a
      // millisecond but for the instants at which the heel strikes and the toes leave.
      assertEquals(plate, sum, 3, "at " + insole.timesS().get(t));
      compared++;
    }
    assertTrue(compared > 500, compared + " samples overlap");
  }

  @Test
  void aShareOfTheFramesIsLost() throws IOException {
    for (double share : new double[] {0, 0.05, 0.4}) {
      SimulatedSessions sessions = sessions(60, SensorModel.IDEAL, new SessionModel(3, 200, share));
      Samples insole = Samples.of(write(sessions, "S01", 1.4).openInsole());
      // Of 12,000 frames; drops of two frames in the mean double the variance of single ones, so
      // five standard deviations are below 5 sqrt(2.4 share / 12000).
      assertEquals(
          share, 1 - insole.rows().size() / 12_000.0, 5 * Math.sqrt(2.4 * share / 12_000) + 1e-9);
    }
  }

  @Test
  void checkFindsTheLostFramesAndNothingElse() throws IOException {
    SimulatedSessions sessions = sessions(20, SensorModel.CHEAP, new SessionModel(3, 200, 0.05));
    Path folder = scratch.resolve("walks");
    SimulatedFolder.writeSessions(sessions, folder, () -> {});
    DataSetCheck check = DataSetCheck.of(folder);
    assertEquals("sessions", check.layout());
    assertEquals(8, check.files());
    for (Problem problem : check.problems()) {
      assertTrue(
          List.of(Problem.Kind.GAP, Problem.Kind.DEAD, Problem.Kind.STUCK).contains(problem.kind()),
          problem.toString());
    }
    assertEquals(4, check.problems().stream().filter(p -> p.kind() == Problem.Kind.GAP).count());
  }

  @Test
  void aSeedDecidesEveryByte() throws IOException, NoSuchAlgorithmException {
    String digest = digest("a");
    assertEquals(digest, digest("b"));
    // Pinned: it is the same on every machine.
    assertEquals("cedf7f401ca25e35b735f8d654d4f99694863719078ce5c0463629a551b4225d", digest);
  }

  private String digest(String name) throws IOException, NoSuchAlgorithmException {
    Path folder = scratch.resolve(name);
    SimulatedFolder.writeSessions(
        sessions(2, SensorModel.CHEAP, SessionModel.CHEAP), folder, () -> {});
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    for (Path session : RawSession.find(folder)) {
      for (String file : List.of("session.json", "insole.csv", "force.csv")) {
        sha.update(Files.readAllBytes(session.resolve(file)));
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  @Test
  void everySessionHasItsOwnClocks() {
    SimulatedSessions sessions = sessions(2, SensorModel.CHEAP, SessionModel.CHEAP);
    assertNotEquals(sessions.clock("S01", 0.8), sessions.clock("S01", 1.4));
    assertNotEquals(sessions.clock("S01", 0.8), sessions.clock("S02", 0.8));
    SimulatedSessions together = sessions(2, SensorModel.CHEAP, new SessionModel(0, 0, 0));
    assertEquals(new SimulatedSessions.Clock(0, 0), together.clock("S01", 0.8));
  }

  @Test
  void theInsolesClockIsAheadByTheOffsetAndGains() {
    SimulatedSessions.Clock clock = new SimulatedSessions.Clock(2, 100);
    assertEquals(0, clock.plateTimeS(2));
    // 10,000 s of the plate are 10,001 s of the insole.
    assertEquals(10_000, clock.plateTimeS(10_003), 1e-9);
  }

  @Test
  void refusesWhatNoDeviceDoes() {
    assertRefused("sessions: an offset of 4.0 s; known: 0 to 3.0", 4, 0, 0);
    assertRefused("sessions: a drift of -1.0 ppm; known: 0 to 200.0", 0, -1, 0);
    assertRefused("sessions: a share of dropped frames of 0.6; known: 0 to 0.5", 0, 0, 0.6);
  }

  private static void assertRefused(String message, double offset, double drift, double dropped) {
    assertEquals(
        message,
        assertThrows(InputException.class, () -> new SessionModel(offset, drift, dropped))
            .getMessage());
  }
}
