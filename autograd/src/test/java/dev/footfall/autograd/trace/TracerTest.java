package dev.footfall.autograd.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.F;
import dev.footfall.autograd.nn.BatchNorm1d;
import dev.footfall.autograd.nn.Conv1d;
import dev.footfall.autograd.nn.Gru;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.nn.Lstm;
import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.op.BatchNormOp;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.fp64.Fp64Kernels;
import dev.footfall.engine.plan.Graph;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.engine.plan.StudentKernel;
import dev.footfall.engine.runtime.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TracerTest {
  private static final Initializer INIT = new Initializer(DType.FLOAT64, new SplittableRandom(3));

  /** Every operation that a plan can hold, and some that lead nowhere. */
  private static final class Everything extends Module {
    private final Conv1d conv =
        child("conv", Conv1d.withoutBias(3, 4, 3, Conv1dSpec.same(3, 2), INIT));
    private final BatchNorm1d norm = child("norm", new BatchNorm1d(4, INIT));
    private final Lstm lstm = child("inner.lstm", new Lstm(4, 4, INIT));
    private final Gru gru = child("gru", new Gru(4, 4, INIT));
    private final Conv1d depthwise =
        child("depthwise", Conv1d.depthwiseWithBias(4, 1, 3, Conv1dSpec.causal(3, 1), INIT));
    private final Conv1d head = child("head", Conv1d.withBias(8, 2, 1, Conv1dSpec.PLAIN, INIT));

    @Override
    public Variable forward(Variable x) {
      Variable h = F.relu(norm.forward(conv.forward(x)));
      F.sigmoid(h); // a feature that nobody asks for
      Variable sum = F.add(F.tanh(lstm.forward(h)), F.scale(0.5, h));
      return head.forward(F.concat(F.relu(depthwise.forward(h)), gru.forward(sum)));
    }
  }

  private static String line(Graph.Node node) {
    return "%s %s %s %s %s"
        .formatted(node.op(), node.name(), node.inputs(), node.tensors(), node.attributes());
  }

  @Test
  void everyOperationOnTheWayToTheOutputIsWrittenDown() {
    Graph graph = Tracer.trace(new Everything(), 3);
    assertEquals(3, graph.inputs());
    assertEquals(
        """
        conv1d conv [0] [conv.weight] {dilation=2, groups=1, pad_left=2, pad_right=2, stride=1}
        batchNorm norm [1] [norm.weight, norm.bias, norm.running_mean, norm.running_var] \
        {epsilon=1.0E-5}
        relu norm.relu [2] [] {}
        lstm inner.lstm [3] [inner.lstm.weight_x, inner.lstm.weight_h, inner.lstm.bias] \
        {cells=false, reverse=false}
        tanh inner.lstm.tanh [4] [] {}
        scale norm.relu.scale [3] [] {factor=0.5}
        add inner.lstm.tanh.add [5, 6] [] {}
        conv1d depthwise [3] [depthwise.weight, depthwise.bias] \
        {dilation=1, groups=4, pad_left=2, pad_right=0, stride=1}
        relu depthwise.relu [8] [] {}
        gru gru [7] [gru.weight_x, gru.weight_h, gru.bias_x, gru.bias_h] {reverse=false}
        concat depthwise.relu.concat [9, 10] [] {axis=1}
        conv1d head [11] [head.weight, head.bias] \
        {dilation=1, groups=1, pad_left=0, pad_right=0, stride=1}
        """,
        String.join("\n", graph.nodes().stream().map(TracerTest::line).toList()) + "\n");
  }

  /** In FLOAT64 the network, in FLOAT32 the plan. */
  @Test
  void thePlanOfAGraphAnswersAsTheNetwork() {
    Everything network = new Everything();
    SplittableRandom random = new SplittableRandom(4);
    network
        .state()
        .forEach(
            (name, tensor) -> {
              for (int i = 0; i < tensor.elements(); i++) {
                tensor.set(i, name.endsWith("var") ? random.nextDouble(0.5, 2) : tensor.get(i));
              }
            });
    float[] ones = {1, 1, 1};
    Plan plan =
        Plan.compile(
            Tracer.trace(network, 3), network.state(), new float[3], ones, new float[] {1, 1});
    int length = 50;
    float[] samples = new float[length * 3];
    Tensor x = Tensor.zeros(DType.FLOAT64, 1, 3, length);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble(-2, 2);
      x.set(i % 3 * length + i / 3, samples[i]);
    }
    Kernels kernels = Fp64Kernels.create(Workers.of(1));
    Tensor expected = network.forward(Tape.inference(kernels).constant(x)).value();
    float[] actual = new float[length * 2];
    StudentKernel.of(plan, SensorLimits.at(100)).run(samples, actual);
    for (int i = 0; i < actual.length; i++) {
      // Values of the order of 1; some hundred roundings of 6e-8 on the way, and the LSTM forgets.
      assertEquals(expected.get(i % 2 * length + i / 2), actual[i], 1e-5, "at " + i);
    }
  }

  @Test
  void aLayerThatIsUsedTwiceHasTwoNames() {
    Module twice =
        new Module() {
          private final Conv1d conv =
              child("conv", Conv1d.withBias(2, 2, 1, Conv1dSpec.PLAIN, INIT));

          @Override
          public Variable forward(Variable x) {
            return conv.forward(conv.forward(x));
          }
        };
    Graph graph = Tracer.trace(twice, 2);
    assertEquals(List.of("conv", "conv.2"), graph.nodes().stream().map(Graph.Node::name).toList());
  }

  @Test
  void aLayerAloneIsNamedByItsOperation() {
    Graph graph = Tracer.trace(Conv1d.withBias(2, 2, 1, Conv1dSpec.PLAIN, INIT), 2);
    assertEquals("conv1d", graph.nodes().getFirst().name());
    assertEquals(List.of("weight", "bias"), graph.nodes().getFirst().tensors());
  }

  /** Gradients are not wanted of it, and nothing of it is changed. */
  @Test
  void aFrozenNetworkIsTracedToo() {
    Everything network = new Everything();
    Graph graph = Tracer.trace(network, 3);
    network.freeze(true);
    Map<String, Tensor> state = network.state();
    double[] before = state.get("norm.running_mean").doubles().clone();
    assertEquals(graph, Tracer.trace(network, 3));
    assertEquals(
        Arrays.toString(before), Arrays.toString(state.get("norm.running_mean").doubles()));
  }

  @Test
  void whatIsNotTheNetworksIsRefused() {
    Parameter foreign = new Parameter(Tensor.zeros(DType.FLOAT64, 2));
    Tensor strange = Tensor.zeros(DType.FLOAT64, 2);
    Module network =
        new Module() {
          private final Parameter own = parameter("own", Tensor.zeros(DType.FLOAT64, 2));

          @Override
          public Variable forward(Variable x) {
            return F.batchNorm(x, own, foreign, new BatchNormOp(0.1, 1, strange, strange));
          }
        };
    assertEquals(
        "trace: input 2 [2] of batchNorm is neither computed from the network's input nor one of"
            + " its tensors",
        refusal(network));
    Module buffered =
        new Module() {
          private final Parameter own = parameter("own", Tensor.zeros(DType.FLOAT64, 2));

          @Override
          public Variable forward(Variable x) {
            return F.batchNorm(x, own, own, new BatchNormOp(0.1, 1, strange, strange));
          }
        };
    assertEquals("trace: batchNorm uses a tensor [2] that is not the network's", refusal(buffered));
    Module empty =
        new Module() {
          @Override
          public Variable forward(Variable x) {
            return F.relu(x);
          }
        };
    assertEquals("trace: the network has no parameters", refusal(empty));
  }

  /** An operation that says nothing of its attributes still loses none. */
  @Test
  void allComponentsOfAnOperationAreAttributes() {
    record Strange(int count, boolean odd, Shape shape) implements Op {
      @Override
      public String name() {
        return "strange";
      }

      @Override
      public Shape outputShape(Shape... inputs) {
        return shape;
      }

      @Override
      public void forward(OpContext cx) {}

      @Override
      public void backward(OpContext cx) {}
    }
    assertEquals(
        Map.of("count", 3, "odd", true, "shape", "[1, 2]"),
        new Strange(3, true, Shape.of(1, 2)).attributes());
  }

  private static String refusal(Module network) {
    return assertThrows(IllegalArgumentException.class, () -> Tracer.trace(network, 2))
        .getMessage();
  }
}
