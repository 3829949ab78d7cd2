/**
 * A plan as Java 7 source that needs neither the engine nor any library, and what it takes of a
 * board. It is no part of the engine, as what runs on a gateway has no use for it.
 */
package dev.footfall.grf.emit;
