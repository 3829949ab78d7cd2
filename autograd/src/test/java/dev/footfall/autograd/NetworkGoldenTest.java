package dev.footfall.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.op.BatchNormOp;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.Near;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;

/** Whole networks against PyTorch: every parameter's gradient through all layers. */
class NetworkGoldenTest {

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("network_cnn_s")
  void theSmallStudentIsWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    golden.check(kernels, golden.application(in -> F.mse(student(in), in.get("target"))));
    golden.checkOutput("estimate", kernels, golden.application(NetworkGoldenTest::student));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("network_wrn_stage")
  void aStageOfAWideResidualNetworkIsWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    golden.check(kernels, golden.application(in -> new Stage(golden).forward(in)));
  }

  @ParameterizedTest(name = "{0}")
  @GoldenSource(value = "network_wrn_stage", onEveryBackend = false)
  void itsRunningStatisticsAreThoseOfPyTorch(GoldenCase golden) {
    Stage stage = new Stage(golden);
    golden.application(stage::forward).run(Backends.fp64(), null);
    assertEquals(8, stage.statistics.size());
    stage.statistics.forEach(
        (name, found) ->
            Near.require(
                name,
                golden.outputs().get(name),
                found,
                (i, expected) -> GoldenCase.halfNinthDigit(expected) + 1e-12));
  }

  private static Variable student(Map<String, Variable> in) {
    Variable x = in.get("x");
    for (int layer = 1; layer <= 3; layer++) {
      Variable weight = in.get("conv" + layer + ".weight");
      Variable bias = in.get("conv" + layer + ".bias");
      x = F.relu(F.conv1d(x, weight, bias, Conv1dSpec.causal(5, 1 << (layer - 1))));
    }
    return F.conv1d(x, in.get("head.weight"), in.get("head.bias"), Conv1dSpec.PLAIN);
  }

  /** Two pre-activation blocks; the first has a convolution as its shortcut. */
  private static final class Stage {
    final GoldenCase golden;
    final Map<String, Tensor> statistics = new LinkedHashMap<>();

    Stage(GoldenCase golden) {
      this.golden = golden;
    }

    Variable forward(Map<String, Variable> in) {
      Conv1dSpec spec = Conv1dSpec.same(3, golden.spec().get("dilation").asInt());
      Variable x = in.get("x");
      for (String block : new String[] {"block1", "block2"}) {
        Variable a = normRelu(x, block + ".bn1", in);
        Variable shortcut = in.get(block + ".shortcut.weight");
        Variable skip = shortcut == null ? x : F.conv1d(a, shortcut, Conv1dSpec.PLAIN);
        Variable h = F.conv1d(a, in.get(block + ".conv1.weight"), spec);
        h = normRelu(h, block + ".bn2", in);
        x = F.add(skip, F.conv1d(h, in.get(block + ".conv2.weight"), spec));
      }
      return x;
    }

    private Variable normRelu(Variable x, String name, Map<String, Variable> in) {
      Variable gamma = in.get(name + ".gamma");
      Tensor mean = Tensor.zeros(DType.FLOAT64, gamma.shape());
      Tensor variance = Tensor.zeros(DType.FLOAT64, gamma.shape());
      variance.fill(1);
      statistics.put(name + ".running_mean", mean);
      statistics.put(name + ".running_variance", variance);
      double momentum = golden.spec().get("momentum").asDouble();
      double epsilon = golden.spec().get("eps").asDouble();
      BatchNormOp op = new BatchNormOp(momentum, epsilon, mean, variance);
      return F.relu(F.batchNorm(x, gamma, in.get(name + ".beta"), op));
    }
  }
}
