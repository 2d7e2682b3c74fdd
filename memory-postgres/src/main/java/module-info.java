/** Reads archival memories from PostgreSQL, or from a dump of its tables, and never writes there. */
@org.jspecify.annotations.NullMarked
module io.lifeos.memory.postgres {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.csv;
    requires transitive io.lifeos.memory;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.lifeos.memory.archive;
    exports io.lifeos.memory.archive.file;
    exports io.lifeos.memory.archive.profile;
    exports io.lifeos.memory.archive.table;
    exports io.lifeos.memory.postgres;
    exports io.lifeos.memory.archive.known to
            io.lifeos.memory.migration;
    exports io.lifeos.memory.archive.row to
            io.lifeos.memory.migration;

    uses java.sql.Driver;
}
