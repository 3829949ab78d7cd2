import dev.footfall.engine.plan.StudentKernel;
import java.nio.file.Path;

/** What a gateway does first: reads a model, and answers one sample. */
public final class FirstEstimate {
  private FirstEstimate() {}

  /** Takes the model's file. */
  public static void main(String[] arguments) throws Exception {
    StudentKernel kernel = StudentKernel.load(Path.of(arguments[0]));
    float[] in = new float[kernel.inputs()];
    float[] force = new float[kernel.outputs()];
    kernel.step(in, force);
    System.out.println(force[0]);
  }
}
