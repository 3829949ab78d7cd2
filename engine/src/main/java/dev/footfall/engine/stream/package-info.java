/** Trained networks run sample by sample, in plain Java that allocates nothing. */
package dev.footfall.engine.stream;
