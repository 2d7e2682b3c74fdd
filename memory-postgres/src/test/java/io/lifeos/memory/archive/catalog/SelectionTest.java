package io.lifeos.memory.archive.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.table.ArchiveOptions;
import io.lifeos.memory.archive.table.TableSpec;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same rules as SQL, and applied to a row of a file. */
final class SelectionTest {

    @ParameterizedTest
    @CsvSource({
        "content, , without content",
        "deleted_at, 2025-01-01, soft-deleted",
        "archived_at, 2025-01-01, archived",
        "superseded_by, 7, superseded",
        "is_deleted, true, soft-deleted",
        "is_deleted, T, soft-deleted",
        "is_deleted, 1, soft-deleted",
        "is_deleted, false, ",
        "is_deleted, 0, ",
        "deleted_at, , ",
        "deleted_at, '', ",
        "deleted_at, 0, ",
        "archived_at, 0001-01-01T00:00:00Z, ",
        "content, '', without content",
        "content, ' \t\u00a0\u3000\ufeff', without content"
    })
    void a_row_is_left_out_for_what_it_is_marked_with(String column, String value, String reason) {
        Selection selection = selection(TableProfile.ARCHIVAL_MEMORY, TableSpec.named("t"), false);
        Map<String, String> row = row("content", "a");
        row.put(column, value);
        assertThat(selection.leftOut(row)).map(LeftOutRule::reason).isEqualTo(Optional.ofNullable(reason));
    }

    @Test
    void the_same_marks_are_conditions_in_sql() {
        Selection selection = selection(TableProfile.ARCHIVAL_MEMORY, TableSpec.named("t"), false);
        assertThat(selection.rules())
                .extracting(LeftOutRule::sql)
                .containsExactly(
                        ContentRules.isBlank("a.\"content\"::text"),
                        Retirement.sqlIsSet("a.\"deleted_at\"::text"),
                        Retirement.sqlIsSet("a.\"archived_at\"::text"),
                        Retirement.sqlIsSet("a.\"superseded_by\"::text"),
                        "lower(a.\"is_deleted\"::text) IN ('1', 'on', 't', 'true', 'y', 'yes')");
        assertThat(selection.condition())
                .startsWith("((a.\"content\"::text IS NULL OR NOT (a.\"content\"::text COLLATE \"C\" >= '!'");
        assertThat(selection.otherScope()).isEmpty();
    }

    @Test
    void marks_are_passed_over_where_all_rows_are_asked_for() {
        Selection selection = selection(TableProfile.ARCHIVAL_MEMORY, TableSpec.named("t"), true);
        Map<String, String> row = row("content", "a");
        row.put("is_deleted", "true");
        assertThat(selection.leftOut(row)).isEmpty();
        assertThat(selection.rules()).extracting(LeftOutRule::reason).containsExactly("without content");
    }

    @Test
    void rows_of_other_owners_are_told_from_unfit_ones() {
        TableSpec table = TableSpec.named("t").whereScope("user_id", "it's me");
        Selection selection = selection(TableProfile.ARCHIVAL_MEMORY, table, false);
        Map<String, String> mine = row("content", "a", "metadata", "{\"user_id\":\"it's me\"}");
        Map<String, String> other = row("content", "a", "metadata", "{\"user_id\":\"you\"}");
        assertThat(selection.leftOut(mine)).isEmpty();
        assertThat(selection.isOfOtherScope(mine)).isFalse();
        assertThat(selection.leftOut(other)).map(LeftOutRule::reason).contains("of another user_id");
        assertThat(selection.isOfOtherScope(other)).isTrue();
        assertThat(selection.isOfOtherScope(row("content", null, "metadata", "{\"user_id\":\"it's me\"}")))
                .isFalse();
        assertThat(selection.otherScope().orElseThrow())
                .contains("a.\"metadata\" ->> 'user_id'")
                .endsWith("IS DISTINCT FROM 'it''s me')");
    }

    @Test
    void memories_of_mem0_end_with_their_last_day() {
        Selection selection = selection(TableProfile.MEM0, TableSpec.named("t"), false);
        assertThat(reason(selection, "{\"data\":\"a\",\"expiration_date\":\"2001-01-01\"}"))
                .isEqualTo("expired");
        assertThat(reason(selection, "{\"data\":\"a\",\"expiration_date\":\"9999-01-01\"}"))
                .isEmpty();
        assertThat(reason(selection, "{\"data\":\"a\",\"expiration_date\":\"soon\"}"))
                .isEmpty();
        assertThat(reason(selection, "{\"data\":7}")).isEqualTo("no text");
        assertThat(reason(selection, "{\"data\":null}")).isEqualTo("without content");
        assertThat(reason(selection, "{\"text\":\"a\"}")).isEqualTo("without content");
        assertThat(reason(selection, "{\"data\":{\"text\":\"a\"}}")).isEmpty();
        assertThat(selection.condition()).contains("->> 'expiration_date'");
    }

    @Test
    void a_scope_that_is_nowhere_is_refused() {
        TableSpec table = TableSpec.named("t").profile(TableProfile.GENERIC).content("content");
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> selection(TableProfile.GENERIC, table.whereScope("user_id", "a"), false))
                .withMessageContaining("has no scope user_id");
    }

    private static String reason(Selection selection, String payload) {
        return selection
                .leftOut(row("payload", payload))
                .map(LeftOutRule::reason)
                .orElse("");
    }

    private static Map<String, String> row(@Nullable String... pairs) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            row.put(pairs[i], pairs[i + 1]);
        }
        return row;
    }

    private static Selection selection(TableProfile profile, TableSpec table, boolean all) {
        return selection(profile, table, all, ZoneOffset.UTC, MappingVersion.CURRENT);
    }

    private static Selection selection(
            TableProfile profile, TableSpec table, boolean all, ZoneId zone, int mappingVersion) {
        CatalogColumn id = CatalogColumn.of("id", "bigint");
        List<CatalogColumn> columns = profile == TableProfile.MEM0
                ? List.of(id, CatalogColumn.of("payload", "jsonb"))
                : Stream.concat(
                                Stream.of(id, CatalogColumn.of("metadata", "jsonb")),
                                Stream.of("content", "deleted_at", "archived_at", "superseded_by", "is_deleted")
                                        .map(name -> CatalogColumn.of(name, "text")))
                        .toList();
        CatalogTable catalog = new CatalogTable("public", "t", profile, columns, List.of(id), true, List.of());
        ArchiveOptions options = new ArchiveOptions(table, all, false, zone, Set.of());
        return MappedTable.of(catalog, options).asOf(mappingVersion, options).selection();
    }

    /** In one of these zones it is another day than in UTC, at any time. */
    @ParameterizedTest
    @ValueSource(strings = {"+14:00", "-12:00"})
    void the_last_day_of_a_memory_of_mem0_is_one_of_the_zone_of_the_source_unless_it_names_another(String zone) {
        Selection selection =
                selection(TableProfile.MEM0, TableSpec.named("t"), false, ZoneId.of(zone), MappingVersion.CURRENT);
        LocalDate there = LocalDate.now(ZoneId.of(zone));
        LocalDate inUtc = LocalDate.now(ZoneOffset.UTC);
        assertThat(ends(selection, there)).isEmpty();
        assertThat(ends(selection, there.minusDays(1))).isEqualTo("expired");
        assertThat(ends(selection, inUtc + "T10:00:00Z")).isEmpty();
        assertThat(ends(selection, inUtc.minusDays(1) + "T10:00:00+00:00")).isEqualTo("expired");
        Selection first =
                selection(TableProfile.MEM0, TableSpec.named("t"), false, ZoneId.of(zone), MappingVersion.FIRST);
        assertThat(ends(first, inUtc)).isEmpty();
        assertThat(ends(first, inUtc.minusDays(1))).isEqualTo("expired");
    }

    private static String ends(Selection selection, Object lastDay) {
        return reason(selection, "{\"data\":\"a\",\"expiration_date\":\"" + lastDay + "\"}");
    }
}
