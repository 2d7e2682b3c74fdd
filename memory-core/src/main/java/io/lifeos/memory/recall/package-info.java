/** Questions to the memory, their results, and the seams for an embedder and a vector search. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.recall;
