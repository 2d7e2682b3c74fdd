package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.file.FileArchive;
import io.lifeos.memory.archive.file.FileFormat;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.testing.NullArguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that passes null learns it from the call that it passed it to. */
class NullSettingsTest {

    static Stream<Object> reports() {
        return Stream.of(
                MigrationReport.builder(),
                MigrationPlan.builder(),
                MigrationStatus.builder(),
                VerificationReport.builder(),
                MappingReport.builder());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void each_part_of_a_report_refuses_null_at_once(Object report) throws Exception {
        assertThat(NullArguments.acceptedBy(report.getClass(), report)).isEmpty();
    }

    static Stream<Object> sources() {
        return Stream.of(TableSpec.named("a"), PostgresArchive.builder(), FileArchive.builder(Path.of("absent.jsonl")));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void each_setting_of_a_source_refuses_null_at_once(Object source) throws Exception {
        assertThat(NullArguments.acceptedBy(source.getClass(), source)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Migrator.class,
                MigratedVectorSearch.class,
                TableSpec.class,
                TableProfile.class,
                PostgresArchive.class,
                FileArchive.class,
                FileFormat.class
            })
    void each_factory_refuses_null_at_once(Class<?> type) throws Exception {
        assertThat(NullArguments.acceptedBy(type)).isEmpty();
    }

    @Test
    void each_setting_of_a_migration_refuses_null_at_once(@TempDir Path folder) throws Exception {
        Path dump = Files.writeString(folder.resolve("dump.jsonl"), "{\"id\": 1, \"content\": \"a\"}\n");
        try (FileArchive archive = FileArchive.of(dump)) {
            MigratorBuilder builder = Migrator.from(archive);
            assertThat(NullArguments.acceptedBy(MigratorBuilder.class, builder)).isEmpty();
        }
    }
}
