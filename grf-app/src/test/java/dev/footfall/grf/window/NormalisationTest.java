package dev.footfall.grf.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.grf.data.Channel;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.data.Unit;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NormalisationTest {
  private static final Task TASK =
      new Task("t", 100, List.of("a", "b"), Unit.NEWTON, List.of("f"), "A task for tests.");

  private static Recording recording(float[] a, float[] b, float[] f) {
    List<Channel> channels =
        List.of(
            new Channel("f", Unit.NEWTON),
            new Channel("b", Unit.NEWTON),
            new Channel("a", Unit.NEWTON));
    return new Recording("r", "s", "t", 100, Double.NaN, channels, new float[][] {f, b, a});
  }

  @Test
  void fitsMeanAndPopulationDeviationOverAllRecordings() {
    Recording first = recording(new float[] {1, 3}, new float[] {5, 5}, new float[] {0, 0});
    Recording second = recording(new float[] {5, 7}, new float[] {5, 5}, new float[] {6, 6});
    Normalisation fitted = Normalisation.fit(List.of(first, second), TASK);
    assertArrayEquals(new float[] {4, 5}, fitted.inputMean());
    // Mean of 9, 1, 1, 9 is 5; a constant channel is divided by 1.
    assertArrayEquals(new float[] {(float) Math.sqrt(5), 1}, fitted.inputStd());
    assertArrayEquals(new float[] {3}, fitted.targetScale());
  }

  @Test
  void weighsRecordingsByTheirLength() {
    Recording one = recording(new float[] {4}, new float[1], new float[1]);
    Recording three = recording(new float[] {0, 0, 0}, new float[3], new float[3]);
    assertEquals(1, Normalisation.fit(List.of(one, three), TASK).inputMean()[0]);
  }

  @Test
  void normalisesWholeRecordings() {
    Normalisation normalisation =
        new Normalisation(new float[] {1, 10}, new float[] {2, 4}, new float[] {100});
    Recording recording =
        recording(new float[] {1, 3, 5}, new float[] {10, 14, 2}, new float[] {0, 50, 200});
    assertArrayEquals(
        new float[] {0, 1, 2, 0, 1, -2}, normalisation.normalisedInputs(recording, TASK));
    assertArrayEquals(new float[] {0, 0.5f, 2}, normalisation.normalisedTargets(recording, TASK));
  }

  @Property
  void whatItWasFittedToBecomesStandard(
      @ForAll @Size(min = 2, max = 40) List<@FloatRange(min = -1e4f, max = 1e4f) Float> values) {
    float[] a = new float[values.size()];
    for (int i = 0; i < a.length; i++) {
      a[i] = values.get(i);
    }
    Recording recording = recording(a, new float[a.length], new float[a.length]);
    Normalisation fitted = Normalisation.fit(List.of(recording), TASK);
    float[] x = fitted.normalisedInputs(recording, TASK);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      sum += x[i];
      squares += x[i] * (double) x[i];
    }
    // Rounding the mean to float moves each value by at most half an ulp of it over the deviation.
    double moved = Math.ulp(1e4f) / (2 * fitted.inputStd()[0]) + 1e-5;
    assertEquals(0, sum / a.length, moved);
    if (fitted.inputStd()[0] > 1) {
      assertEquals(1, squares / a.length, 1e-3);
    }
  }

  @Test
  void refusesAValueThatIsNotFinite() {
    Recording recording =
        recording(new float[] {1, 2}, new float[] {Float.NaN, 1}, new float[] {0, 0});
    InputException e =
        assertThrows(InputException.class, () -> Normalisation.fit(List.of(recording), TASK));
    assertEquals("r: column \"b\" holds a value that is not finite", e.getMessage());
  }

  @Test
  void refusesNumbersThatCannotNormalise() {
    float[] one = {1};
    assertRefused(
        "normalisation: 2 means but 1 standard deviations",
        () -> new Normalisation(new float[2], one, one));
    assertRefused(
        "normalisation: mean of input 0 is NaN",
        () -> new Normalisation(new float[] {Float.NaN}, one, one));
    assertRefused(
        "normalisation: standard deviation of input 0 is 0.0; it must be positive",
        () -> new Normalisation(one, new float[] {0}, one));
    assertRefused(
        "normalisation: scale of target 1 is Infinity; it must be positive",
        () -> new Normalisation(one, one, new float[] {1, Float.POSITIVE_INFINITY}));
    assertRefused(
        "normalisation: no recording to fit to", () -> Normalisation.fit(List.of(), TASK));
  }

  @Test
  void refusesATaskOfAnotherWidth() {
    float[] one = {1};
    Recording recording = recording(one, one, one);
    Normalisation other = new Normalisation(one, one, new float[] {1, 1});
    assertRefused(
        "normalisation: fitted to 1 inputs but the task has 2",
        () -> other.normalisedInputs(recording, TASK));
    assertRefused(
        "normalisation: fitted to 2 targets but the task has 1",
        () -> other.normalisedTargets(recording, TASK));
  }

  @Test
  void isEqualByContentAndCannotBeChangedFromOutside() {
    float[] mean = {1};
    Normalisation first = new Normalisation(mean, new float[] {2}, new float[] {3});
    mean[0] = 9;
    first.inputStd()[0] = 9;
    Normalisation same = new Normalisation(new float[] {1}, new float[] {2}, new float[] {3});
    assertEquals(first, same);
    assertEquals(first.hashCode(), same.hashCode());
    assertEquals(
        "Normalisation[inputMean=[1.0], inputStd=[2.0], targetScale=[3.0]]", same.toString());
    float[] one = {1};
    assertNotEquals(first, new Normalisation(one, new float[] {2}, new float[] {4}));
    assertNotEquals(first, new Normalisation(one, new float[] {4}, new float[] {3}));
    assertNotEquals(first, new Normalisation(new float[] {4}, new float[] {2}, new float[] {3}));
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
