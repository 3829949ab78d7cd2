package dev.footfall.grf.distill;

import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.train.Batch;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.grf.model.SequenceNetwork;
import dev.footfall.grf.model.SequenceNetwork.Features;
import dev.footfall.grf.window.WindowSet;
import java.util.ArrayList;
import java.util.List;

/**
 * A teacher that no longer changes: its outputs and stage features of all training windows are
 * computed once and read back for every mini-batch, in whatever order the windows come.
 *
 * <p>They are kept in memory, {@code n T (K + sum of C_i)} floats, where that is at most a third of
 * the heap; beyond, the teacher runs anew for every batch. A window's features do not depend on its
 * neighbours in a batch, so both ways give the same bits.
 */
final class FrozenTeacher {
  private static final int BATCH = 64;
  private static final double HEAP_SHARE = 1.0 / 3;

  private final SequenceNetwork network;
  private final Tape tape;
  private final List<Tensor> kept; // output, then stages, each [n, C, T]; empty if too large

  FrozenTeacher(SequenceNetwork network, WindowSet windows, Kernels kernels) {
    this.network = network;
    this.tape = Tape.inference(kernels);
    this.kept = precompute(windows);
  }

  /** Features of a batch, as constants on the student's tape. */
  Features features(Batch batch, Tape studentTape) {
    tape.reset();
    List<Tensor> parts = new ArrayList<>();
    if (kept.isEmpty()) {
      parts.addAll(parts(network.features(tape.constant(batch.x()))));
    } else {
      for (Tensor all : kept) {
        parts.add(gather(all, batch.indices()));
      }
    }
    List<Variable> constants = parts.stream().map(studentTape::constant).toList();
    return new Features(constants.getFirst(), constants.subList(1, constants.size()));
  }

  private List<Tensor> precompute(WindowSet windows) {
    List<Tensor> all = new ArrayList<>();
    int example = windows.inputChannels() * windows.length();
    for (int first = 0; first < windows.size(); first += BATCH) {
      int size = Math.min(BATCH, windows.size() - first);
      Tensor x = Tensor.zeros(DType.FLOAT32, size, windows.inputChannels(), windows.length());
      System.arraycopy(windows.inputs(), first * example, x.floats(), 0, size * example);
      tape.reset();
      List<Tensor> parts = parts(network.features(tape.constant(x)));
      if (first == 0) {
        long floats = parts.stream().mapToLong(p -> (long) p.elements() / size).sum();
        long bytes = floats * windows.size() * Float.BYTES;
        if (bytes > HEAP_SHARE * Runtime.getRuntime().maxMemory()) {
          return List.of();
        }
        parts.forEach(
            part ->
                all.add(
                    Tensor.zeros(
                        DType.FLOAT32,
                        windows.size(),
                        part.shape().extent(1),
                        part.shape().extent(2))));
      }
      for (int i = 0; i < parts.size(); i++) {
        Tensor part = parts.get(i);
        int at = first * (part.elements() / size);
        System.arraycopy(part.floats(), 0, all.get(i).floats(), at, part.elements());
      }
    }
    return all;
  }

  private static List<Tensor> parts(Features features) {
    List<Tensor> parts = new ArrayList<>();
    parts.add(features.output().value());
    features.stages().forEach(stage -> parts.add(stage.value()));
    return parts;
  }

  private static Tensor gather(Tensor all, int[] indices) {
    Shape shape = all.shape();
    int example = shape.extent(1) * shape.extent(2);
    Tensor some = Tensor.zeros(DType.FLOAT32, indices.length, shape.extent(1), shape.extent(2));
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(all.floats(), indices[i] * example, some.floats(), i * example, example);
    }
    return some;
  }
}
