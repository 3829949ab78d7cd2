/** A plan as Java 7 source that needs neither this engine nor any library. */
package dev.footfall.engine.emit;
