package dev.footfall.autograd.optim;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.OptimizerKernel;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An optimiser that keeps moments of the gradient: for each parameter some tensors of its shape,
 * zero at first, and the number of its steps.
 */
abstract class MomentOptimizer implements Optimizer {
  final OptimizerKernel kernel;
  private final List<Parameter> parameters;
  private final List<Tensor[]> moments;
  private final String[] names;
  private final Tensor steps; // of each parameter, exact to 2^53

  MomentOptimizer(Kernels kernels, Collection<Parameter> parameters, String... names) {
    this.kernel = kernels.optimizer();
    this.parameters = List.copyOf(parameters);
    this.names = names;
    this.moments =
        this.parameters.stream()
            .map(
                p ->
                    Arrays.stream(names)
                        .map(name -> Tensor.zeros(p.dtype(), p.shape()))
                        .toArray(Tensor[]::new))
            .toList();
    this.steps = Tensor.zeros(DType.FLOAT64, this.parameters.size());
  }

  /**
   * Updates one parameter and its moments.
   *
   * @param t the number of this step, counted from 1
   */
  abstract void update(double learningRate, double t, Parameter parameter, Tensor[] moments);

  @Override
  public final void step(double learningRate) {
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (parameter.requiresGradient()) {
        double t = steps.get(i) + 1;
        steps.set(i, t);
        update(learningRate, t, parameter, moments.get(i));
      }
    }
  }

  /** {@code steps}, and {@code NAME.i} for each moment of the parameter i, counted from 0. */
  @Override
  public final Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("steps", steps);
    for (int i = 0; i < moments.size(); i++) {
      for (int k = 0; k < names.length; k++) {
        state.put(names[k] + "." + i, moments.get(i)[k]);
      }
    }
    return state;
  }
}
