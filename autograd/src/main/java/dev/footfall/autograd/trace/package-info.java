/** Networks written down as data, for an engine that knows no autograd. */
package dev.footfall.autograd.trace;
