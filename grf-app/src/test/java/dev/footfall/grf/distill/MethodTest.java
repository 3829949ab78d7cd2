package dev.footfall.grf.distill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.grf.data.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MethodTest {

  private static String refusal(Method method, double lambda, double betaSim, double betaTime) {
    Method.Weights weights = new Method.Weights(lambda, betaSim, betaTime);
    return assertThrows(InputException.class, () -> method.loss(weights)).getMessage();
  }

  @Test
  void methodsAreFoundByTheirNames() {
    assertEquals(List.of("none", "kd", "takd"), Method.names());
    for (String name : Method.names()) {
      assertEquals(name, Method.named(name).toString());
    }
    assertEquals(
        "method \"KD\" is unknown; known: none, kd, takd",
        assertThrows(InputException.class, () -> Method.named("KD")).getMessage());
  }

  @Test
  void theWeightsReachTheLoss() {
    Method.Weights weights = new Method.Weights(0.25, 2, 3);
    assertEquals(new TaskLoss(), Method.NONE.loss(weights));
    assertEquals(new KdLoss(0.25), Method.KD.loss(weights));
    assertEquals(new TakdLoss(0.25, 2, 3), Method.TAKD.loss(weights));
  }

  @Test
  void theDefaultWeightsAreInRange() {
    for (Method method : Method.values()) {
      method.loss(method.defaultWeights());
    }
  }

  @Test
  void weightsOutOfRangeAreRefused() {
    assertEquals("kd: lambda must be within 0 and 1 (-0.1)", refusal(Method.KD, -0.1, 0, 0));
    assertEquals("kd: lambda must be within 0 and 1 (NaN)", refusal(Method.KD, Double.NaN, 0, 0));
    assertEquals(
        "takd: lambda must be within 0 and 1 and the betas not negative (lambda 0.0, betaSim"
            + " -1.0, betaTime 0.0)",
        refusal(Method.TAKD, 0, -1, 0));
  }
}
