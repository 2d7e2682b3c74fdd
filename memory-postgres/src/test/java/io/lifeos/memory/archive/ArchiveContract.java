package io.lifeos.memory.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.archive.row.RowHash;
import io.lifeos.memory.archive.row.RowHasher;
import io.lifeos.memory.archive.row.RowSize;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.SourceUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that every archive keeps, over the same table: {@link #ROWS}. */
public abstract class ArchiveContract {

    /** The columns of the table {@code archival_memory}, as SQL. */
    protected static final String COLUMNS = "id int PRIMARY KEY, content text, metadata jsonb, created_at timestamptz,"
            + " agent_id text, superseded_by int";

    /** Its rows, each as the JSON that PostgreSQL makes of it. */
    protected static final String ROWS = """
            {"id":10,"content":"tenth","metadata":{"a": 1},"created_at":"2026-01-26T08:00:00+00:00","agent_id":"alice","superseded_by":null}
            {"id":1,"content":"first","metadata":null,"created_at":"2026-01-25T15:07:40.25+00:00","agent_id":"alice","superseded_by":null}
            {"id":3,"content":null,"metadata":{"a": 3},"created_at":null,"agent_id":"alice","superseded_by":null}
            {"id":2,"content":".","metadata":null,"created_at":null,"agent_id":"bob","superseded_by":null}
            {"id":20,"content":"outdated","metadata":null,"created_at":null,"agent_id":"alice","superseded_by":10}
            {"id":-5,"content":"of nobody","metadata":null,"created_at":null,"agent_id":null,"superseded_by":null}
            {"id":21,"content":"two lines,\\n\\"quoted\\" \\ud83d\\ude00","metadata":null,"created_at":null,"agent_id":"alice","superseded_by":null}
            """;

    private static final TableSpec TABLE = TableSpec.detected();

    /** Returns an archive over the rows. */
    protected abstract Archive archive(TableSpec table, boolean includeLeftOut);

    @Test
    void ids_come_in_the_order_of_the_key() {
        try (ArchiveSnapshot snapshot = open()) {
            assertThat(snapshot.ids(null, 100)).isEqualTo(ids(-5, 1, 2, 10, 21));
            assertThat(snapshot.ids(ArchivalId.ofInteger(21), 100)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void pages_of_any_limit_hold_each_row_once(int limit) {
        try (ArchiveSnapshot snapshot = open()) {
            List<ArchivalId> paged = new ArrayList<>();
            List<ArchivalId> page = snapshot.ids(null, limit);
            while (!page.isEmpty()) {
                ArchivalId before = paged.isEmpty() ? null : paged.get(paged.size() - 1);
                assertThat(page).hasSizeLessThanOrEqualTo(limit);
                assertThat(snapshot.keys(before, limit))
                        .extracting(RowDigest::id)
                        .isEqualTo(page);
                assertThat(snapshot.sizes(before, limit))
                        .extracting(RowSize::id)
                        .isEqualTo(page);
                paged.addAll(page);
                page = snapshot.ids(page.get(page.size() - 1), limit);
            }
            assertThat(paged).isEqualTo(ids(-5, 1, 2, 10, 21));
        }
    }

    @Test
    void a_page_of_no_rows_is_refused() {
        try (ArchiveSnapshot snapshot = open()) {
            assertThatThrownBy(() -> snapshot.ids(null, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> snapshot.keys(null, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> snapshot.sizes(null, -1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void memories_are_complete_and_come_in_the_order_asked_for() {
        try (ArchiveSnapshot snapshot = open()) {
            List<ArchivalMemory> memories = snapshot.memories(ids(10, 1, 21));
            assertThat(memories).extracting(ArchivalMemory::id).isEqualTo(ids(10, 1, 21));
            assertThat(memories)
                    .extracting(ArchivalMemory::content)
                    .containsExactly("tenth", "first", "two lines,\n\"quoted\" 😀");
            assertThat(memories.get(0).metadata()).contains("{\"a\": 1}");
            assertThat(memories.get(0).texts()).containsEntry("agent_id", "alice");
            assertThat(time(snapshot, memories.get(0))).contains(Instant.parse("2026-01-26T08:00:00Z"));
            assertThat(time(snapshot, memories.get(1))).contains(Instant.parse("2026-01-25T15:07:40.250Z"));
            assertThat(memories.get(0).texts().keySet())
                    .containsExactly("content", "metadata", "created_at", "agent_id", "superseded_by");
        }
    }

    @Test
    void undated_and_odd_rows_are_memories() {
        try (ArchiveSnapshot snapshot = open()) {
            List<ArchivalMemory> memories = snapshot.memories(ids(2, -5));
            assertThat(memories).extracting(ArchivalMemory::content).containsExactly(".", "of nobody");
            assertThat(memories).extracting(ArchivalMemory::createdAt).containsOnly(Optional.empty());
            assertThat(memories).extracting(ArchivalMemory::metadata).containsOnly(Optional.empty());
            assertThat(memories.get(1).texts()).containsEntry("agent_id", null);
        }
    }

    @Test
    void rows_that_are_not_selected_or_not_there_have_no_memory() {
        try (ArchiveSnapshot snapshot = open()) {
            assertThat(snapshot.memories(ids(3, 1, 20, 99)))
                    .extracting(ArchivalMemory::id)
                    .isEqualTo(ids(1));
            assertThat(snapshot.memories(List.of())).isEmpty();
        }
    }

    @Test
    void hashes_are_those_of_the_memories_and_the_same_in_each_snapshot() {
        List<RowDigest> before;
        try (ArchiveSnapshot snapshot = open()) {
            before = snapshot.keys(null, 100);
            List<RowHash> computed = snapshot.memories(snapshot.ids(null, 100)).stream()
                    .map(row -> new RowHasher(row.table()).hash(row))
                    .toList();
            assertThat(before).extracting(RowDigest::hash).isEqualTo(computed).doesNotHaveDuplicates();
        }
        try (ArchiveSnapshot snapshot = open()) {
            assertThat(snapshot.keys(null, 100)).isEqualTo(before);
        }
    }

    @Test
    void the_first_version_has_the_same_rows_under_hashes_of_its_own() {
        try (ArchiveSnapshot snapshot = open();
                ArchiveSnapshot first = snapshot.asOf(MappingVersion.FIRST);
                ArchiveSnapshot current = snapshot.asOf(MappingVersion.CURRENT)) {
            assertThat(first.table().mappingVersion()).isEqualTo(MappingVersion.FIRST);
            assertThat(first.keys(null, 100)).extracting(RowDigest::id).isEqualTo(ids(-5, 1, 2, 10, 21));
            assertThat(first.keys(null, 100))
                    .extracting(RowDigest::hash)
                    .isEqualTo(first.memories(first.ids(null, 100)).stream()
                            .map(row -> new RowHasher(row.table()).hash(row))
                            .toList())
                    .doesNotContainAnyElementsOf(snapshot.keys(null, 100).stream()
                            .map(RowDigest::hash)
                            .toList());
            assertThat(current.keys(null, 100)).isEqualTo(snapshot.keys(null, 100));
            first.close();
            assertThat(snapshot.selected()).isEqualTo(current.selected());
            assertThatThrownBy(() -> snapshot.asOf(MappingVersion.CURRENT + 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void rows_are_counted_as_selected_or_left_out() {
        try (ArchiveSnapshot snapshot = open()) {
            assertThat(snapshot.selected()).isEqualTo(5);
            assertThat(snapshot.leftOut()).isEqualTo(2);
        }
        try (ArchiveSnapshot snapshot = open(archive(TABLE, true))) {
            assertThat(snapshot.selected()).isEqualTo(6);
            assertThat(snapshot.leftOut()).isEqualTo(1);
            assertThat(snapshot.ids(null, 100)).isEqualTo(ids(-5, 1, 2, 10, 20, 21));
        }
    }

    @Test
    void the_summary_counts_each_row() {
        try (ArchiveSnapshot snapshot = open()) {
            ArchiveSummary summary = snapshot.summary();
            assertThat(summary.rows()).isEqualTo(7);
            assertThat(summary.selected()).isEqualTo(5);
            assertThat(summary.leftOut()).containsOnly(entry("without content", 1L), entry("superseded", 1L));
            assertThat(summary.times()).containsOnly(entry("created_at", 2L));
            assertThat(summary.withoutTime()).isEqualTo(3);
            assertThat(summary.withoutEmbedding()).isEqualTo(5);
            assertThat(snapshot.scopes())
                    .containsExactly(new ScopeCount("agent_id", Map.of("alice", 3L, "bob", 1L), 0, 1));
        }
    }

    @Test
    void rows_of_one_owner_are_read_alone() {
        try (ArchiveSnapshot snapshot = open(archive(TABLE.whereScope("agent_id", "alice"), false))) {
            assertThat(snapshot.table().isFiltered()).isTrue();
            assertThat(snapshot.ids(null, 100)).isEqualTo(ids(1, 10, 21));
            assertThat(snapshot.leftOut()).isEqualTo(4);
            assertThat(snapshot.ofOtherScope(ids(1, 2, -5, 99))).containsExactlyInAnyOrderElementsOf(ids(2, -5));
        }
        try (ArchiveSnapshot snapshot = open()) {
            assertThat(snapshot.ofOtherScope(ids(1, 2))).isEmpty();
        }
    }

    @Test
    void a_column_that_is_not_there_is_named_with_those_that_are() {
        assertThatThrownBy(() -> open(archive(TABLE.content("body"), false)))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("has no column body")
                .hasMessageContaining("superseded_by");
    }

    @Test
    void the_identity_stays_the_same() {
        try (ArchiveSnapshot one = open();
                ArchiveSnapshot other = open()) {
            assertThat(one.identity()).isPresent().isEqualTo(other.identity());
        }
    }

    @Test
    void closing_twice_is_harmless_and_open_snapshots_outlive_their_archive() {
        Archive archive = archive(TABLE, false);
        ArchiveSnapshot snapshot = open(archive);
        archive.close();
        archive.close();
        assertThat(snapshot.ids(null, 1)).hasSize(1);
        assertThatThrownBy(() -> open(archive))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        snapshot.close();
        snapshot.close();
        assertThatThrownBy(() -> snapshot.ids(null, 1))
                .isInstanceOfAny(IllegalStateException.class, SourceUnavailableException.class);
    }

    @Test
    void a_closed_snapshot_says_that_it_is_closed() {
        ArchiveSnapshot snapshot = open();
        snapshot.close();
        List<ThrowingCallable> readings = List.of(
                snapshot::selected,
                snapshot::leftOut,
                snapshot::summary,
                snapshot::scopes,
                () -> snapshot.ids(null, 1),
                () -> snapshot.keys(null, 1),
                () -> snapshot.sizes(null, 1),
                () -> snapshot.memories(ids(1)));
        assertThat(readings)
                .allSatisfy(reading -> assertThatIllegalStateException()
                        .isThrownBy(reading)
                        .withMessageContaining("is closed")
                        .withMessageContaining("open another one"));
    }

    private ArchiveSnapshot open() {
        return open(archive(TABLE, false));
    }

    private static ArchiveSnapshot open(Archive archive) {
        return SnapshotArchive.of(archive).openSnapshot();
    }

    private static Optional<Instant> time(ArchiveSnapshot snapshot, ArchivalMemory memory) {
        return snapshot.table().sourceTime().parse(memory.createdAt().orElseThrow());
    }

    private static List<ArchivalId> ids(long... ids) {
        return LongStream.of(ids).mapToObj(ArchivalId::ofInteger).toList();
    }
}
