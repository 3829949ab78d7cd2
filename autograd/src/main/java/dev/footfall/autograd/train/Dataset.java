package dev.footfall.autograd.train;

import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;

/** Examples of one shape each, read by index. */
public interface Dataset {

  /** Number of examples. */
  int size();

  /** Shape of one input, without the batch axis. */
  Shape inputShape();

  /** Shape of one target, without the batch axis. */
  Shape targetShape();

  /** Copies one example to flat positions of two FLOAT32 tensors. */
  void copy(int index, Tensor x, int xOffset, Tensor y, int yOffset);
}
