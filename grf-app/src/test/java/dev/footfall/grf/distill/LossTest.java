package dev.footfall.grf.distill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.op.GramOp;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.Json;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.fp64.Fp64Kernels;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.model.SequenceNetwork.Features;
import dev.footfall.testdata.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossTest {
  private static final Kernels FP64 = Fp64Kernels.create(Workers.of(1));

  /** The golden files have nine significant digits. */
  private static final double DIGITS = 1e-8;

  private final Tape tape = Tape.recording(FP64);

  private static Tensor tensor(Json json) {
    return Tensor.of(Shape.of(json.get("shape").asInts()), json.get("data").asDoubles());
  }

  private static List<Json> goldenCases() throws IOException {
    try (InputStream in = Golden.open("takd_loss")) {
      return Json.parse("takd_loss", new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .get("cases")
          .elements();
    }
  }

  private static Features features(Map<String, Variable> inputs, String role) {
    return new Features(
        inputs.get(role + "_output"),
        IntStream.rangeClosed(1, 3).mapToObj(i -> inputs.get(role + "_" + i)).toList());
  }

  private static void assertNear(double expected, double found, String what) {
    assertEquals(expected, found, DIGITS * (1 + Math.abs(expected)), what);
  }

  @Test
  void everyPartOfTakdAndItsGradientIsThatOfPyTorch() throws IOException {
    List<Json> cases = goldenCases();
    assertEquals(5, cases.size());
    for (Json golden : cases) {
      String name = golden.get("name").asString();
      tape.reset();
      Map<String, Variable> inputs = new LinkedHashMap<>();
      golden
          .get("inputs")
          .members()
          .forEach((key, value) -> inputs.put(key, tape.input(tensor(value))));
      Features student = features(inputs, "student");
      Features teacher = features(inputs, "teacher");
      Variable target = inputs.get("target");
      Json outputs = golden.get("outputs");
      Map.of(
              "task", new TaskLoss(),
              "kd", new KdLoss(1),
              "similarity", new GramLoss(GramOp.Axis.BATCH),
              "time", new GramLoss(GramOp.Axis.TIME))
          .forEach(
              (part, loss) ->
                  assertNear(
                      outputs.get(part).get("data").at(0).asDouble(),
                      loss.of(student, teacher, target).item(),
                      name + ": " + part));
      Json spec = golden.get("spec");
      Variable loss =
          new TakdLoss(
                  spec.get("lambda_kd").asDouble(),
                  spec.get("beta_similarity").asDouble(),
                  spec.get("beta_time").asDouble())
              .of(student, teacher, target);
      assertNear(outputs.get("y").get("data").at(0).asDouble(), loss.item(), name);
      tape.backward(loss);
      golden
          .get("gradients")
          .members()
          .forEach(
              (input, expected) -> {
                double[] gradients = expected.get("data").asDoubles();
                // None where the weight of a part is 0, so that nothing was added.
                Tensor found = inputs.get(input).gradient();
                for (int i = 0; i < gradients.length; i++) {
                  assertNear(
                      gradients[i],
                      found == null ? 0 : found.get(i),
                      name + ": gradient of " + input + " at " + i);
                }
              });
    }
  }

  private Variable constant(double... values) {
    return tape.constant(Tensor.of(Shape.of(1, 1, values.length), values));
  }

  @Test
  void kdWeighsMeasurementAndTeacher() {
    Features student = new Features(constant(1, 2), List.of());
    Features teacher = new Features(constant(3, 2), List.of());
    // MSE to the measurement (2, 2) is 1/2, to the teacher 2.
    Variable target = constant(2, 2);
    assertEquals(0.5, new KdLoss(0).of(student, teacher, target).item());
    assertEquals(2, new KdLoss(1).of(student, teacher, target).item());
    assertEquals(0.75 * 0.5 + 0.25 * 2, new KdLoss(0.25).of(student, teacher, target).item());
  }

  @Test
  void takdWithoutBetasIsKd() {
    Features student = new Features(constant(1, 2), List.of(constant(1, 5)));
    Features teacher = new Features(constant(3, 2), List.of(constant(7, 2)));
    Variable target = constant(2, 4);
    assertEquals(
        new KdLoss(0.3).of(student, teacher, target).item(),
        new TakdLoss(0.3, 0, 0).of(student, teacher, target).item());
  }

  @Test
  void stagesArePairedFromTheEndWhereTheirNumbersDiffer() {
    Variable same = constant(1, 2, 3);
    Variable other = constant(3, -1, 4);
    Features two = new Features(same, List.of(same, other));
    Features three = new Features(same, List.of(other, same, other));
    GramLoss loss = new GramLoss(GramOp.Axis.TIME);
    assertEquals(0, loss.of(two, three, same).item());
    assertEquals(0, loss.of(three, two, same).item());
    Features reversed = new Features(same, List.of(other, other, same));
    assertTrue(loss.of(two, reversed, same).item() > 0.1);
  }

  @Test
  void theSimilarityOfTheBatchIsAtMostFourOverItsSize() {
    // Rows of opposite sign: the maps are (1 1; 1 1) and (1 -1; -1 1) over sqrt 2.
    Variable alike = tape.constant(Tensor.of(Shape.of(2, 1, 1), new double[] {1, 1}));
    Variable opposed = tape.constant(Tensor.of(Shape.of(2, 1, 1), new double[] {1, -1}));
    Features student = new Features(alike, List.of(alike));
    Features teacher = new Features(alike, List.of(opposed));
    // Two of four entries differ by 2 / sqrt 2: mean square 2 * 2 / 4.
    assertEquals(1, new GramLoss(GramOp.Axis.BATCH).of(student, teacher, alike).item(), 1e-12);
  }

  @Test
  void onlyTheTaskLossDoesWithoutATeacher() {
    assertFalse(new TaskLoss().needsTeacher());
    assertTrue(new KdLoss(0).needsTeacher());
    assertTrue(new TakdLoss(0, 0, 0).needsTeacher());
    assertTrue(new GramLoss(GramOp.Axis.TIME).needsTeacher());
  }
}
