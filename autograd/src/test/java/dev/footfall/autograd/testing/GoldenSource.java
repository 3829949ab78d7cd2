package dev.footfall.autograd.testing;

import dev.footfall.engine.kernel.Kernels;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Feeds a parameterised test with every case of a golden file on every back end. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ArgumentsSource(GoldenSource.Provider.class)
public @interface GoldenSource {
  /** Name of the golden file. */
  String value();

  /** Whether each case is run on each back end, or once, on the first. */
  boolean onEveryBackend() default true;

  /** Answers pairs of a {@link GoldenCase} and {@link Kernels}. */
  final class Provider implements ArgumentsProvider, AnnotationConsumer<GoldenSource> {
    private String file;
    private List<Kernels> backends;

    @Override
    public void accept(GoldenSource source) {
      file = source.value();
      backends = source.onEveryBackend() ? Backends.all() : List.of(Backends.fp64());
    }

    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return GoldenCase.of(file).stream()
          .flatMap(
              golden ->
                  backends.stream()
                      .map(kernels -> Arguments.of(golden, Named.of(kernels.name(), kernels))));
    }
  }
}
