/** Finds facts by words and by vectors, and ranks them. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.recall.ranking;
