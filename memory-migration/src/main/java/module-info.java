/** Brings archival memories into the local memory, exactly once, and proves it. */
@org.jspecify.annotations.NullMarked
module io.lifeos.memory.migration {
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires transitive io.lifeos.memory;
    requires transitive io.lifeos.memory.postgres;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.lifeos.memory.migration;

    opens io.lifeos.memory.migration to
            io.lifeos.memory;
}
