package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import org.junit.jupiter.api.Test;

/** A database that was restored at another place. */
class MovedSourceIT extends ArchivalMemoryFixture {

    @Test
    void recognises_a_database_at_a_new_place_before_anything_is_stored_twice() {
        insertSeries(10);
        migrator().build().migrate();
        try (TestDatabase copy = TestPostgres.newDatabase();
                PostgresArchive restored = PostgresArchive.of(copy.url())) {
            copy.execute(CREATE);
            copy.execute(series(10));
            Migrator migrator = Migrator.from(restored).into(memory).build();

            assertThatThrownBy(migrator::migrateArchivalMemory)
                    .isInstanceOfSatisfying(
                            MovedSourceException.class,
                            e -> assertThat(Migrator.from(restored)
                                            .into(memory)
                                            .sourceName(e.knownAs())
                                            .build()
                                            .migrate()
                                            .run()
                                            .skipped())
                                    .isEqualTo(10));
            assertThat(Stored.number(memory, "SELECT COUNT(*) FROM facts")).isEqualTo(10);

            assertThat(Migrator.from(restored)
                            .into(memory)
                            .sourceName("a second one")
                            .build()
                            .migrate()
                            .run()
                            .migrated())
                    .isEqualTo(10);
        }
    }

    @Test
    void recognises_a_database_at_a_new_place_though_its_table_has_gained_a_column() {
        insertSeries(10);
        migrator().build().migrate();
        try (TestDatabase copy = TestPostgres.newDatabase();
                PostgresArchive restored = PostgresArchive.of(copy.url())) {
            copy.execute(CREATE, series(10), "ALTER TABLE archival_memory ADD COLUMN project text");

            assertThatThrownBy(Migrator.from(restored).into(memory).build()::migrateArchivalMemory)
                    .isInstanceOf(MovedSourceException.class);
            assertThat(Stored.number(memory, "SELECT COUNT(*) FROM facts")).isEqualTo(10);
        }
    }
}
