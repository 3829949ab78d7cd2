package dev.footfall.autograd.optim;

/** Moves parameters along their gradients. */
public interface Optimizer {

  /** One update with the gradients that are there now; they are left as they are. */
  void step(double learningRate);
}
