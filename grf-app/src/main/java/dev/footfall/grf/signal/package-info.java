/**
 * From what sensors deliver to what models see: gaps, rates, noise, drift, clocks and steps.
 *
 * <p>Everything here is a function of arrays and rates. Signals are evenly sampled arrays in double
 * precision, {@code x[i]} at the time {@code i / rateHz}; nothing is written to what is passed in.
 */
package dev.footfall.grf.signal;
