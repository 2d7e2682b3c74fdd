/** Archival memories as PostgreSQL holds them. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.postgres;
