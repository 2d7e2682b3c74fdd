/** Reads archival memories from PostgreSQL, or from a dump of its tables, and never writes there. */
@org.jspecify.annotations.NullMarked
module io.lifeos.memory.postgres {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.dataformat.csv;
    requires transitive io.lifeos.memory;
    requires org.postgresql.jdbc;
    requires static org.jspecify;

    exports io.lifeos.memory.postgres;
}
