package dev.footfall.engine.stream;

import static dev.footfall.engine.kernel.scalar.FloatFunctions.sigmoid;
import static dev.footfall.engine.kernel.scalar.FloatFunctions.tanh;

import java.util.Arrays;

/**
 * One LSTM layer:
 *
 * <pre>
 * [i f g o] = weight [x; h] + bias     i, f, o through sigmoid, g through tanh
 * c = f c + i g
 * h = o tanh(c)
 * </pre>
 *
 * h and c are 0 before the first sample.
 */
final class LstmStage implements Stage {
  private final int channels;
  private final int hidden;
  private final Affine affine;

  private final float[] column;
  private final float[] gates;
  private final float[] cell;
  private final float[] h;

  /**
   * A layer.
   *
   * @param affine weights {@code [4H, C + H]}, those of the input before those of h, and the bias
   */
  LstmStage(int channels, int hidden, Affine affine) {
    this.channels = channels;
    this.hidden = hidden;
    this.affine = affine;
    this.column = new float[channels + hidden];
    this.gates = new float[4 * hidden];
    this.cell = new float[hidden];
    this.h = new float[hidden];
  }

  @Override
  public float[] step(float[] x) {
    System.arraycopy(x, 0, column, 0, channels);
    System.arraycopy(h, 0, column, channels, hidden);
    affine.apply(column, gates);
    for (int j = 0; j < hidden; j++) {
      float i = sigmoid(gates[j]);
      float f = sigmoid(gates[hidden + j]);
      float g = tanh(gates[2 * hidden + j]);
      float o = sigmoid(gates[3 * hidden + j]);
      cell[j] = f * cell[j] + i * g;
      h[j] = o * tanh(cell[j]);
    }
    return h;
  }

  @Override
  public void reset() {
    Arrays.fill(cell, 0f);
    Arrays.fill(h, 0f);
  }

  @Override
  public Affine affine() {
    return affine;
  }

  @Override
  public int bufferFloats() {
    return column.length + gates.length + cell.length + h.length;
  }

  @Override
  public int reach() {
    return Integer.MAX_VALUE;
  }
}
