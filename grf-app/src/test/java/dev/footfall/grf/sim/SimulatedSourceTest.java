package dev.footfall.grf.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.grf.data.Channel;
import dev.footfall.grf.data.Foot;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Task;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedSourceTest {
  private static final SimulatedSource SOURCE = new SimulatedSource(SimulationSpec.of(1, 4, 30));

  /** Highest force of every stance that the recording holds whole, in body weights. */
  private static List<Double> peaks(float[] forceN, double bodyWeightN) {
    List<Double> peaks = new ArrayList<>();
    boolean whole = forceN[0] == 0;
    double peak = 0;
    for (float force : forceN) {
      if (force > 0) {
        peak = Math.max(peak, force);
      } else {
        if (whole && peak > 0) {
          peaks.add(peak / bodyWeightN);
        }
        whole = true;
        peak = 0;
      }
    }
    return peaks;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double shareAbove(float[] force, float[] other) {
    int count = 0;
    for (int t = 0; t < force.length; t++) {
      count += force[t] > 0 && other[t] > 0 ? 1 : 0;
    }
    return (double) count / force.length;
  }

  @Test
  void hasTheChannelsOfTheTask() {
    assertEquals(List.of("S01", "S02", "S03", "S04"), SOURCE.subjects());
    List<Recording> walks = SOURCE.recordings("S02");
    assertEquals(
        List.of("walk-0.8", "walk-1.1", "walk-1.4"), walks.stream().map(Recording::trial).toList());
    Recording walk = walks.get(0);
    assertEquals("S02/walk-0.8", walk.name());
    assertEquals(200, walk.samplingRateHz());
    assertEquals(6000, walk.length());
    assertEquals(SOURCE.profile("S02").bodyMassKg(), walk.bodyMassKg());
    assertEquals(260, walk.channels().size());
    Task task = Task.named("insole-16x8");
    assertEquals(256, task.inputs(walk).length);
    assertEquals(2, task.targets(walk).length);
  }

  @Test
  void theSpeedOfAWalkIsKnown() {
    assertEquals(
        SOURCE.spec().speedsMps(),
        SOURCE.recordings("S02").stream().map(w -> SOURCE.speedMps("S02", w.trial())).toList());
    assertEquals(Double.NaN, SOURCE.speedMps("S02", "run"));
  }

  @Test
  void walkingIsPhysiological() {
    for (String subject : SOURCE.subjects()) {
      double bodyWeightN = SOURCE.profile(subject).bodyWeightN();
      double lastPeak = 0;
      double lastStance = 1;
      for (Recording walk : SOURCE.recordings(subject)) {
        float[] left = walk.column("grf_left");
        float[] right = walk.column("grf_right");
        List<Double> peaks = peaks(left, bodyWeightN);
        double peak = peaks.stream().mapToDouble(p -> p).average().orElseThrow();
        double stance = shareAbove(left, left);
        assertTrue(peak >= 1.0 && peak <= 1.4, walk.name() + ": peak " + peak);
        assertTrue(stance >= 0.58 && stance <= 0.66, walk.name() + ": stance " + stance);
        double both = shareAbove(left, right);
        assertTrue(both >= 0.15 && both <= 0.35, walk.name() + ": double support " + both);
        assertTrue(peak > lastPeak && stance < lastStance, walk.name() + " against slower");
        lastPeak = peak;
        lastStance = stance;
        double lowest = peaks.stream().mapToDouble(p -> p).min().orElseThrow();
        double highest = peaks.stream().mapToDouble(p -> p).max().orElseThrow();
        assertTrue(highest - lowest > 0.01, walk.name() + ": strides do not vary");
      }
    }
  }

  @Test
  void theMeanForceIsTheBodyWeight() {
    for (String subject : SOURCE.subjects()) {
      double bodyWeightN = SOURCE.profile(subject).bodyWeightN();
      for (Recording walk : SOURCE.recordings(subject)) {
        double meanN = mean(walk.column("grf_left")) + mean(walk.column("grf_right"));
        // Each whole stride of a foot carries exactly its share. What is left are the two ends of
        // the recording, where a stride is cut: there the impulse of a foot differs from its share
        // of the weight by at most share * swing time < 0.52 * 0.55 s, twice for each foot.
        double bound = bodyWeightN * 4 * 0.52 * 0.55 / 30;
        assertEquals(bodyWeightN, meanN, bound, walk.name());
      }
    }
  }

  @Test
  void overWholeStridesTheMeanForceIsTheBodyWeightClosely() {
    SubjectProfile subject = SOURCE.profile("S01");
    for (double speed : SimulationSpec.USUAL_SPEEDS_MPS) {
      Steps steps = Steps.draw(subject, speed, 60, 9);
      double sumBw = 0;
      for (List<Steps.Stride> strides : List.of(steps.left(), steps.right())) {
        double startS = strides.get(0).strikeS();
        double endS = strides.getLast().strikeS();
        double impulse = 0;
        double stepS = 1 / SimulationSpec.SAMPLING_RATE_HZ;
        int next = 0;
        for (double timeS = startS; timeS < endS; timeS += stepS) {
          while (strides.get(next + 1).strikeS() <= timeS) {
            next++;
          }
          Steps.Stride stride = strides.get(next);
          double s = (timeS - stride.strikeS()) / stride.pattern().stanceTimeS();
          impulse += stride.pattern().forceBw(s) * stepS;
        }
        sumBw += impulse / (endS - startS);
      }
      // A sum of samples errs by dt^2/8 times the slope at each end of a stance, below 20 body
      // weights a second, at two ends of two feet a stride; and by one sample at either end.
      assertEquals(1, sumBw, 4 * 20 * stepSquared() / 8 + 4 * 1.4 / 200 / 60);
    }
  }

  private static double stepSquared() {
    return 1 / (SimulationSpec.SAMPLING_RATE_HZ * SimulationSpec.SAMPLING_RATE_HZ);
  }

  @Test
  void anIdealInsoleWeighsWhatThePlateWeighs() {
    SimulationSpec ideal = new SimulationSpec(5, 1, 4, List.of(1.2), SensorModel.IDEAL);
    SimulatedSource source = new SimulatedSource(ideal);
    Recording walk = source.recordings("S01").get(0);
    double newtonPerKPa = 1000 * source.profile("S01").insole().cellAreaM2();
    for (Foot foot : Foot.values()) {
      for (int t = 0; t < walk.length(); t++) {
        double sum = 0;
        for (int cell = 1; cell <= InsoleGeometry.CELLS; cell++) {
          sum += walk.column(foot.insole(cell))[t] * newtonPerKPa;
        }
        // The plate answers in steps of 0.1 N; cells are rounded to float, 2^-24 of the sum.
        assertEquals(walk.column(foot.grf())[t], sum, 0.05 + 1e-3);
      }
    }
  }

  @Test
  void theCheapInsoleIsWrongButNotUseless() {
    Recording walk = SOURCE.recordings("S01").get(1);
    double newtonPerKPa = 1000 * SOURCE.profile("S01").insole().cellAreaM2();
    float[] sum = new float[walk.length()];
    for (int cell = 1; cell <= InsoleGeometry.CELLS; cell++) {
      float[] column = walk.column(Foot.LEFT.insole(cell));
      for (int t = 0; t < sum.length; t++) {
        assertEquals(0, column[t] % 0.5f);
        assertTrue(column[t] >= 0 && column[t] <= 400);
        sum[t] += (float) (column[t] * newtonPerKPa);
      }
    }
    double ratio = mean(sum) / mean(walk.column("grf_left"));
    assertTrue(ratio > 1.05 && ratio < 1.6, "reads " + ratio + " of the force");
  }

  @Test
  void subjectsDiffer() {
    SubjectProfile first = SOURCE.profile("S01");
    SubjectProfile second = SOURCE.profile("S02");
    assertNotEquals(first.bodyMassKg(), second.bodyMassKg());
    assertNotEquals(first.left(), first.right());
    for (String subject : SOURCE.subjects()) {
      SubjectProfile profile = SOURCE.profile(subject);
      assertEquals(subject, profile.name());
      assertTrue(profile.bodyMassKg() > 38 && profile.bodyMassKg() < 120);
      assertTrue(profile.heightM() > 1.4 && profile.heightM() < 2.0);
    }
  }

  @Test
  void aSubjectIsTheSameInAnyCompany() {
    SimulationSpec alone = new SimulationSpec(1, 1, 3, List.of(1.1), SensorModel.CHEAP);
    Recording few = new SimulatedSource(alone).recordings("S01").get(0);
    Recording many = SOURCE.recordings("S01").get(1);
    assertEquals(few.bodyMassKg(), many.bodyMassKg());
    for (Channel channel : few.channels()) {
      assertArrayEquals(
          few.column(channel.name()), Arrays.copyOf(many.column(channel.name()), 600));
    }
  }

  @Test
  void aSeedDecidesEveryBit() throws GeneralSecurityException {
    SimulatedSource source = new SimulatedSource(SimulationSpec.of(42, 2, 3));
    String digest = digest(source);
    assertEquals(digest, digest(new SimulatedSource(SimulationSpec.of(42, 2, 3))));
    assertNotEquals(digest, digest(new SimulatedSource(SimulationSpec.of(43, 2, 3))));
    // Pinned: whoever changes the simulator must see it here and raise SimulatedSource.VERSION.
    assertEquals("0c2e523bac82791780c809878212e197a5bfb16395c19980b80961f40d097525", digest);
  }

  private static String digest(SimulatedSource source) throws GeneralSecurityException {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    for (String subject : source.subjects()) {
      for (Recording walk : source.recordings(subject)) {
        for (Channel channel : walk.channels()) {
          ByteBuffer bytes = ByteBuffer.allocate(walk.length() * Float.BYTES);
          bytes.asFloatBuffer().put(walk.column(channel.name()));
          sha.update(bytes);
        }
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  @Test
  void saysThatItIsSynthetic() {
    assertEquals(
        "synthetic: Footfall insole simulator 2, seed 1, subjects 4, 30.0 s at 0.8, 1.1, 1.4 m/s;"
            + " says nothing about a real insole",
        SOURCE.attribution());
    assertEquals("simulation (seed 1, subjects 4, 30.0 s at 0.8, 1.1, 1.4 m/s)", SOURCE.name());
  }

  @Test
  void theDigestIsThatOfTheSpecification() {
    String digest = SOURCE.digest();
    assertEquals(64, digest.length());
    assertEquals(digest, new SimulatedSource(SimulationSpec.of(1, 4, 30)).digest());
    assertNotEquals(digest, new SimulatedSource(SimulationSpec.of(2, 4, 30)).digest());
    SimulationSpec ideal =
        new SimulationSpec(1, 4, 30, SimulationSpec.USUAL_SPEEDS_MPS, SensorModel.IDEAL);
    assertNotEquals(digest, new SimulatedSource(ideal).digest());
  }

  @Test
  void manySubjectsStillSort() {
    List<String> subjects = new SimulatedSource(SimulationSpec.of(1, 120, 2)).subjects();
    assertEquals("S001", subjects.getFirst());
    assertEquals("S120", subjects.getLast());
    assertEquals(subjects, subjects.stream().sorted().toList());
  }

  @Test
  void anUnknownSubjectIsAnsweredWithTheRangeOfNames() {
    InputException e = assertThrows(InputException.class, () -> SOURCE.recordings("S05"));
    assertEquals(
        "simulation (seed 1, subjects 4, 30.0 s at 0.8, 1.1, 1.4 m/s): no subject \"S05\" (4"
            + " subjects, S01 to S04)",
        e.getMessage());
    assertFalse(SOURCE.subjects().contains("S05"));
  }

  @Test
  void refusesASpecificationThatCannotBeWalked() {
    List<Double> speeds = List.of(1.0);
    assertRefused("simulation: 0 subjects; known: 1 to 999", 0, 10, speeds);
    assertRefused("simulation: a duration of 1.0 s; known: 2 to 3600 s", 1, 1, speeds);
    assertRefused("simulation: a duration of NaN s; known: 2 to 3600 s", 1, Double.NaN, speeds);
    assertRefused("simulation: no walking speed; known: 0.5 to 2 m/s", 1, 10, List.of());
    assertRefused(
        "simulation: a walking speed of 3.0 m/s; known: 0.5 to 2 m/s", 1, 10, List.of(3.0));
    assertRefused(
        "simulation: walking speeds must ascend, but 1.0 follows 1.0", 1, 10, List.of(1.0, 1.0));
  }

  private static void assertRefused(
      String message, int subjects, double durationS, List<Double> speeds) {
    InputException e =
        assertThrows(
            InputException.class,
            () -> new SimulationSpec(1, subjects, durationS, speeds, SensorModel.CHEAP));
    assertEquals(message, e.getMessage());
  }
}
