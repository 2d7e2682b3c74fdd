/** Finds facts, entities and vectors in the tables of the file by what a filter says. Only reads. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.sqlite.query;
