/** The programs whose tables of memories are known, and the meanings that a column can have. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.archive.profile;
