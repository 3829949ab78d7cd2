package dev.footfall.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.engine.format.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final Graph GRAPH =
      new Graph(
          3,
          List.of(
              new Graph.Node(
                  "conv1d",
                  "a.conv",
                  List.of(0),
                  List.of("a.conv.weight"),
                  Map.of("stride", 1, "dilation", 2, "pad_left", 4)),
              new Graph.Node(
                  "scale",
                  "b",
                  List.of(1),
                  List.of(),
                  Map.of("factor", 0.5, "exact", true, "mode", "a \"b\"")),
              new Graph.Node("add", "c", List.of(1, 2), List.of(), Map.of())));

  @Test
  void theJsonIsTheGraph() {
    String json = Json.write(GRAPH.json());
    assertEquals(
        "{\"inputs\":3,\"nodes\":["
            + "{\"op\":\"conv1d\",\"name\":\"a.conv\",\"inputs\":[0],"
            + "\"tensors\":[\"a.conv.weight\"],"
            + "\"attributes\":{\"dilation\":2,\"pad_left\":4,\"stride\":1}},"
            + "{\"op\":\"scale\",\"name\":\"b\",\"inputs\":[1],\"tensors\":[],"
            + "\"attributes\":{\"exact\":true,\"factor\":0.5,\"mode\":\"a \\\"b\\\"\"}},"
            + "{\"op\":\"add\",\"name\":\"c\",\"inputs\":[1,2],\"tensors\":[],\"attributes\":{}}]}",
        json);
    assertEquals(GRAPH, Graph.of(Json.parse("graph", json)));
  }

  @Test
  void whatIsNoGraphIsRefused() {
    assertProblem("graph: expected 1 to 65536 inputs but found 0", 0, node("a", 0));
    assertProblem("graph: expected 1 to 1024 nodes but found 0", 1);
    assertProblem("graph: the name of node 1, relu \"a\", is taken", 1, node("a", 0), node("a", 1));
    assertProblem(
        "graph: node 0, relu \"a\", takes value 1; expected one of 0 to 0", 1, node("a", 1));
    assertProblem(
        "graph: node 0, relu \"a\", takes value -1; expected one of 0 to 0", 1, node("a", -1));
    assertProblem(
        "graph: no node takes what node 0, relu \"a\", yields", 1, node("a", 0), node("b", 0));
    assertEquals(
        "graph: nodes[0].inputs[0]: expected a 32-bit whole number but found \"0\"",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Graph.of(
                        Json.parse(
                            "graph",
                            "{\"inputs\":1,\"nodes\":[{\"op\":\"relu\",\"name\":\"a\","
                                + "\"inputs\":[\"0\"],\"tensors\":[],\"attributes\":{}}]}")))
            .getMessage());
  }

  private static Graph.Node node(String name, int input) {
    return new Graph.Node("relu", name, List.of(input), List.of(), Map.of());
  }

  private static void assertProblem(String message, int inputs, Graph.Node... nodes) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> new Graph(inputs, List.of(nodes)))
            .getMessage());
  }
}
