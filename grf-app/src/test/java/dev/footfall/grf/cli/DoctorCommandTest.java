package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import dev.footfall.engine.kernel.KernelProvider;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {

  @Test
  void theBackEndAndItsReasonAreShown() {
    KernelProvider.Choice choice = KernelProvider.choice();
    String text = Run.of("doctor").done().out();
    for (String line :
        List.of(
            "footfall   " + Version.footfall(),
            "java       " + Version.java(),
            "back end   " + choice.backend() + ": " + choice.reason())) {
      assertTrue(text.contains(line + "\n"), text);
    }
  }

  @Test
  void jsonHoldsTheSame() {
    Json json = Run.of("doctor", "--json", "--threads", 3).done().json();
    assertEquals(KernelProvider.choice().backend(), json.get("back_end").asString());
    assertEquals(KernelProvider.choice().laneBits(), json.get("lane_bits").asInt());
    assertEquals(3, json.get("threads").asInt());
    assertTrue(json.get("heap_limit_bytes").asLong() > 0);
  }

  @Test
  void aBackEndThatDoesNotExistIsTheUsersMistake() {
    String before = System.setProperty(KernelProvider.PROPERTY, "gpu");
    try {
      Run.of("doctor")
          .refused("-Dfootfall.backend: \"gpu\" is not a back end; known are auto, scalar, vector");
    } finally {
      if (before == null) {
        System.clearProperty(KernelProvider.PROPERTY);
      } else {
        System.setProperty(KernelProvider.PROPERTY, before);
      }
    }
  }
}
