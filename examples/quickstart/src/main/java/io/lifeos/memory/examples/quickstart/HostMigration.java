package io.lifeos.memory.examples.quickstart;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.migration.MigrationResult;
import io.lifeos.memory.migration.Migrator;
import io.lifeos.memory.postgres.PostgresArchive;
import java.nio.file.Path;

/** Takes over a host's archival memories with one call, which may be repeated at every start. */
public final class HostMigration {

    private HostMigration() {}

    /**
     * Migrates the only table of memories of the database in {@code DATABASE_URL}.
     *
     * @param args the memory's folder; none for the default, {@code ~/.lifeos/memory}
     */
    public static void main(String[] args) {
        try (MemoryStore memory = args.length == 0 ? MemoryStore.open() : MemoryStore.open(Path.of(args[0]));
                PostgresArchive archive = PostgresArchive.fromEnvironment()) {
            Migrator migrator = Migrator.from(archive).into(memory).build();
            MigrationResult result = migrator.migrate();

            System.out.println("Migrated " + result.run().migrated() + ", skipped "
                    + result.run().skipped() + ", rejected " + result.run().rejected() + "; verification: "
                    + result.verification().outcome());
            result.verification().reason().ifPresent(System.out::println);
        }
    }
}
