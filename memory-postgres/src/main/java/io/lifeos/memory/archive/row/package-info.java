/** Snapshots of an archive and their rows, for the migration. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.archive.row;
