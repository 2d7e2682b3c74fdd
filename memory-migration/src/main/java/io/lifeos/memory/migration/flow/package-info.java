/** Reading ahead, pacing of batches and sets of ids. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.migration.flow;
