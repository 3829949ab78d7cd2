package dev.footfall.engine.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * What the JVM says of its compiler. Vector code pays only where C2 turns it into machine code, and
 * where a fused multiply-add is an instruction: without it every single one goes through {@code
 * BigDecimal}, a thousand times slower than the scalar back end.
 */
final class JitCompiler {
  private static final String MODULE = "jdk.management";
  private static final int C2_LEVEL = 4;

  private JitCompiler() {}

  /** Why vector code would be slow in this JVM; empty if nothing speaks against it. */
  static Optional<String> obstacle() {
    String mode = System.getProperty("java.vm.info", "");
    if (mode.contains("interpreted")) {
      return withoutC2("JVM runs in " + mode);
    }
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.of("without module " + MODULE + " the JVM cannot be asked for C2 and FMA");
    }
    return HotSpot.obstacle();
  }

  private static Optional<String> withoutC2(String why) {
    return Optional.of("without the optimising compiler C2 the Vector API is slow (" + why + ")");
  }

  /** Apart, because its types are there only with the module. */
  private static final class HotSpot {
    static Optional<String> obstacle() {
      HotSpotDiagnosticMXBean jvm =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (jvm == null) {
        return Optional.of("this JVM is not HotSpot and cannot be asked for C2 and FMA");
      }
      try {
        String level = jvm.getVMOption("TieredStopAtLevel").getValue();
        if (Integer.parseInt(level) < C2_LEVEL) {
          return withoutC2("TieredStopAtLevel is " + level);
        }
        if (!Boolean.parseBoolean(jvm.getVMOption("UseFMA").getValue())) {
          return Optional.of(
              "without a fused multiply-add instruction the Vector API is slow (UseFMA is off)");
        }
        return Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.of("this JVM cannot be asked for C2 and FMA (" + e.getMessage() + ")");
      }
    }
  }
}
