package dev.footfall.grf.model;

import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.Protocol;

/**
 * Where a model comes from. It holds nothing that differs between two runs of the same training, so
 * that equal trainings give equal files.
 *
 * @param version of Footfall
 * @param data name of the data
 * @param dataDigest SHA-256 of the data
 * @param attribution who made the data, and their licence
 * @param split whose recordings trained, chose the epoch, and were left for the test; the subjects
 *     are unknown of files of older releases
 * @param seed of weights and order of examples
 * @param epochs trained
 * @param bestEpoch the one that was kept, by validation
 * @param validationRmseN its error on the validation subjects, in N
 * @param method how it was trained: {@code none} or a distillation method with its weights
 * @param teacher SHA-256 of the teacher's parameters, empty without one
 */
public record Provenance(
    String version,
    String data,
    String dataDigest,
    String attribution,
    Fold split,
    long seed,
    int epochs,
    int bestEpoch,
    double validationRmseN,
    String method,
    String teacher) {

  /** The fold that tests; null where a single subject does. */
  public Integer fold() {
    return split.protocol() instanceof Protocol.KFold fold ? fold.fold() : null;
  }
}
