/** The entry point: {@link io.lifeos.memory.MemoryStore}. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory;
