/** Finds facts again: by their words, by the nearness of vectors, or by both. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.recall;
