/** The tables that known programs make, and the names by which any table shows owners, roles and retirement. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.archive.known;
