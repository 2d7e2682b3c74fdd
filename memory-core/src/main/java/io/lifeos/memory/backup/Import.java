package io.lifeos.memory.backup;

import io.lifeos.memory.concurrent.Workers;
import io.lifeos.memory.database.Durability;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.files.Draft;
import io.lifeos.memory.log.OutboxRelay;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Creates a memory from an export in a folder beside its place, and moves it there once it is whole. */
public final class Import {

    private static final int LOG_WRITERS = 4;

    private final Path export;

    public Import(Path export) {
        this.export = Objects.requireNonNull(export, "The path of the export is null; name the file to read.")
                .toAbsolutePath()
                .normalize();
    }

    /**
     * Makes the memory.
     *
     * @param root its folder
     * @param withoutChecksum whether to take an export of the first version too
     * @return what was made
     */
    public CopyReport into(Path root, boolean withoutChecksum) {
        Objects.requireNonNull(root, "The folder is null; name the one to make the memory in.");
        try (InputStream in = Files.newInputStream(export);
                Draft draft = Draft.ofFolder(root)) {
            Workspace made = new Workspace(draft.resolve("root"));
            made.create();
            MemoryImport.Outcome outcome = read(in, made, withoutChecksum);
            writeDailyLogs(made);
            draft.publish(made.root());
            return CopyReport.builder(root.toAbsolutePath().normalize())
                    .facts(outcome.facts())
                    .warnings(outcome.warnings())
                    .build();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static void writeDailyLogs(Workspace made) {
        try (SqliteDatabase database = SqliteDatabase.open(made.database(), Durability.NORMAL);
                Workers workers = Workers.parallel("lifeos-memory-import", LOG_WRITERS)) {
            new OutboxRelay(made, database, workers).relayAll();
        }
    }

    private MemoryImport.Outcome read(InputStream in, Workspace made, boolean withoutChecksum) {
        try (SqliteDatabase database = SqliteDatabase.openForImport(made.database())) {
            MemoryImport.Outcome outcome = database.transaction(connection -> {
                try {
                    return new MemoryImport(connection, in, export).read(withoutChecksum);
                } catch (IOException e) {
                    throw unreadable(e);
                }
            });
            database.analyze();
            return outcome;
        }
    }

    private StoreException unreadable(IOException e) {
        return new StoreException(
                "The export " + export + " cannot be read (" + e + "); nothing was stored; check its path.", e);
    }
}
