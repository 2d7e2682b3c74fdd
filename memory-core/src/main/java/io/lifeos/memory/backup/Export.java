package io.lifeos.memory.backup;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.files.Draft;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.sqlite.Snapshot;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Writes every row of a memory into one file of JSON Lines. */
public final class Export {

    private final Workspace workspace;
    private final SqliteDatabase database;

    public Export(Workspace workspace, SqliteDatabase database) {
        this.workspace = workspace;
        this.database = database;
    }

    public CopyReport write(Path target) {
        Objects.requireNonNull(target, "The path of the export is null; name the file to write.");
        Backup.requireMemory(workspace);
        requireAdopted();
        Backup.requireOutside(workspace, target);
        try (Draft draft = Draft.ofFile(target)) {
            Path file = draft.resolve("export.jsonl");
            long facts;
            List<String> leftOut;
            try (Snapshot snapshot = database.snapshot();
                    OutputStream out = Draft.create(file)) {
                facts = snapshot.read(connection -> {
                    try {
                        return new MemoryExport(connection).write(out);
                    } catch (IOException e) {
                        throw draft.unwritable(e);
                    }
                });
                leftOut = snapshot.read(ExportedTables::leftOut);
            } catch (IOException e) {
                throw draft.unwritable(e);
            }
            draft.publish(file);
            return CopyReport.builder(target.toAbsolutePath().normalize())
                    .facts(facts)
                    .warnings(warnings(leftOut))
                    .build();
        }
    }

    private static List<String> warnings(List<String> leftOut) {
        return leftOut.isEmpty()
                ? List.of()
                : List.of("Views and virtual tables that another program added are not in the export: "
                        + ImportWarnings.names(leftOut) + ".");
    }

    private void requireAdopted() {
        if (SqliteDatabase.isUnadopted(workspace.database())) {
            throw new StoreException("The memory in " + workspace.root()
                    + " is one of the Python program that was not adopted yet, so it cannot be exported; nothing was"
                    + " written; open it once for writing, which adopts it, then export it.");
        }
    }
}
