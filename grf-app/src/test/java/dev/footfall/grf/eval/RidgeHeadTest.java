package dev.footfall.grf.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.nn.Conv1d;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.engine.DType;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RidgeHeadTest {
  private static final int FEATURES = 3;

  /** Weights 1, 2, 3 and 4, 5, 6; biases 0.5 and -0.5. */
  private static Conv1d head() {
    Conv1d head =
        Conv1d.withBias(
            FEATURES,
            2,
            1,
            Conv1dSpec.PLAIN,
            new Initializer(DType.FLOAT32, new SplittableRandom(1)));
    for (int i = 0; i < 2 * FEATURES; i++) {
      head.weight().value().set(i, i + 1);
    }
    head.bias().value().set(0, 0.5);
    head.bias().value().set(1, -0.5);
    return head;
  }

  private static final double[][] TRAINED = {{1, 2, 3, 0.5}, {4, 5, 6, -0.5}};

  @Test
  void withoutASampleTheTrainedWeightsStay() {
    assertArrayEquals(TRAINED, new RidgeHead(head()).weights(1e-3));
  }

  @Test
  void aSampleThatIsMetChangesNothing() {
    RidgeHead ridge = new RidgeHead(head());
    ridge.add(new double[] {1, 1, 1, 1}, new double[] {6.5, 14.5});
    assertArrayEquals(TRAINED, ridge.weights(1e-3));
  }

  @Test
  void oneSampleIsSharedByItsFeatures() {
    RidgeHead ridge = new RidgeHead(head());
    ridge.add(new double[] {1, 1, 1, 1}, new double[] {11.5, 14.5});
    // An error of 5 over p p^T + lambda I with lambda 1 / 4 * 4: 5 / (4 + 1) to each weight.
    double[][] weights = ridge.weights(1);
    assertArrayEquals(new double[] {2, 3, 4, 1.5}, weights[0], 1e-12);
    assertArrayEquals(TRAINED[1], weights[1], 1e-12);
  }

  @Property
  void atTheMinimumTheGradientVanishes(@ForAll Random random) {
    RidgeHead ridge = new RidgeHead(head());
    double[][] p = new double[20][FEATURES + 1];
    double[][] y = new double[20][2];
    double trace = 0;
    for (int t = 0; t < 20; t++) {
      for (int i = 0; i < FEATURES; i++) {
        p[t][i] = random.nextGaussian();
        trace += p[t][i] * p[t][i];
      }
      p[t][FEATURES] = 1;
      trace++;
      y[t][0] = random.nextGaussian();
      y[t][1] = random.nextGaussian();
      ridge.add(p[t], y[t]);
    }
    double[][] w = ridge.weights(0.1);
    double lambda = 0.1 * trace / (FEATURES + 1);
    for (int k = 0; k < 2; k++) {
      for (int i = 0; i <= FEATURES; i++) {
        double gradient = lambda * (w[k][i] - TRAINED[k][i]);
        for (int t = 0; t < 20; t++) {
          gradient -= (y[t][k] - RidgeHead.dot(w[k], p[t])) * p[t][i];
        }
        assertEquals(0, gradient, 1e-9);
      }
    }
  }
}
