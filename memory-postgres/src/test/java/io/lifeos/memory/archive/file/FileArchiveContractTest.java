package io.lifeos.memory.archive.file;

import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.ArchiveContract;
import io.lifeos.memory.archive.table.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class FileArchiveContractTest extends ArchiveContract {

    @TempDir
    Path folder;

    @BeforeEach
    void write_dump() throws IOException {
        Files.writeString(dump(), ROWS);
    }

    @Override
    protected Archive archive(TableSpec table, boolean includeLeftOut) {
        return FileArchive.builder(dump())
                .table(table)
                .includeLeftOut(includeLeftOut)
                .build();
    }

    private Path dump() {
        return folder.resolve("archival_memory.jsonl");
    }
}
