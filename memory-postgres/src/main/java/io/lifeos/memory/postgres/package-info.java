/**
 * Archival memories as PostgreSQL holds them. Start at {@link io.lifeos.memory.postgres.PostgresArchive}. Nothing here
 * ever writes to PostgreSQL, and no message, cause or {@code toString} carries a password.
 */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.postgres;
