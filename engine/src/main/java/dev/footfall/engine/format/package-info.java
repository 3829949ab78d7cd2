/** Files: JSON text, and safetensors, the format that models are kept in. */
package dev.footfall.engine.format;
