/** The tables of the file: every statement that writes their rows, or reads them by id. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.sqlite.table;
