package dev.footfall.grf.eval;

/**
 * How far an estimated force {@code e} is from the true force {@code f}, over {@code n} samples.
 *
 * @param samples {@code n}; where it is 0, everything else is NaN
 * @param rmseN root mean square error {@code sqrt(sum (e - f)^2 / n)}, in N
 * @param rmseBw the same of {@code (e - f) / w}, {@code w} being the body weight of whoever walked,
 *     over the samples whose {@code w} is known; NaN if none is
 * @param nrmsePercent {@code 100 rmse / (max f - min f)}; NaN if f is constant
 * @param maeN mean absolute error {@code sum |e - f| / n}, in N
 * @param r Pearson's correlation of e and f; NaN if either is constant
 * @param r2 coefficient of determination {@code 1 - sum (e - f)^2 / sum (f - mean f)^2}; negative
 *     if the mean of f would have been the better estimate; NaN if f is constant
 */
public record Metrics(
    long samples,
    double rmseN,
    double rmseBw,
    double nrmsePercent,
    double maeN,
    double r,
    double r2) {}
