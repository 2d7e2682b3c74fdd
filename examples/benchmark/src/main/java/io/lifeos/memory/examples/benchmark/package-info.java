/** Measures speed beside the alternatives, on data of its own. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.examples.benchmark;
