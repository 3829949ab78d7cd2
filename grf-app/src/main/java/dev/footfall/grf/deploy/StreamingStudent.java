package dev.footfall.grf.deploy;

import dev.footfall.autograd.nn.Conv1d;
import dev.footfall.engine.stream.StreamingKernel;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.model.CausalCnn;
import dev.footfall.grf.model.ConvLstm;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.window.Normalisation;

/** The kernel that runs a trained student sample by sample, its normalisation inside. */
public final class StreamingStudent {
  private StreamingStudent() {}

  /**
   * A kernel with the weights of a model: raw sensor values in the order of the task's inputs go
   * in, newton in the order of its targets come out, equal to {@link Model#estimate} over the whole
   * recording within float rounding.
   *
   * @throws InputException if the network looks ahead in time and so has to wait for the end
   */
  public static StreamingKernel of(Model model) {
    Normalisation normalisation = model.normalisation();
    StreamingKernel.Builder builder =
        StreamingKernel.builder(normalisation.inputMean(), normalisation.inputStd());
    switch (model.network()) {
      case CausalCnn cnn -> {
        cnn.convolutions().forEach(convolution -> add(builder, convolution, true));
        add(builder, cnn.head(), false);
      }
      case ConvLstm recurrent -> {
        add(builder, recurrent.convolution(), true);
        builder.lstm(
            recurrent.lstm().weightX().value(),
            recurrent.lstm().weightH().value(),
            recurrent.lstm().bias().value());
        add(builder, recurrent.head(), false);
      }
      default ->
          throw new InputException(
              "model "
                  + model.network().name()
                  + " looks ahead in time and cannot stream; distil a student such as cnn-s from"
                  + " it, or estimate a whole file");
    }
    return builder.build(normalisation.targetScale());
  }

  private static void add(StreamingKernel.Builder builder, Conv1d convolution, boolean relu) {
    builder.causalConv1d(
        convolution.weight().value(),
        convolution.bias().value(),
        convolution.spec().dilation(),
        relu);
  }
}
