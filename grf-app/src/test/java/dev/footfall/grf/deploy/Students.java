package dev.footfall.grf.deploy;

import dev.footfall.autograd.nn.Initializer;
import dev.footfall.engine.DType;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.scalar.ScalarKernels;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.Channel;
import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.Protocol;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.Networks;
import dev.footfall.grf.model.Provenance;
import dev.footfall.grf.window.Normalisation;
import java.util.List;
import java.util.SplittableRandom;

/** Models with random weights, and recordings for them. */
final class Students {
  static final Kernels SCALAR = ScalarKernels.create(Workers.of(1));

  private Students() {}

  static Model random(String network, Task task, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int inputs = task.inputs().size();
    float[] mean = new float[inputs];
    float[] std = new float[inputs];
    for (int c = 0; c < inputs; c++) {
      mean[c] = (float) random.nextDouble(-50, 50);
      std[c] = (float) random.nextDouble(1, 100);
    }
    float[] scale = {(float) random.nextDouble(100, 500), (float) random.nextDouble(100, 500)};
    return with(network, task, new Normalisation(mean, std, scale), random);
  }

  static Model with(
      String network, Task task, Normalisation normalisation, SplittableRandom random) {
    Initializer init = new Initializer(DType.FLOAT32, random);
    return new Model(
        Networks.named(network, task.inputs().size(), task.targets().size(), init),
        task,
        normalisation,
        new Provenance(
            "0",
            "none",
            "",
            "made up",
            Fold.unrecorded(new Protocol.KFold(5, 0)),
            0,
            0,
            0,
            0,
            "none",
            ""));
  }

  /** A recording of the task's inputs alone, every value between -300 and 300. */
  static Recording recording(Task task, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] columns = new float[task.inputs().size()][length];
    for (float[] column : columns) {
      for (int t = 0; t < length; t++) {
        column[t] = (float) random.nextDouble(-300, 300);
      }
    }
    List<Channel> channels =
        task.inputs().stream().map(name -> new Channel(name, task.inputUnit())).toList();
    return new Recording("r", "s", "t", task.samplingRateHz(), Double.NaN, channels, columns);
  }
}
