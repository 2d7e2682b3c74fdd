/** The tables that known programs make: one profile for each program. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.archive.profile;
