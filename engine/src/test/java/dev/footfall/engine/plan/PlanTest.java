package dev.footfall.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a graph. */
class PlanTest {
  private static final Map<String, Object> CAUSAL =
      Map.of("stride", 1, "pad_left", 1, "pad_right", 0, "dilation", 1);
  // The square root of variance and epsilon is 1.
  private static final Map<String, Object> EPSILON = Map.of("epsilon", 0.25);

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  @BeforeEach
  void fillTensors() {
    put("weight", Shape.of(1, 1, 2), 2, 4);
    put("bias", Shape.of(1), 1);
    put("gamma", Shape.of(1), 3);
    put("beta", Shape.of(1), 7);
    put("mean", Shape.of(1), 5);
    put("variance", Shape.of(1), 0.75f);
  }

  private void put(String name, Shape shape, float... values) {
    tensors.put(name, Tensor.of(shape, values));
  }

  private static Graph.Node conv(String name, int input) {
    return new Graph.Node("conv1d", name, List.of(input), List.of("weight", "bias"), CAUSAL);
  }

  private static Graph.Node norm(String name, int input) {
    return new Graph.Node(
        "batchNorm", name, List.of(input), List.of("gamma", "beta", "mean", "variance"), EPSILON);
  }

  private static Graph.Node plain(String op, String name, Integer... inputs) {
    return new Graph.Node(op, name, List.of(inputs), List.of(), Map.of());
  }

  private Plan compile(Graph.Node... nodes) {
    return Plan.compile(
        new Graph(1, List.of(nodes)), tensors, new float[1], new float[] {1}, new float[] {1});
  }

  /** gamma (2 x + 1 - 5) + 7 = 6 x - 5, and max of that and 0. */
  @Test
  void aConvolutionTakesInNormalisationAndActivation() {
    Plan plan = compile(conv("conv", 0), norm("norm", 1), plain("relu", "relu", 2));
    assertEquals(
        """
        Standardise standardise [0] -> 1 [1] none
        Conv conv [1] -> 2 [1] relu
        Scale newton [2] -> 3 [1] none
        """,
        plan.toString());
    Step.Conv conv = assertInstanceOf(Step.Conv.class, plan.steps().get(1));
    assertArrayEquals(new float[] {6, 12}, conv.weight());
    assertArrayEquals(new float[] {-5}, conv.bias());
  }

  @Test
  void whatOthersTakeStaysAsItIs() {
    assertEquals(
        """
        Standardise standardise [0] -> 1 [1] none
        Conv conv [1] -> 2 [1] none
        ChannelAffine norm [2] -> 3 [1] none
        Activate relu [2] -> 4 [1] relu
        Add add [3, 4] -> 5 [1] tanh
        Scale newton [5] -> 6 [1] none
        """,
        compile(
                conv("conv", 0),
                norm("norm", 1),
                plain("relu", "relu", 1),
                plain("add", "add", 2, 3),
                plain("tanh", "tanh", 4))
            .toString());
  }

  /** Two take what the convolution has become, so it may not take in the activation of one. */
  @Test
  void whoTakesAFoldedValueIsCounted() {
    assertEquals(
        """
        Standardise standardise [0] -> 1 [1] none
        Conv conv [1] -> 2 [1] none
        Activate relu [2] -> 3 [1] relu
        Add add [2, 3] -> 4 [1] none
        Scale newton [4] -> 5 [1] none
        """,
        compile(
                conv("conv", 0),
                norm("norm", 1),
                plain("identity", "same", 2),
                plain("relu", "relu", 3),
                plain("add", "add", 3, 4))
            .toString());
  }

  @Test
  void aNormalisationBehindAnActivationIsNotFolded() {
    Plan plan = compile(conv("conv", 0), plain("relu", "relu", 1), norm("norm", 2));
    Step.ChannelAffine norm = assertInstanceOf(Step.ChannelAffine.class, plan.steps().get(2));
    assertArrayEquals(new float[] {3}, norm.scale());
    assertArrayEquals(new float[] {7 - 15}, norm.shift());
  }

  @Test
  void whatChangesNothingIsLeftOut() {
    assertEquals(
        """
        Standardise standardise [0] -> 1 [1] none
        Conv conv [1] -> 2 [1] sigmoid
        Activate again [2] -> 3 [1] sigmoid
        Scale newton [3] -> 4 [1] none
        """,
        compile(
                plain("identity", "same", 0),
                conv("conv", 1),
                new Graph.Node(
                    "dropout", "drop", List.of(2), List.of(), Map.of("p", 0.5, "seed", 7L)),
                plain("sigmoid", "sigmoid", 3),
                plain("sigmoid", "again", 4))
            .toString());
  }

  @Test
  void laterTrainingDoesNotChangeAPlan() {
    float[] mean = {0};
    float[] std = {1};
    float[] scale = {1};
    put("x", Shape.of(4, 1), 1, 1, 1, 1);
    put("h", Shape.of(4, 1), 1, 1, 1, 1);
    put("b", Shape.of(4), 1, 1, 1, 1);
    Graph graph =
        new Graph(
            1,
            List.of(
                conv("conv", 0),
                new Graph.Node("lstm", "lstm", List.of(1), List.of("x", "h", "b"), Map.of()),
                norm("norm", 2)));
    Plan plan = Plan.compile(graph, tensors, mean, std, scale);
    StudentKernel before = StudentKernel.of(plan, SensorLimits.at(100));
    float[] expected = new float[3];
    before.run(new float[] {1, 2, 3}, expected);
    tensors.values().forEach(tensor -> tensor.fill(5));
    for (float[] array : List.of(mean, std, scale)) {
      Arrays.fill(array, 5);
    }
    float[] actual = new float[3];
    StudentKernel.of(plan, SensorLimits.at(100)).run(new float[] {1, 2, 3}, actual);
    assertArrayEquals(expected, actual);
  }

  @Test
  void tensorsOfEitherTypeAreTaken() {
    tensors.put("weight", tensors.get("weight").to(DType.FLOAT64));
    Step.Conv conv = assertInstanceOf(Step.Conv.class, compile(conv("conv", 0)).steps().get(1));
    assertArrayEquals(new float[] {2, 4}, conv.weight());
  }

  @Test
  void delaysAndReachAddUp() {
    Plan plan =
        compile(
            new Graph.Node(
                "conv1d",
                "ahead",
                List.of(0),
                List.of("weight"),
                Map.of("pad_left", 0, "pad_right", 3, "dilation", 3)),
            conv("conv", 1),
            plain("add", "add", 0, 2));
    assertEquals(3, plan.lookAhead());
    assertEquals(0, plan.delay(1));
    assertEquals(3, plan.delay(2));
    // From one before to three after.
    assertEquals(5, plan.receptiveField());
  }

  @Test
  void whatAPlanCannotHoldIsRefused() {
    assertProblem(
        "plan: softmax \"s\": a plan cannot hold this operation; it knows conv1d, batchNorm, add,"
            + " concat, scale, lstm, gru, relu, tanh, sigmoid, identity and dropout",
        plain("softmax", "s", 0));
    assertProblem(
        "plan: conv1d \"c\": a plan does not know its attribute \"transposed\"",
        new Graph.Node("conv1d", "c", List.of(0), List.of("weight"), Map.of("transposed", true)));
    assertProblem(
        "plan: lstm \"l\": a plan cannot hold it with \"reverse\" true",
        recurrent("lstm", 3, Map.of("reverse", true, "cells", false)));
    assertProblem(
        "plan: lstm \"l\": a plan cannot hold it with \"cells\" true",
        recurrent("lstm", 3, Map.of("reverse", false, "cells", true)));
    assertProblem(
        "plan: gru \"l\": a plan cannot hold it with \"reverse\" true",
        recurrent("gru", 4, Map.of("reverse", true)));
    assertProblem(
        "plan: concat \"j\": joins axis 2, not the channels",
        new Graph.Node("concat", "j", List.of(0, 0), List.of(), Map.of("axis", 2)));
    assertProblem(
        "plan: conv1d \"c\": stride 2 shortens the sequence",
        new Graph.Node("conv1d", "c", List.of(0), List.of("weight"), Map.of("stride", 2)));
    assertProblem(
        "plan: conv1d \"c\": attribute \"dilation\" is 1.5, not a whole number",
        new Graph.Node("conv1d", "c", List.of(0), List.of("weight"), Map.of("dilation", 1.5)));
    assertProblem(
        "plan: conv1d \"c\": expected [O, C, K] but tensor \"bias\" is [1]",
        new Graph.Node("conv1d", "c", List.of(0), List.of("bias"), CAUSAL));
    assertProblem(
        "plan: conv1d \"c\": there is no tensor \"absent\"",
        new Graph.Node("conv1d", "c", List.of(0), List.of("absent"), CAUSAL));
    assertProblem(
        "plan: conv1d \"c\": expected 1 inputs and 1 to 2 tensors but found 1 and 0",
        new Graph.Node("conv1d", "c", List.of(0), List.of(), CAUSAL));
    assertProblem(
        "plan: scale \"s\": attribute \"factor\" is missing or not a number",
        plain("scale", "s", 0));
    assertProblem(
        "plan: standardise: expected a name of its own and output 2, not 2",
        conv("standardise", 0));
    put("pair", Shape.of(2), 1, 1);
    assertProblem(
        "plan: batchNorm \"n\": expected tensors [1] but \"pair\" is [2]",
        new Graph.Node(
            "batchNorm", "n", List.of(0), List.of("gamma", "pair", "mean", "variance"), EPSILON));
    put("h", Shape.of(4, 1), 1, 1, 1, 1);
    put("x", Shape.of(4, 2), 1, 1, 1, 1, 1, 1, 1, 1);
    assertProblem(
        "plan: lstm \"l\": expected [4, 1] but tensor \"x\" is [4, 2]",
        new Graph.Node("lstm", "l", List.of(0), List.of("x", "h", "bias"), Map.of()));
    assertProblem(
        "plan: lstm \"l\": expected 1 inputs and 3 to 3 tensors but found 1 and 2",
        new Graph.Node("lstm", "l", List.of(0), List.of("x", "h"), Map.of()));
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertProblem(
        "plan: c: expected padding that keeps the length, (kernel size - 1) dilation in all and at"
            + " most 65536 (kernel size 2, dilation 3, padding 1 and 1)",
        new Graph.Node(
            "conv1d",
            "c",
            List.of(0),
            List.of("weight"),
            Map.of("dilation", 3, "pad_left", 1, "pad_right", 1)));
    assertProblem(
        "plan: c: expected padding that keeps the length, (kernel size - 1) dilation in all and at"
            + " most 65536 (kernel size 2, dilation 2147483647, padding 2147483647 and 0)",
        new Graph.Node(
            "conv1d",
            "c",
            List.of(0),
            List.of("weight"),
            Map.of("dilation", Integer.MAX_VALUE, "pad_left", Integer.MAX_VALUE)));
    assertProblem(
        "plan: c: 1 to 1 channels do not fall into 2 groups",
        new Graph.Node(
            "conv1d", "c", List.of(0), List.of("weight"), Map.of("pad_left", 1, "groups", 2)));
    put("wide", Shape.of(1, 2, 1), 1, 1);
    assertProblem(
        "plan: c: weight has 2 numbers, expected 1",
        new Graph.Node("conv1d", "c", List.of(0), List.of("wide"), Map.of()));
    assertProblem(
        "plan: add: values of 1 and 2 channels do not add up to 1",
        plain("concat", "two", 0, 0),
        plain("add", "add", 0, 1));
    tensors.get("weight").set(1, Double.NaN);
    assertProblem("plan: c: weight is NaN at flat index 1", conv("c", 0));
    tensors.get("variance").set(0, -1);
    tensors.get("weight").set(1, 1);
    assertProblem("plan: c: weight is NaN at flat index 0", conv("c", 0), norm("n", 1));
  }

  @Test
  void aNormalisationThatDoesNotFitIsRefused() {
    Graph graph = new Graph(1, List.of(conv("conv", 0)));
    float[] one = {1};
    assertRefused(
        "plan: the graph has 1 inputs, the normalisation 2",
        () -> Plan.compile(graph, tensors, new float[2], new float[] {1, 1}, one));
    assertRefused(
        "plan: standardise: std has 2 numbers, expected 1",
        () -> Plan.compile(graph, tensors, one, new float[] {1, 1}, one));
    assertRefused(
        "plan: standardise: std is 0.0 at flat index 0; it must be positive",
        () -> Plan.compile(graph, tensors, one, new float[1], one));
    assertRefused(
        "plan: newton: scale has 2 numbers, expected 1",
        () -> Plan.compile(graph, tensors, one, one, new float[2]));
    assertRefused(
        "plan: expected 1 to 65536 inputs and a step or more (inputs 1, steps 0)",
        () -> Plan.of(1, List.of()));
    assertRefused(
        "plan: a: takes value 1, which no step before it writes",
        () -> Plan.of(1, List.of(new Step.Add("a", 0, 1, 1, 1, Activation.NONE))));
  }

  /** A graph may take one tensor many times: the memory must not grow without a limit. */
  @Test
  void moreThanAPlanMayHoldIsRefusedBeforeItIsAllocated() {
    int channels = 1024;
    tensors.put("large", Tensor.zeros(DType.FLOAT32, channels, channels, 1));
    tensors.put("first", Tensor.zeros(DType.FLOAT32, channels, 1, 1));
    Graph.Node[] nodes = new Graph.Node[100];
    nodes[0] = new Graph.Node("conv1d", "first", List.of(0), List.of("first"), Map.of());
    for (int i = 1; i < nodes.length; i++) {
      nodes[i] = new Graph.Node("conv1d", "c" + i, List.of(i), List.of("large"), Map.of());
    }
    assertProblem("plan: more than 16777216 parameters", nodes);
    Graph.Node[] doubling = new Graph.Node[20];
    for (int i = 0; i < doubling.length; i++) {
      doubling[i] = plain("concat", "c" + i, i, i);
    }
    assertProblem(
        "plan: c16: expected an input or more and 1 to 65536 channels (inputs 2, channels 131072)",
        doubling);
  }

  @Test
  void tooFarAheadIsRefused() {
    put("one", Shape.of(1, 1, 2), 1, 1);
    Map<String, Object> far = Map.of("dilation", 40000, "pad_right", 40000);
    assertProblem(
        "plan: b: looks ahead 80000 samples, more than 65536",
        new Graph.Node("conv1d", "a", List.of(0), List.of("one"), far),
        new Graph.Node("conv1d", "b", List.of(1), List.of("one"), far));
  }

  private static Graph.Node recurrent(String op, int tensors, Map<String, Object> attributes) {
    return new Graph.Node(op, "l", List.of(0), Collections.nCopies(tensors, "bias"), attributes);
  }

  private void assertProblem(String message, Graph.Node... nodes) {
    assertRefused(message, () -> compile(nodes));
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
