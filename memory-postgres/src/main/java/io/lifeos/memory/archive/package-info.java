/** An archive of memories, and the values that describe it. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.archive;
