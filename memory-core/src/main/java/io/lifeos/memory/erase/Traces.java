package io.lifeos.memory.erase;

import io.lifeos.memory.bank.Bank;
import io.lifeos.memory.bank.Conclusions;
import io.lifeos.memory.database.SqlFunction;
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
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what is left of facts whose rows are gone. Each step may be repeated, and is, until all were taken in one go. */
final class Traces {

    private static final Logger LOG = LoggerFactory.getLogger(Traces.class);
    private static final String COPY_BEFORE_ADOPTION = ".before-adoption";

    private final Workspace workspace;
    private final SqliteDatabase database;
    private final FreedSpace space;
    private final Consumer<String> before;
    private final LogErasure logs;
    private final Clock clock;
    private final List<String> pending = new ArrayList<>();
    private final List<String> keptSections = new ArrayList<>();
    private final List<Long> concluded = new ArrayList<>();
    private final List<Path> rewritten = new ArrayList<>();
    private boolean tooLarge;

    Traces(Workspace workspace, SqliteDatabase database, Clock clock, FreedSpace space, Consumer<String> before) {
        this.workspace = workspace;
        this.database = database;
        this.clock = clock;
        this.space = space;
        this.before = before;
        this.logs = new LogErasure(workspace);
    }

    /** What cannot be reached, a sentence each; known once {@link #remove} has ended. */
    List<String> unreached() {
        List<String> unreached = new ArrayList<>();
        logs.unreached()
                .forEach(log -> unreached.add("The log " + log + ", so that its entries could not be looked for."));
        keptSections.forEach(file -> unreached.add(
                "The section of a reflection in " + workspace.root().resolve(file)
                        + " that an erased fact went into was changed by a person, and stays as it is."));
        if (tooLarge) {
            unreached.add(
                    "The file " + database.file()
                            + " is too large to be written anew without keeping others waiting for long,"
                            + " and parts of its pages that no row uses may hold bytes of erased facts; while no program has it open,"
                            + " run VACUUM on it by the command line tool of SQLite, or export the memory and import it elsewhere.");
        }
        return unreached;
    }

    /** The facts that reflections had concluded from erased ones, and that were erased too. */
    List<Long> concluded() {
        return concluded;
    }

    void remove(ErasureReport.Builder report) {
        List<Path> deleted = new ArrayList<>();
        Optional<List<Long>> removed = space.factsOfWhichOnlyRenewalIsLeft();
        List<Long> facts = removed.orElseGet(() -> removeAllButUnusedParts(deleted));
        int others = pending.size();
        step("renewal", this::renew);
        boolean renewed = pending.size() == others;
        if (removed.isEmpty() || renewed) {
            step("write-ahead log", this::emptyWriteAheadLog);
        }
        if (pending.isEmpty()) {
            step("end", () -> database.write(connection -> new FactErasure(connection).finish(facts)));
        } else if (!renewed && pending.size() == 1) {
            space.noteOnlyRenewalIsLeft(facts);
        }
        rewritten.addAll(logs.rewritten());
        report.logEntries(logs.entries()).rewritten(rewritten).deleted(deleted).pending(pending);
    }

    /** Returns the facts of which it removed the traces; more may be erased meanwhile. */
    private List<Long> removeAllButUnusedParts(List<Path> deleted) {
        step("bank", this::eraseReflections);
        List<Long> facts = pending();
        step("logs", () -> eraseEntries(facts));
        step("copy", () -> deleteCopies(deleted));
        step("full text", space::clearFullText);
        step("vector blocks", space::clearVectorBlocks);
        step("free pages", space::overwriteFreePages);
        return facts;
    }

    /** What one step cannot do now, or what is wrong with it, keeps none of the others waiting. */
    private void step(String name, Runnable work) {
        try {
            before.accept(name);
            work.run();
        } catch (StoreException e) {
            pending.add(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOG.error("The step \"{}\" of erasing failed", name, e);
            pending.add("The step \"" + name + "\" failed (" + e
                    + "), so that something may be left of erased facts; the next" + " opening tries again.");
        }
    }

    private List<Long> pending() {
        return database.read(connection -> new FactErasure(connection).pending());
    }

    /**
     * What was concluded from an erased fact goes with it, and so do the sections that it went into; the next reflection makes
     * both anew from what is there. Only the file of the memory tells what was concluded, as people change Markdown.
     */
    private void eraseReflections() {
        Bank bank = new Bank(workspace);
        bank.lockedSoon(() -> {
            List<Long> erased = pending();
            eraseConclusions(connection -> new Conclusions(connection).take(erased));
            Bank.Change change = bank.removeNamed(pending());
            change.files().forEach(file -> rewritten.add(workspace.root().resolve(file)));
            keptSections.addAll(change.kept());
            return change;
        });
    }

    private void eraseConclusions(SqlFunction<List<Long>> conclusions) {
        concluded.addAll(space.overwriting(connection -> {
            FactErasure erasure = new FactErasure(connection);
            List<Long> existing = erasure.existing(conclusions.apply(connection));
            erasure.erase(existing, clock.instant().truncatedTo(ChronoUnit.MICROS));
            return existing;
        }));
    }

    private void eraseEntries(List<Long> facts) {
        try {
            eraseEntriesOf(facts);
        } finally {
            pending.addAll(logs.failures());
        }
    }

    private void eraseEntriesOf(List<Long> facts) {
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
                            + workspace.root() + " (" + e
                            + "), and still holds what was erased; the next opening tries again.",
                    e);
        }
    }

    private void renew() {
        tooLarge = space.isTooLargeToRenew();
        if (!tooLarge && !space.renew()) {
            pending.add("The file " + database.file()
                    + " is too large to be written anew while others wait, or in use, and parts"
                    + " of its pages that no row uses may hold bytes of erased facts; the next opening while no other program"
                    + " has it open writes it anew.");
        }
    }

    private void emptyWriteAheadLog() {
        if (!space.emptyWriteAheadLog()) {
            pending.add("Somebody still reads the file " + database.file()
                    + " as it was before, so that its write-ahead log"
                    + " keeps pages of then; the next opening empties it.");
        }
    }
}
