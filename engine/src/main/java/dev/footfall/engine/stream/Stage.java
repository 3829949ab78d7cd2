package dev.footfall.engine.stream;

/** One layer with its history. It owns the row that it answers with. */
sealed interface Stage permits CausalConv1dStage, LstmStage {

  /** Takes the next sample and returns this layer's output, valid until the next call. */
  float[] step(float[] x);

  /** Forgets every sample. */
  void reset();

  /** The product that the layer is made of. */
  Affine affine();

  /** Floats of all buffers: history, state and output. */
  int bufferFloats();

  /** How many samples before the current one reach the output, or {@link Integer#MAX_VALUE}. */
  int reach();
}
