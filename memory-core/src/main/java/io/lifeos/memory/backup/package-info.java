/** Backups, restores, exports and imports of a whole memory. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.backup;
