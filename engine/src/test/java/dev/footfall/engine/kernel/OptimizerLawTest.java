package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.fp64;
import static dev.footfall.engine.kernel.TestTensors.magnitudes;
import static dev.footfall.engine.kernel.TestTensors.random;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.footfall.engine.Tensor;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** FLOAT32 steps are as near to the FLOAT64 ones as their few roundings allow. */
class OptimizerLawTest {

  @Test
  void scalarAndVectorAreTheSameCode() {
    assertSame(BackEnds.scalar().optimizer().getClass(), BackEnds.vector().optimizer().getClass());
  }

  @Property
  void sgdAgreesWithTheDefinition(
      @ForAll @IntRange(max = 100) int n, @ForAll boolean nesterov, @ForAll long seed) {
    Random random = new Random(seed);
    double rate = random.nextDouble();
    double penalty = random.nextDouble();
    double momentum = random.nextDouble();
    double share = random.nextDouble();
    Tensor g = random(random, n);
    Tensor v = random(random, n);
    Tensor w = random(random, n);
    Tensor v64 = fp64(v);
    Tensor w64 = fp64(w);
    BackEnds.fp64().optimizer().sgd(n, rate, penalty, momentum, share, nesterov, fp64(g), v64, w64);
    for (Kernels kernels : BackEnds.float32()) {
      Tensor v32 = v.copy();
      Tensor w32 = w.copy();
      kernels.optimizer().sgd(n, rate, penalty, momentum, share, nesterov, g, v32, w32);
      for (int i = 0; i < n; i++) {
        double gradient = Math.abs(g.get(i)) + penalty * Math.abs(w.get(i));
        double velocity = momentum * Math.abs(v.get(i)) + share * gradient;
        double step = nesterov ? gradient + momentum * velocity : velocity;
        // 3 of the gradient (factor, product, sum), then factor, product and sum again.
        ErrorBound.assertAgrees(kernels.name() + " v", 6, v64.get(i), velocity, v32.get(i));
        double weight = Math.abs(w.get(i)) + rate * step;
        // 6 of v, 3 to the direction, 3 to the weight.
        ErrorBound.assertAgrees(kernels.name() + " w", 12, w64.get(i), weight, w32.get(i));
      }
    }
  }

  @Property
  void adamAgreesWithTheDefinition(@ForAll @IntRange(max = 100) int n, @ForAll long seed) {
    Random random = new Random(seed);
    Tensor g = random(random, n);
    Tensor m = random(random, n);
    Tensor v = magnitudes(random(random, n)).to(g.dtype());
    Tensor w = random(random, n);
    double epsilon = 0.1 * random.nextDouble();
    double decay = 0.01 * random.nextDouble();
    double stepSize = 0.01 * random.nextDouble();
    double root = 0.1 + 0.9 * random.nextDouble();
    for (Kernels kernels : BackEnds.float32()) {
      Tensor m32 = m.copy();
      Tensor v32 = v.copy();
      Tensor w32 = w.copy();
      Tensor m64 = fp64(m);
      Tensor v64 = fp64(v);
      Tensor w64 = fp64(w);
      kernels.optimizer().adam(n, 0, decay, 0.9, 0.999, epsilon, stepSize, root, g, m32, v32, w32);
      BackEnds.fp64()
          .optimizer()
          .adam(n, 0, decay, 0.9, 0.999, epsilon, stepSize, root, fp64(g), m64, v64, w64);
      for (int i = 0; i < n; i++) {
        double mean = 0.9 * Math.abs(m.get(i)) + 0.1 * Math.abs(g.get(i));
        double denominator = Math.sqrt(v64.get(i)) / root + epsilon;
        double weight = Math.abs(w.get(i)) + stepSize * mean / denominator;
        ErrorBound.assertAgrees(kernels.name() + " m", 3, m64.get(i), mean, m32.get(i));
        ErrorBound.assertAgrees(kernels.name() + " v", 4, v64.get(i), v64.get(i), v32.get(i));
        // 3 of m, 2 of the root of v and 1 of the root, 3 to the denominator, 4 to the weight.
        ErrorBound.assertAgrees(kernels.name() + " w", 13, w64.get(i), weight, w32.get(i));
      }
    }
  }

  @Property
  void rmsPropAgreesWithTheDefinition(@ForAll @IntRange(max = 100) int n, @ForAll long seed) {
    Random random = new Random(seed);
    Tensor g = random(random, n);
    Tensor s = magnitudes(random(random, n)).to(g.dtype());
    Tensor m = random(random, n);
    Tensor v = random(random, n);
    Tensor w = random(random, n);
    double rate = random.nextDouble();
    double alpha = random.nextDouble();
    double epsilon = 0.1 + random.nextDouble();
    double momentum = random.nextDouble();
    for (Kernels kernels : BackEnds.float32()) {
      Tensor s32 = s.copy();
      Tensor m32 = m.copy();
      Tensor v32 = v.copy();
      Tensor w32 = w.copy();
      Tensor s64 = fp64(s);
      Tensor m64 = fp64(m);
      Tensor v64 = fp64(v);
      Tensor w64 = fp64(w);
      kernels.optimizer().rmsProp(n, rate, 0, alpha, epsilon, 0, momentum, g, s32, m32, v32, w32);
      BackEnds.fp64()
          .optimizer()
          .rmsProp(n, rate, 0, alpha, epsilon, 0, momentum, fp64(g), s64, m64, v64, w64);
      for (int i = 0; i < n; i++) {
        double mean = alpha * Math.abs(m.get(i)) + (1 - alpha) * Math.abs(g.get(i));
        double quotient = Math.abs(g.get(i)) / (Math.sqrt(s64.get(i)) + epsilon);
        double velocity = momentum * Math.abs(v.get(i)) + quotient;
        double weight = Math.abs(w.get(i)) + rate * velocity;
        ErrorBound.assertAgrees(kernels.name() + " s", 4, s64.get(i), s64.get(i), s32.get(i));
        ErrorBound.assertAgrees(kernels.name() + " m", 3, m64.get(i), mean, m32.get(i));
        // 2 of s under the root, the root, epsilon and its sum, the quotient, the sum.
        ErrorBound.assertAgrees(kernels.name() + " v", 7, v64.get(i), velocity, v32.get(i));
        ErrorBound.assertAgrees(kernels.name() + " w", 10, w64.get(i), weight, w32.get(i));
      }
    }
  }

  /** A sign that rounding decides is no disagreement: w may then be off by two steps. */
  @Property
  void lionAgreesWithTheDefinition(@ForAll @IntRange(max = 100) int n, @ForAll long seed) {
    Random random = new Random(seed);
    Tensor g = random(random, n);
    Tensor m = random(random, n);
    Tensor w = random(random, n);
    double rate = random.nextDouble();
    double decay = random.nextDouble();
    for (Kernels kernels : BackEnds.float32()) {
      Tensor m32 = m.copy();
      Tensor w32 = w.copy();
      Tensor m64 = fp64(m);
      Tensor w64 = fp64(w);
      kernels.optimizer().lion(n, rate, decay, 0.9, 0.99, g, m32, w32);
      BackEnds.fp64().optimizer().lion(n, rate, decay, 0.9, 0.99, fp64(g), m64, w64);
      for (int i = 0; i < n; i++) {
        double mean = 0.99 * Math.abs(m.get(i)) + 0.01 * Math.abs(g.get(i));
        ErrorBound.assertAgrees(kernels.name() + " m", 3, m64.get(i), mean, m32.get(i));
        double direction = 0.9 * m.get(i) + 0.1 * g.get(i);
        double weight = Math.abs(w.get(i)) + rate;
        if (Math.abs(direction) > 1e-6) { // 3 roundings of at most 1 are below 2e-7
          ErrorBound.assertAgrees(kernels.name() + " w", 3, w64.get(i), weight, w32.get(i));
        }
      }
    }
  }
}
