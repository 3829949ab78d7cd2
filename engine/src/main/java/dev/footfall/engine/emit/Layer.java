package dev.footfall.engine.emit;

import java.util.List;

/**
 * What one step of a plan becomes in an emitted class.
 *
 * @param method its method, with its comment
 * @param nexts names of the fields that tell where the next row goes in a ring
 * @param constants the arrays that it reads and never writes
 */
record Layer(String method, List<String> nexts, List<Constants.Field> constants) {}
