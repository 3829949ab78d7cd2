/** How a loss is differentiated and a network trained. */
module dev.footfall.autograd {
  requires transitive dev.footfall.engine;

  exports dev.footfall.autograd;
  exports dev.footfall.autograd.check;
  exports dev.footfall.autograd.nn;
  exports dev.footfall.autograd.op;
  exports dev.footfall.autograd.optim;
  exports dev.footfall.autograd.quant;
  exports dev.footfall.autograd.tape;
  exports dev.footfall.autograd.trace;
  exports dev.footfall.autograd.train;
}
