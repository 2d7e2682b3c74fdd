/** The tables that known programs make: their columns, keys and marks. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.archive.known;
