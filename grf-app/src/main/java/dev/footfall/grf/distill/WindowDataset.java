package dev.footfall.grf.distill;

import dev.footfall.autograd.train.Dataset;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.grf.window.WindowSet;

/** Windows as examples. */
record WindowDataset(WindowSet windows) implements Dataset {

  @Override
  public int size() {
    return windows.size();
  }

  @Override
  public Shape inputShape() {
    return Shape.of(windows.inputChannels(), windows.length());
  }

  @Override
  public Shape targetShape() {
    return Shape.of(windows.targetChannels(), windows.length());
  }

  @Override
  public void copy(int index, Tensor x, int xOffset, Tensor y, int yOffset) {
    windows.copyInputs(index, x.floats(), xOffset);
    windows.copyTargets(index, y.floats(), yOffset);
  }
}
