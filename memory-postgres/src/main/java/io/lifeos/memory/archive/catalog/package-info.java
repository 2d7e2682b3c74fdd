/** The columns of a table of memories, their meaning, and the rows to read. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.archive.catalog;
