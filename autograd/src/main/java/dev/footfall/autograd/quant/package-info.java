/** Training with the roundings of 8 bits in the forward pass. */
package dev.footfall.autograd.quant;
