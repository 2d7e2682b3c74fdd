/** Vectors of facts: made, indexed and searched. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.recall.vector;
