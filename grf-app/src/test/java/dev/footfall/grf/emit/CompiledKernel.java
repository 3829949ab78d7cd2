package dev.footfall.grf.emit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An emitted kernel, compiled and loaded into the JVM of the test. */
final class CompiledKernel {
  private final Object kernel;
  private final MethodHandle face;
  private final MethodHandle flush;
  private final MethodHandle reset;
  private final MethodHandle status;

  private CompiledKernel(Class<?> type, EmitSpec.Mode mode) {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    MethodType twoArrays = MethodType.methodType(void.class, float[].class, float[].class);
    try {
      kernel = type.getConstructor().newInstance();
      String name = mode == EmitSpec.Mode.STREAMING ? "step" : "run";
      face = lookup.findVirtual(type, name, twoArrays).bindTo(kernel);
      reset = lookup.findVirtual(type, "reset", MethodType.methodType(void.class)).bindTo(kernel);
      status = lookup.findVirtual(type, "status", MethodType.methodType(int.class)).bindTo(kernel);
      boolean late = mode == EmitSpec.Mode.STREAMING && type.getField("DELAY").getInt(null) > 0;
      flush =
          late
              ? lookup
                  .findVirtual(type, "flush", MethodType.methodType(void.class, float[].class))
                  .bindTo(kernel)
              : null;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes the sources into a folder. */
  static List<Path> write(EmittedSources sources, Path folder) {
    List<Path> files = new ArrayList<>();
    sources
        .files()
        .forEach(
            (name, text) -> {
              try {
                files.add(Files.writeString(folder.resolve(name), text));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return files;
  }

  /** Compiles the class alone, for Java 8, and loads it. */
  static CompiledKernel of(EmittedSources sources, EmitSpec spec) {
    String prefix = spec.packageName().isEmpty() ? "" : spec.packageName() + ".";
    try {
      Path folder = Files.createTempDirectory("emitted");
      Path source = write(sources, folder).getFirst();
      new JavaSeven(Optional.empty(), 8, 52).compile(folder, List.of(), List.of(source));
      Class<?> type = new Emitted(folder).loadClass(prefix + spec.className());
      delete(folder);
      return new CompiledKernel(type, spec.mode());
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Holds the class files of a folder, which may then vanish. It knows the platform alone. */
  private static final class Emitted extends ClassLoader {
    private final Map<String, byte[]> classes = new HashMap<>();

    Emitted(Path folder) {
      super(null);
      for (Path file : JavaSeven.classFiles(folder)) {
        String name = folder.relativize(file).toString().replace(File.separatorChar, '.');
        classes.put(name.substring(0, name.length() - ".class".length()), JavaSeven.bytes(file));
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  /** Bytes of all elements of its arrays, and of its numbers; constants apart. */
  long fieldBytes() {
    long bytes = 0;
    for (Field field : kernel.getClass().getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      field.setAccessible(true);
      try {
        bytes +=
            switch (field.get(kernel)) {
              case float[] array -> (long) Float.BYTES * array.length;
              case short[] array -> (long) Short.BYTES * array.length;
              case byte[] array -> array.length;
              case Integer _ -> Integer.BYTES;
              case Object other -> throw new AssertionError(field + " is " + other);
            };
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
    return bytes;
  }

  void take(float[] in, float[] out) {
    try {
      face.invokeExact(in, out);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  void flush(float[] out) {
    try {
      flush.invokeExact(out);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  void reset() {
    try {
      reset.invokeExact();
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  int status() {
    try {
      return (int) status.invokeExact();
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private static RuntimeException rethrown(Throwable e) {
    if (e instanceof RuntimeException runtime) {
      throw runtime;
    }
    throw new AssertionError(e);
  }
}
