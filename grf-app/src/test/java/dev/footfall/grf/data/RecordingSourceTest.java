package dev.footfall.grf.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingSourceTest {
  private static final String CSV = "time [s],a [N]\n0,1\n0.01,2\n";

  @TempDir Path folder;

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void gaitpdb(String walks) throws IOException {
    String cells = "\t" + String.join("\t", Collections.nCopies(18, "1")) + "\n";
    String walk = "5.00" + cells + "5.01" + cells;
    file("demographics.txt", "ID\tStudy\tWeight\nGaPt03\tGa\t50\nSiCo17\tSi\tNaN\textra\t\n\t\t\n");
    file(walks + "SiCo17_01.txt", walk);
    file(walks + "GaPt03_10.txt", walk);
    file(walks + "GaPt03_01.txt", walk);
    file(walks + "JuCo05_01.txt", walk);
    file(walks + "notes.txt", "no walk");
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(InputException.class, action::run).getMessage());
  }

  @Test
  void theDemographicsOfGaitpdbHoldTheSpeedOfEachTrial() throws IOException {
    gaitpdb("walk/");
    file(
        "demographics.txt",
        "ID\tWeight\tSpeed_01\tSpeed_10\t\nGaPt03\t50\t1.25\tNaN\t\t\t\nSiCo17\t60\t0.9\n");
    RecordingSource source = RecordingSource.open(folder);
    assertEquals(1.25, source.speedMps("GaPt03", "01"));
    assertEquals(Double.NaN, source.speedMps("GaPt03", "10"));
    assertEquals(0.9, source.speedMps("SiCo17", "01"));
    assertEquals(Double.NaN, source.speedMps("SiCo17", "10"));
    assertEquals(Double.NaN, source.speedMps("JuCo05", "01"));
    file("demographics.txt", "ID\tWeight\tSpeed_01\nGaPt03\t50\t-1\n");
    assertRefused(
        "demographics.txt:2: column \"Speed_01\": \"-1\" is not a speed in m/s",
        () -> RecordingSource.open(folder));
  }

  @Test
  void readsGaitpdbInTheFolderWalk() throws IOException {
    gaitpdb("walk/");
    RecordingSource source = RecordingSource.open(folder);
    assertInstanceOf(GaitpdbFolder.class, source);
    assertEquals(folder.toString(), source.name());
    assertEquals(List.of("GaPt03", "JuCo05", "SiCo17"), source.subjects());
    List<Recording> walks = source.recordings("GaPt03");
    assertEquals(List.of("01", "10"), walks.stream().map(Recording::trial).toList());
    assertEquals("walk/GaPt03_01.txt", walks.get(0).name());
    assertEquals("GaPt03", walks.get(0).subject());
    assertEquals(50, walks.get(0).bodyMassKg());
    assertTrue(Double.isNaN(source.recordings("SiCo17").get(0).bodyMassKg()), "stated as NaN");
    assertTrue(Double.isNaN(source.recordings("JuCo05").get(0).bodyMassKg()), "not stated");
    assertTrue(source.attribution().contains("PhysioNet (Goldberger et al."));
    for (String study : List.of("Yogev", "Hausdorff", "Frenkel-Toledo", "Attribution License")) {
      assertTrue(source.attribution().contains(study), study);
    }
  }

  @Test
  void readsGaitpdbAsPublished() throws IOException {
    gaitpdb("");
    RecordingSource source = RecordingSource.open(folder);
    assertInstanceOf(GaitpdbFolder.class, source);
    assertEquals(List.of("GaPt03", "JuCo05", "SiCo17"), source.subjects());
  }

  @Test
  void readsAFolderForEachSubject() throws IOException {
    file("anna/slow.csv", CSV);
    file("anna/fast.csv", CSV);
    file("Bert/walk.csv", CSV);
    file("plots/one.png", "");
    file(".cache/x.csv", "");
    file("subjects.csv", "subject,body_mass [kg]\nanna,61.5\nBert,\nunseen,70\n\n");
    RecordingSource source = RecordingSource.open(folder);
    assertInstanceOf(CsvFolder.class, source);
    assertEquals(List.of("Bert", "anna"), source.subjects());
    List<Recording> walks = source.recordings("anna");
    assertEquals(List.of("fast", "slow"), walks.stream().map(Recording::trial).toList());
    assertEquals("anna/fast.csv", walks.get(0).name());
    assertEquals(61.5, walks.get(0).bodyMassKg());
    assertTrue(Double.isNaN(source.recordings("Bert").get(0).bodyMassKg()));
    assertEquals("recordings in " + folder + ", maker not stated", source.attribution());
  }

  @Test
  void theMakerMayBeStated() throws IOException {
    file("anna/slow.csv", CSV);
    file("attribution.txt", "The gait laboratory, 2026\nsecond line\n");
    assertEquals("The gait laboratory, 2026", RecordingSource.open(folder).attribution());
  }

  @Test
  void anErrorNamesTheFileWithinTheFolder() throws IOException {
    file("subject07/trial03.csv", "time [s],insole_left_09 [N]\n0,1\n0.01,n/a\n");
    RecordingSource source = RecordingSource.open(folder);
    assertRefused(
        "subject07/trial03.csv:3: column \"insole_left_09\": \"n/a\" is not a number",
        () -> source.recordings("subject07"));
  }

  @Test
  void anUnknownSubjectIsAnsweredWithTheRangeOfNames() throws IOException {
    file("a/x.csv", CSV);
    file("b/x.csv", CSV);
    RecordingSource source = RecordingSource.open(folder);
    assertRefused(folder + ": no subject \"c\" (2 subjects, a to b)", () -> source.recordings("c"));
  }

  @Test
  void theDigestIsOverNamesAndContents() throws IOException, GeneralSecurityException {
    file("b/x.csv", CSV);
    file("a/y.csv", "ab");
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    for (String[] entry : new String[][] {{"a/y.csv", "ab"}, {"b/x.csv", CSV}}) {
      sha.update((entry[0] + "\0").getBytes(StandardCharsets.UTF_8));
      sha.update(ByteBuffer.allocate(8).putLong(0, entry[1].length()));
      sha.update(entry[1].getBytes(StandardCharsets.UTF_8));
    }
    String digest = RecordingSource.open(folder).digest();
    assertEquals(HexFormat.of().formatHex(sha.digest()), digest);

    file("attribution.txt", "not a recording");
    assertEquals(digest, RecordingSource.open(folder).digest());
    file("subjects.csv", "subject,body_mass [kg]\n");
    assertNotEquals(digest, RecordingSource.open(folder).digest());
  }

  @Test
  void refusesWhatIsNoFolderOfRecordings() throws IOException {
    String layouts =
        ": no recordings found; known layouts: session.json for each session,"
            + " SUBJECT/TRIAL.csv for each recording, or gaitpdb with demographics.txt and"
            + " walk/SUBJECT_TRIAL.txt";
    assertRefused(folder + layouts, () -> RecordingSource.open(folder));
    file("loose.csv", CSV);
    assertRefused(folder + layouts, () -> RecordingSource.open(folder));
    Path none = folder.resolve("none");
    assertRefused(none + ": no such folder", () -> RecordingSource.open(none));
    Path file = folder.resolve("loose.csv");
    assertRefused(file + ": not a folder", () -> RecordingSource.open(file));
    assertRefused(
        folder + ": no recording found; expected SUBJECT/TRIAL.csv", () -> new CsvFolder(folder));
  }

  @Test
  void refusesGaitpdbWithoutWalks() throws IOException {
    file("demographics.txt", "ID\tWeight\n");
    Path walk = Files.createDirectory(folder.resolve("walk"));
    assertRefused(
        walk + ": no walk found; expected files such as GaCo01_01.txt",
        () -> RecordingSource.open(folder));
  }

  @Test
  void refusesBrokenDemographics() throws IOException {
    gaitpdb("walk/");
    file("demographics.txt", "ID\tMass\n");
    assertRefused(
        "demographics.txt:1: column \"Weight\" is missing", () -> RecordingSource.open(folder));
    file("demographics.txt", "");
    assertRefused("demographics.txt: file is empty", () -> RecordingSource.open(folder));
    file("demographics.txt", "ID\tWeight\nGaPt03\t50\nJuCo05\theavy\n");
    assertRefused(
        "demographics.txt:3: column \"Weight\": \"heavy\" is not a number",
        () -> RecordingSource.open(folder));
  }

  @Test
  void refusesBrokenSubjects() throws IOException {
    file("a/x.csv", CSV);
    file("subjects.csv", "subject,body_mass [g]\n");
    assertRefused(
        "subjects.csv:1: column \"body_mass [kg]\" is missing", () -> RecordingSource.open(folder));
    file("subjects.csv", "subject,body_mass [kg]\na\n");
    assertRefused(
        "subjects.csv:2: the line has 1 value but the header has 2",
        () -> RecordingSource.open(folder));
    file("subjects.csv", "subject,body_mass [kg]\na,-3\n");
    assertRefused(
        "subjects.csv:2: column \"body_mass [kg]\": \"-3\" is not a mass in kg",
        () -> RecordingSource.open(folder));
    file("subjects.csv", "\uFEFFsubject,body_mass [kg]\r\n\r\na,3\r\na,4\r\n\r\n");
    assertRefused(
        "subjects.csv:4: column \"subject\": \"a\" occurs twice",
        () -> RecordingSource.open(folder));
  }
}
