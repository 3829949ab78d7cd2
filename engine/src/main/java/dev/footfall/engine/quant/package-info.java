/** Trained networks in 8-bit integers: calibration, the plan in integers, and what runs it. */
package dev.footfall.engine.quant;
