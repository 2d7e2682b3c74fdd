/** An embeddable memory for agents: facts in one SQLite file, and a Markdown daily log. */
@org.jspecify.annotations.NullMarked
module io.lifeos.memory {
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.zaxxer.hikari;
    requires transitive java.sql;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;
    requires static transitive org.jspecify;

    exports io.lifeos.memory;
    exports io.lifeos.memory.database;
    exports io.lifeos.memory.fact;
    exports io.lifeos.memory.listing;
    exports io.lifeos.memory.preference;
    exports io.lifeos.memory.recall;
    exports io.lifeos.memory.reflect;
    exports io.lifeos.memory.report;
    exports io.lifeos.memory.workspace;
    exports io.lifeos.memory.jdbc to
            io.lifeos.memory.postgres,
            io.lifeos.memory.migration;
    exports io.lifeos.memory.json to
            io.lifeos.memory.postgres,
            io.lifeos.memory.migration;
    exports io.lifeos.memory.log to
            io.lifeos.memory.postgres,
            io.lifeos.memory.migration;
    exports io.lifeos.memory.sqlite to
            io.lifeos.memory.postgres,
            io.lifeos.memory.migration;
    exports io.lifeos.memory.sqlite.query to
            io.lifeos.memory.migration;
    exports io.lifeos.memory.sqlite.table to
            io.lifeos.memory.postgres,
            io.lifeos.memory.migration;
}
