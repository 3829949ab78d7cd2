/** How numbers are stored and computed, and how a trained network runs without allocating. */
module dev.footfall.engine {
  // Absent on some VMs, and then the scalar kernels answer.
  requires static jdk.incubator.vector;
  // Tells whether there is C2; absent likewise.
  requires static jdk.management;

  exports dev.footfall.engine;
  exports dev.footfall.engine.format;
  exports dev.footfall.engine.kernel;
  exports dev.footfall.engine.plan;
  exports dev.footfall.engine.quant;
  exports dev.footfall.engine.runtime;
}
