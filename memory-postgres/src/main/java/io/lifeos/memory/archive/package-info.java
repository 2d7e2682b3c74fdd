/** Archival memories as values, and the seam through which they are read. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.archive;
