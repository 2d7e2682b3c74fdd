package io.lifeos.memory.archive;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.lifeos.memory.archive.file.FileArchive;
import io.lifeos.memory.archive.file.FileFormat;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.postgres.PostgresArchive;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting that cannot be used is refused where it is made, with its name. */
final class ArchiveSettingsTest {

    @Test
    void no_setting_of_an_archive_in_postgresql_takes_null() {
        PostgresArchive.Builder builder = PostgresArchive.builder();
        Map<String, ThrowingCallable> settings = Map.ofEntries(
                Map.entry("url", () -> builder.url(nothing(String.class))),
                Map.entry("dataSource", () -> builder.dataSource(nothing(DataSource.class))),
                Map.entry("host", () -> builder.host(nothing(String.class))),
                Map.entry("database", () -> builder.database(nothing(String.class))),
                Map.entry("user", () -> builder.user(nothing(String.class))),
                Map.entry("password", () -> builder.password(nothing(String.class))),
                Map.entry("connectTimeout", () -> builder.connectTimeout(nothing(Duration.class))),
                Map.entry("readTimeout", () -> builder.readTimeout(nothing(Duration.class))),
                Map.entry("name of the table", () -> builder.table(nothing(String.class))),
                Map.entry("table", () -> builder.table(nothing(TableSpec.class))),
                Map.entry("zone", () -> builder.sourceZone(nothing(ZoneId.class))));
        settings.forEach(ArchiveSettingsTest::assertRefused);
        assertRefused("url", () -> PostgresArchive.of(nothing(String.class)));
    }

    @Test
    void no_setting_of_an_archive_in_a_file_takes_null() {
        assertRefused("file", () -> FileArchive.of(nothing(Path.class)));
        assertRefused("file", () -> FileArchive.builder(nothing(Path.class)));
        assertRefused("format", () -> FileArchive.builder(Path.of("a.csv")).format(nothing(FileFormat.class)));
        assertRefused("name of the format", () -> FileFormat.of(nothing(String.class)));
    }

    @Test
    void no_step_of_a_table_takes_null() {
        TableSpec table = TableSpec.detected();
        String none = nothing(String.class);
        assertRefused("name of the table", () -> TableSpec.named(none));
        assertRefused("name of the schema", () -> TableSpec.detectedIn(none));
        assertRefused("profile", () -> table.profile(nothing(TableProfile.class)));
        assertRefused("name of the profile", () -> TableProfile.of(none));
        assertRefused("value of a scope", () -> table.whereScope("user_id", none));
        assertRefused("list of columns", () -> table.id(nothing(String[].class)));
        Map<String, ThrowingCallable> steps = Map.ofEntries(
                Map.entry("id", () -> table.id("a", none)),
                Map.entry("content", () -> table.content(none)),
                Map.entry("contentMember", () -> table.contentMember(none)),
                Map.entry("metadata", () -> table.metadata(none)),
                Map.entry("createdAt", () -> table.createdAt(none)),
                Map.entry("sessionId", () -> table.sessionId(none)),
                Map.entry("context", () -> table.context(none)),
                Map.entry("tags", () -> table.tags(none)),
                Map.entry("confidence", () -> table.confidence(none)),
                Map.entry("embedding", () -> table.embedding(none)),
                Map.entry("embeddingModel", () -> table.embeddingModel(none)),
                Map.entry("scope", () -> table.scope(none)),
                Map.entry("whereScope", () -> table.whereScope(none, "alice")));
        steps.values().forEach(step -> assertRefused("name of a column", step));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.999S", "PT-1S", "P25D", "P100000000D"})
    void a_time_out_is_one_that_the_driver_can_count(String timeout) {
        PostgresArchive.Builder builder = PostgresArchive.builder();
        Duration wanted = Duration.parse(timeout);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.connectTimeout(wanted))
                .withMessageContaining(wanted + "; it must be from one second to 24 days");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.readTimeout(wanted))
                .withMessageContaining(wanted + "; it must be from one second to 24 days");
    }

    private static void assertRefused(String name, ThrowingCallable setting) {
        assertThatNullPointerException().isThrownBy(setting).withMessageStartingWith("The " + name + " is null");
    }

    /** Null, as it comes from code that no null check has seen. */
    private static <T> T nothing(Class<T> type) {
        return type.cast(Array.get(Array.newInstance(type, 1), 0));
    }
}
