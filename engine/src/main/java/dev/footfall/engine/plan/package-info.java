/** Trained networks as data, compiled to plans, and run in plain Java that allocates nothing. */
package dev.footfall.engine.plan;
