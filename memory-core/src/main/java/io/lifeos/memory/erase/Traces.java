package io.lifeos.memory.erase;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.log.DailyLogs;
import io.lifeos.memory.log.LogErasure;
import io.lifeos.memory.report.ErasureReport;
import io.lifeos.memory.sqlite.FreedSpace;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.sqlite.table.FactErasure;
import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Removes what is left of facts whose rows are gone. Each step may be repeated, and is, until all were taken in one go. */
final class Traces {

    private static final String COPY_BEFORE_ADOPTION = ".before-adoption";

    private final Workspace workspace;
    private final SqliteDatabase database;
    private final FreedSpace space;
    private final Consumer<String> before;
    private final LogErasure logs;
    private final List<String> pending = new ArrayList<>();

    Traces(Workspace workspace, SqliteDatabase database, FreedSpace space, Consumer<String> before) {
        this.workspace = workspace;
        this.database = database;
        this.space = space;
        this.before = before;
        this.logs = new LogErasure(workspace);
    }

    /** What cannot be reached, a sentence each; known once {@link #remove} has ended. */
    List<String> unreached() {
        return logs.unreached().stream()
                .map(log -> "The log " + log + ", so that its entries could not be looked for.")
                .toList();
    }

    void remove(ErasureReport.Builder report) {
        List<Long> facts = database.read(connection -> new FactErasure(connection).pending());
        pending.clear();
        step("logs", () -> eraseEntries(facts));
        List<Path> deleted = new ArrayList<>();
        step("copy", () -> deleteCopies(deleted));
        step("full text", space::clearFullText);
        step("vector blocks", space::clearVectorBlocks);
        step("free pages", space::overwriteFreePages);
        step("renewal", this::renew);
        step("write-ahead log", this::emptyWriteAheadLog);
        if (pending.isEmpty()) {
            step("end", () -> database.write(connection -> new FactErasure(connection).finish(facts)));
        }
        report.logEntries(logs.entries())
                .rewritten(logs.rewritten())
                .deleted(deleted)
                .pending(pending);
    }

    /** What one step cannot do now keeps none of the others waiting. */
    private void step(String name, Runnable work) {
        before.accept(name);
        try {
            work.run();
        } catch (StoreException e) {
            pending.add(String.valueOf(e.getMessage()));
        }
    }

    private void eraseEntries(List<Long> facts) {
        if (!logs.run(new HashSet<>(facts))) {
            pending.add("Another program changes or moves a log in " + workspace.dailyLogs()
                    + " again and again, so that entries of erased facts are still there.");
        }
        new DailyLogs(workspace).deleteDrafts();
    }

    private void deleteCopies(List<Path> deleted) {
        String name = database.file().getFileName() + COPY_BEFORE_ADOPTION;
        try (Stream<Path> files = Files.list(workspace.root())) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith(name))
                    .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList()) {
                Files.deleteIfExists(file);
                deleted.add(file);
            }
        } catch (IOException e) {
            throw new StoreException(
                    "The copy of the memory that was made before it was adopted could not be deleted from "
                            + workspace.root() + " (" + e + "), and still holds what was erased; the next opening tries again.",
                    e);
        }
    }

    private void renew() {
        if (!space.renew()) {
            pending.add("The file " + database.file() + " is too large to be written anew while others wait, or in use, and parts"
                    + " of its pages that no row uses may hold bytes of erased facts; the next opening while no other program"
                    + " has it open writes it anew.");
        }
    }

    private void emptyWriteAheadLog() {
        if (!space.emptyWriteAheadLog()) {
            pending.add("Somebody still reads the file " + database.file() + " as it was before, so that its write-ahead log"
                    + " keeps pages of then; the next opening empties it.");
        }
    }
}
