/** Archives in dumps: JSON Lines and CSV. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.archive.file;
