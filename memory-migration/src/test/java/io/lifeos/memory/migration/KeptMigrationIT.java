package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was migrated stays proven when it comes back from a backup or an export. */
final class KeptMigrationIT {

    @TempDir
    Path folder;

    @Test
    void a_restored_and_an_imported_memory_are_complete_and_a_further_run_changes_nothing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KeptMigrationIT seed " + seed);
        Path backup = folder.resolve("backup.zip");
        Path export = folder.resolve("export.jsonl");
        TestDatabase source = TestPostgres.newDatabase();
        try (RandomRows rows = new RandomRows(source, "text", new Random(seed));
                SourceAndMemory both = SourceAndMemory.of(source, folder.resolve("root"))) {
            rows.insert(300);
            MigrationReport run = both.migrateAndProve();
            forgetAndEdit(both.memory());
            both.memory().backup(backup);
            both.memory().export(export);
            VerificationReport before = both.verify();

            MemoryStore.restore(backup, folder.resolve("restored"));
            MemoryStore.importFrom(export, folder.resolve("imported"));

            for (String name : new String[] {"restored", "imported"}) {
                try (PostgresArchive archive = PostgresArchive.of(source.url());
                        MemoryStore kept = MemoryStore.open(folder.resolve(name))) {
                    Migrator migrator = Migrator.from(archive).into(kept).build();
                    assertThat(migrator.verifyMigration())
                            .as("%s, seed %s", name, seed)
                            .isEqualTo(before);
                    MigrationReport again = migrator.migrateArchivalMemory();
                    assertThat(again.skipped()).isEqualTo(run.read());
                    assertThat(again.migrated() + again.updated()).isZero();
                }
                MemoryOracle.assertSound(folder.resolve(name));
            }
        }
    }

    private static void forgetAndEdit(MemoryStore memory) {
        memory.forget(1);
        memory.database().transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("UPDATE facts SET confidence = 0.123 WHERE id = 2");
            }
        });
    }
}
