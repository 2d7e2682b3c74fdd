/** Programs to run and to read. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.examples;
