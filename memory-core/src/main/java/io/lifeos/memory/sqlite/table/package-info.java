/** The tables of the file: every statement that reads or writes their rows. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.sqlite.table;
