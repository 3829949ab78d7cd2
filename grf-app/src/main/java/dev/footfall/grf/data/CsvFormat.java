package dev.footfall.grf.data;

import java.nio.file.Path;

/**
 * The format {@code csv}: a header, then a row for each sample, read by {@link CsvStream}. Columns
 * of an insole are {@code insole_left_01}, or {@code left_p_R_C} for row R and column C of a grid,
 * both from 0; columns of force are {@code grf_left}, {@code grf_ap_left} and the like.
 */
final class CsvFormat implements StreamFormat {
  static final String NAME = "csv";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SampleStream openInsole(Path file, String name, StreamSpec spec, SensorLayout layout) {
    return CsvRows.open(
        CsvRows.file(file, name),
        name,
        rows -> new CsvStream(rows, StreamHeader.insole(rows, spec, layout)));
  }

  @Override
  public SampleStream openForce(Path file, String name, StreamSpec spec) {
    return CsvRows.open(
        CsvRows.file(file, name),
        name,
        rows -> new CsvStream(rows, StreamHeader.force(rows, spec)));
  }
}
