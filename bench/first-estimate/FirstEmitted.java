/** The same with the class that emit wrote. */
public final class FirstEmitted {
  private FirstEmitted() {}

  /** Takes nothing. */
  public static void main(String[] arguments) {
    Emitted kernel = new Emitted();
    float[] in = new float[Emitted.INPUTS];
    float[] force = new float[Emitted.OUTPUTS];
    kernel.step(in, force);
    System.out.println(force[0]);
  }
}
