package dev.footfall.grf.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.nn.Initializer;
import dev.footfall.engine.DType;
import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Repairs;
import dev.footfall.grf.data.SensorLayout;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.eval.Evaluation;
import dev.footfall.grf.eval.Evaluator;
import dev.footfall.grf.eval.Walk;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.Networks;
import dev.footfall.grf.model.Provenance;
import dev.footfall.grf.sim.SimulatedSource;
import dev.footfall.grf.sim.SimulationSpec;
import dev.footfall.grf.window.Normalisation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page of an estimate that is 10 % too high, on simulated walks. */
class HtmlReportTest {
  private static final Task TASK = Task.named("insole-16x8");
  private static final SimulatedSource SOURCE = new SimulatedSource(SimulationSpec.of(3, 5, 9));

  private static Evaluation evaluation;
  private static List<Trace> traces;

  @BeforeAll
  static void evaluate() {
    Evaluator evaluator = new Evaluator(TASK.targets(), 32, Evaluator.STANCE_THRESHOLD_N);
    List<Trace> all = new ArrayList<>();
    for (String subject : Fold.of(SOURCE.subjects(), 0).training()) {
      for (Recording recording : SOURCE.recordings(subject)) {
        float[][] truth = TASK.targets(recording);
        float[] estimate = new float[2 * recording.length()];
        for (int i = 0; i < estimate.length; i++) {
          estimate[i] = 1.1f * truth[i / recording.length()][i % recording.length()];
        }
        evaluator.add(
            Walk.of(recording, SOURCE.speedMps(subject, recording.trial())), truth, estimate);
        all.add(new Trace("Median subject", recording, SOURCE.layout(recording), estimate));
      }
    }
    evaluation = evaluator.evaluation();
    traces = List.of(all.getFirst());
  }

  private static HtmlReport report(
      String attribution, Optional<SensorLayout> layout, SortedMap<String, Repairs> repairs) {
    Trace trace = traces.getFirst();
    Model model =
        new Model(
            Networks.named(
                "cnn-s", 256, 2, new Initializer(DType.FLOAT32, new SplittableRandom(1))),
            TASK,
            Normalisation.fit(SOURCE.recordings("S01"), TASK),
            new Provenance(
                "1",
                "simulation",
                "abc",
                "",
                Fold.of(SOURCE.subjects(), 0),
                1,
                2,
                2,
                40,
                "none",
                ""));
    return new HtmlReport(
        new EvaluationReport(
            "m.safetensors",
            model,
            "float32",
            SOURCE.name(),
            attribution,
            "test fold 0",
            List.of("mind this"),
            evaluation,
            List.of(),
            List.of()),
        List.of(new Trace(trace.title(), trace.recording(), layout, trace.estimateN())),
        repairs);
  }

  private static String page() {
    return page(Collections.emptySortedMap());
  }

  private static String page(SortedMap<String, Repairs> repairs) {
    return report(SOURCE.attribution(), traces.getFirst().layout(), repairs).html();
  }

  @Test
  void everythingIsOnThePage() {
    String page = page();
    for (String heading :
        List.of(
            "Summary",
            "Force over time",
            "Error over the gait cycle",
            "Agreement of peaks",
            "Error by subject and speed",
            "Under the feet",
            "Where it comes from")) {
      assertTrue(page.contains("<h2>" + heading + "</h2>"), heading);
    }
    for (String part :
        List.of(
            "mind this", "1.4 to 1.6 m/s", "S03", "10.0 %", "synthetic: Footfall", TASK.note())) {
      assertTrue(page.contains(part), part);
    }
    // Two curves, two cycles, two agreements, one picture of both feet.
    assertEquals(7, page.split("<svg ", -1).length - 1);
  }

  @Test
  void nothingIsFetchedAndNothingRuns() {
    String page = page();
    for (String foreign :
        List.of(
            "http:",
            "https:",
            "<script",
            "<link",
            "<img",
            "<iframe",
            "url(",
            "@import",
            " src=",
            " href=",
            " onload",
            "javascript")) {
      assertFalse(page.contains(foreign), foreign);
    }
    assertTrue(page.getBytes(StandardCharsets.UTF_8).length < 2_000_000);
  }

  @Test
  void everyPictureIsWellFormedAndHasWordsForThoseWhoDoNotSeeIt() throws Exception {
    DocumentBuilder xml = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    List<String> pictures =
        Pattern.compile("<svg .*?</svg>", Pattern.DOTALL)
            .matcher(page())
            .results()
            .map(match -> match.group())
            .toList();
    for (String picture : pictures) {
      Element svg =
          xml.parse(new ByteArrayInputStream(picture.getBytes(StandardCharsets.UTF_8)))
              .getDocumentElement();
      assertEquals("img", svg.getAttribute("role"));
      for (String name : List.of("title", "desc")) {
        NodeList found = svg.getElementsByTagName(name);
        assertEquals(1, found.getLength());
        assertFalse(found.item(0).getTextContent().isBlank());
      }
      NodeList drawn = svg.getElementsByTagName("path");
      for (int i = 0; i < drawn.getLength(); i++) {
        String d = ((Element) drawn.item(i)).getAttribute("d");
        assertTrue(d.matches("[MLHZh0-9. -]*"), d);
      }
    }
  }

  @Test
  void namesAreShownAndNotObeyed() {
    String page = report("<b onload=x>&\"", Optional.empty(), Collections.emptySortedMap()).html();
    assertTrue(page.contains("&lt;b onload=x&gt;&amp;&quot;"), page);
    assertFalse(page.contains("<b "), page);
  }

  @Test
  void anUnknownLayoutHasNoPicture() {
    String page = report("", Optional.empty(), Collections.emptySortedMap()).html();
    assertFalse(page.contains("Under the feet"));
  }

  private static final Pattern CELL =
      Pattern.compile(
          "<(rect|circle) class=\"cell[^\"]*\" c?x=\"([^\"]+)\" c?y=\"([^\"]+)\""
              + " (?:r|width)=\"([^\"]+)\"(?: height=\"([^\"]+)\")?");

  /** The centre of each cell in the picture of both feet. */
  private static List<double[]> centres(SensorLayout layout, String shape) {
    List<double[]> centres = new ArrayList<>();
    Matcher cell =
        CELL.matcher(report("", Optional.of(layout), Collections.emptySortedMap()).html());
    while (cell.find()) {
      assertEquals(shape, cell.group(1));
      boolean disc = shape.equals("circle");
      double width = disc ? 0 : Double.parseDouble(cell.group(4));
      double height = disc ? 0 : Double.parseDouble(cell.group(5));
      double x = Double.parseDouble(cell.group(2));
      double y = Double.parseDouble(cell.group(3));
      centres.add(new double[] {x + width / 2, y + height / 2});
    }
    return centres;
  }

  @Test
  void cellsAreDrawnWhereTheLayoutHasThem() {
    SensorLayout grid = SensorLayout.grid(16, 8, 0.3, 0.12);
    List<double[]> rectangles = centres(grid, "rect");
    List<double[]> discs = centres(new SensorLayout(0, 0, grid.cells()), "circle");
    assertEquals(256, rectangles.size());
    assertEquals(256, discs.size());
    for (int i = 0; i < 256; i++) {
      // Decimals of a corner, of half a width and of a centre: 0.05 + 0.025 + 0.05.
      assertArrayEquals(rectangles.get(i), discs.get(i), 0.126);
    }
    // Cell 1 is at the heel and medial, towards the other foot; cell 128 at the toes and lateral.
    double[] left = discs.get(0);
    double[] right = discs.get(128);
    double[] leftToe = discs.get(127);
    double[] rightToe = discs.get(255);
    assertTrue(leftToe[0] < left[0] && left[0] < right[0] && right[0] < rightToe[0]);
    assertTrue(leftToe[1] < left[1] && rightToe[1] < right[1]);
    // 0.105 m across and 0.28125 m along at one scale; the decimals are worth 0.1 of 309 or less.
    double slope = (left[0] - leftToe[0]) / (left[1] - leftToe[1]);
    assertEquals(0.105 / 0.28125, slope, 5e-4);
  }

  @Test
  void whatWasMendedIsListedByRecording() {
    SortedMap<String, Repairs> repairs = new TreeMap<>();
    repairs.put("S02/walk <2>", new Repairs(0, 0, 0, 0, 0));
    repairs.put("S01/walk", new Repairs(1234, 56, 7, -0.25, 31.4));
    String page = page(repairs);
    String first =
        "<th scope=\"row\">S01/walk</th><td>%s</td><td>56</td><td>7</td><td>%s</td><td>31</td>"
            .formatted(Figures.count(1234), Figures.fixed(-0.25, 3));
    int provenance = page.indexOf("<h2>Where it comes from</h2>");
    assertTrue(provenance >= 0 && page.indexOf(first) > provenance, first);
    assertTrue(page.indexOf("S02/walk &lt;2&gt;") > page.indexOf(first));
    assertFalse(page().contains("recordings of two devices"));
  }

  @Test
  void theSameEvaluationGivesTheSamePage() {
    assertEquals(page(), page());
  }

  @Test
  void theMedianAndTheWorstSubjectAreShown() {
    Evaluator evaluator = new Evaluator(List.of("f"), 0, 20);
    double[] errors = {3, 1, 9, 5};
    for (int i = 0; i < errors.length; i++) {
      evaluator.add(
          new Walk("P" + i, 100, 70, Double.NaN),
          new float[][] {{0, 100}},
          new float[] {0, (float) (100 + errors[i])});
    }
    assertEquals(List.of("P0", "P2"), HtmlReport.shownSubjects(evaluator.evaluation()));
    Evaluator one = new Evaluator(List.of("f"), 0, 20);
    one.add(new Walk("P7", 100, 70, Double.NaN), new float[][] {{0, 1}}, new float[] {0, 1});
    assertEquals(List.of("P7"), HtmlReport.shownSubjects(one.evaluation()));
  }
}
