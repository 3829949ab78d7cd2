package dev.footfall.autograd.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every optimiser keeps to, with weight decay and momentum. */
class OptimizerLawTest {

  /** Every optimiser that there is. */
  enum Kind {
    SGD {
      @Override
      Optimizer of(List<Parameter> parameters) {
        return new Sgd(Backends.fp64(), parameters, 0.9, 0.5, false, 0.1);
      }
    },
    NESTEROV {
      @Override
      Optimizer of(List<Parameter> parameters) {
        return new Sgd(Backends.fp64(), parameters, 0.9, true, 0.1);
      }
    },
    ADAM {
      @Override
      Optimizer of(List<Parameter> parameters) {
        return new Adam(Backends.fp64(), parameters, 0.1);
      }
    },
    ADAM_W {
      @Override
      Optimizer of(List<Parameter> parameters) {
        return new AdamW(Backends.fp64(), parameters, 0.1);
      }
    },
    RMS_PROP {
      @Override
      Optimizer of(List<Parameter> parameters) {
        return new RmsProp(Backends.fp64(), parameters, 0.9, 1e-3, true, 0.5, 0.1);
      }
    },
    LION {
      @Override
      Optimizer of(List<Parameter> parameters) {
        return new Lion(Backends.fp64(), parameters, 0.9, 0.99, 0.1);
      }
    };

    abstract Optimizer of(List<Parameter> parameters);
  }

  private final RandomTensors random = new RandomTensors(1);
  private final Parameter frozen = parameter();
  private final Parameter free = parameter();

  private Parameter parameter() {
    Parameter parameter = new Parameter(random.uniform(4));
    parameter.gradient().copyFrom(random.uniform(4));
    return parameter;
  }

  private static Map<String, Tensor> copy(Map<String, Tensor> state) {
    Map<String, Tensor> copy = new LinkedHashMap<>();
    state.forEach((name, tensor) -> copy.put(name, tensor.copy()));
    return copy;
  }

  private static void requireSame(Map<String, Tensor> expected, Map<String, Tensor> found) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((name, tensor) -> Near.requireSameBits(name, tensor, found.get(name)));
  }

  @ParameterizedTest
  @EnumSource
  void aFrozenParameterAndItsMomentsStayAsTheyAre(Kind kind) {
    Optimizer optimizer = kind.of(List.of(frozen, free));
    optimizer.step(0.1);
    Tensor value = frozen.value().copy();
    Map<String, Tensor> state = copy(optimizer.state());
    Tensor moved = free.value().copy();
    frozen.freeze(true);
    optimizer.step(0.1);
    optimizer.step(0.1);
    Near.requireSameBits("frozen", value, frozen.value());
    assertFalse(moved.get(0) == free.value().get(0), "the other one is moved");
    assertEquals(1, optimizer.state().get("steps").get(0));
    assertEquals(3, optimizer.state().get("steps").get(1));
    int moments = 0;
    for (String name : state.keySet()) {
      if (name.endsWith(".0")) {
        moments++;
        Near.requireSameBits(name, state.get(name), optimizer.state().get(name));
      }
    }
    assertEquals(optimizer.state().size(), 1 + 2 * moments);
  }

  /** So is its bias correction, which a count of all steps would spoil. */
  @ParameterizedTest
  @EnumSource
  void aParameterThatIsThawedGoesOnAsIfNothingHadBeenBetween(Kind kind) {
    Parameter other = new Parameter(frozen.value().copy());
    other.gradient().copyFrom(frozen.gradient());
    Optimizer alone = kind.of(List.of(other));
    alone.step(0.1);
    alone.step(0.1);
    Optimizer optimizer = kind.of(List.of(frozen, free));
    frozen.freeze(true);
    optimizer.step(0.1);
    frozen.freeze(false);
    optimizer.step(0.1);
    frozen.freeze(true);
    optimizer.step(0.1);
    frozen.freeze(false);
    optimizer.step(0.1);
    Near.requireSameBits("thawed", other.value(), frozen.value());
  }

  /** The state is all that is remembered: another optimiser that takes it over goes on the same. */
  @ParameterizedTest
  @EnumSource
  void theStateIsAllThatIsRemembered(Kind kind) {
    Optimizer optimizer = kind.of(List.of(free));
    optimizer.step(0.1);
    optimizer.step(0.1);
    Parameter twin = new Parameter(free.value().copy());
    Optimizer other = kind.of(List.of(twin));
    optimizer.state().forEach((name, tensor) -> other.state().get(name).copyFrom(tensor));
    for (int step = 0; step < 3; step++) {
      Tensor gradient = random.uniform(4);
      free.gradient().copyFrom(gradient);
      twin.gradient().copyFrom(gradient);
      optimizer.step(0.05);
      other.step(0.05);
    }
    Near.requireSameBits("parameter", free.value(), twin.value());
    requireSame(optimizer.state(), other.state());
  }
}
