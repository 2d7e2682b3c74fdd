package io.lifeos.memory.migration;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.migration.mapping.MappedMemory;
import io.lifeos.memory.migration.mapping.Mapping;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mapped rows of a table that has nothing but ids and contents; no server is asked. */
final class MappedRows {

    static final TableLayout TABLE = TableLayout.builder(TableProfile.ARCHIVAL_MEMORY, ZoneOffset.UTC)
            .named("public", "notes", "\"public\".\"notes\"")
            .columns(
                    List.of(
                            ArchiveColumn.of("id", "bigint", ColumnRole.KEY),
                            ArchiveColumn.of("content", "text", ColumnRole.CONTENT)),
                    List.of())
            .key(List.of("id"), true)
            .build();

    private MappedRows() {}

    static MappedMemory row(long id, String content) {
        ArchivalMemory row =
                new ArchivalMemory(TABLE, ArchivalId.ofInteger(id), Map.of("content", content), Optional.empty());
        Mapping mapping = new Mapping(TABLE, EntityExtractor.standard(), Optional.empty());
        return mapping.map(row, mapping.hash(row), false);
    }
}
