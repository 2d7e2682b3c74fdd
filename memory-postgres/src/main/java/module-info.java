/** Reads archival memories from PostgreSQL, and never writes there. */
@org.jspecify.annotations.NullMarked
module io.lifeos.memory.postgres {
    requires transitive io.lifeos.memory;
    requires org.postgresql.jdbc;
    requires static org.jspecify;

    exports io.lifeos.memory.postgres;
}
