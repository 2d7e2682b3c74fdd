/** The table to read, and the settings that all archives share. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.archive.table;
