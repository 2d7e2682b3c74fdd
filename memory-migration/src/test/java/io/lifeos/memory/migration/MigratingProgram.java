package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;

/** A migration in a process of its own, which says when it begins, how far it is, and when it is done. */
final class MigratingProgram {

    static final int REFUSED = 4;

    private MigratingProgram() {}

    static ChildJvm start(Path root, String url, boolean force) throws IOException {
        return ChildJvm.of(MigratingProgram.class, root.toString(), url, String.valueOf(force))
                .start();
    }

    public static void main(String[] args) {
        try (PostgresArchive archive = PostgresArchive.of(args[1]);
                MemoryStore memory = MemoryStore.builder()
                        .root(Path.of(args[0]))
                        .clock(Clock.fixed(HaltingMigration.NOW, ZoneOffset.UTC))
                        .open()) {
            System.out.println("begun");
            Migrator.from(archive)
                    .into(memory)
                    .acceptChangedContents(true)
                    .batchSize(HaltingMigration.BATCH_SIZE)
                    .force(Boolean.parseBoolean(args[2]))
                    .listener(progress -> System.out.println("page " + progress.done()))
                    .build()
                    .migrateArchivalMemory();
            System.out.println("done");
        } catch (StoreLockedException e) {
            System.out.println(e.getMessage());
            System.exit(REFUSED);
        }
    }
}
