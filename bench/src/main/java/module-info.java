/** How fast Footfall is. */
@SuppressWarnings("requires-automatic") // JMH comes without a module descriptor.
module dev.footfall.bench {
  requires dev.footfall.grf;
  requires java.compiler;
  requires jmh.core;
}
