/** The meaning of a table: from what a user asked for and what is there to a layout. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.archive.table;
