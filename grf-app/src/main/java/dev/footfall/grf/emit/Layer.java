package dev.footfall.grf.emit;

import java.util.List;

/**
 * What one step of a plan becomes in an emitted class.
 *
 * @param call the statement that runs it; empty if something else does
 * @param method its method, with its comment
 * @param fields declarations of state that is not in the common memory
 * @param nexts names of the fields that tell where the next row goes in a ring
 * @param constants the arrays that it reads and never writes
 */
record Layer(
    String call,
    String method,
    String fields,
    List<String> nexts,
    List<Constants.Field> constants) {}
