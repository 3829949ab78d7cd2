/** A JVM that starts and ends. */
public final class Bare {
  private Bare() {}

  /** Does nothing that takes time. */
  public static void main(String[] arguments) {
    System.out.println(0f);
  }
}
