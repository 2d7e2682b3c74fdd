package io.lifeos.memory.examples.tool;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.RowSecurity;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.UnreadColumn;
import io.lifeos.memory.archive.VectorGroup;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.migration.MigrationPlan;
import io.lifeos.memory.postgres.DetectedTable;
import io.lifeos.memory.postgres.Detection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Plans and detections to be shown. */
final class Plans {

    static final MigrationPlan PLAN = MigrationPlan.builder()
            .table("\"public\".\"notes\"")
            .profile(TableProfile.LETTA)
            .key(List.of("id"))
            .columns(List.of(
                    ArchiveColumn.of("id", "text", ColumnRole.KEY),
                    ArchiveColumn.of("te\u001bxt", "text", ColumnRole.CONTENT)))
            .unread(List.of(new UnreadColumn("embedding", "embeddings are not wanted")))
            .rows(ArchiveSummary.builder()
                    .rows(1_234)
                    .selected(1_230)
                    .leftOut(Map.of("soft-deleted", 4L))
                    .times(Map.of("created_at", 1_229L))
                    .withoutTime(1)
                    .vectors(List.of(new VectorGroup(4096, OptionalInt.of(1536), Optional.of("small"), true, 1_230)))
                    .build())
            .scopes(List.of(new ScopeCount("user_id", Map.of("ali\u001b[2Jce", 1_225L), 0, 5)))
            .warnings(List.of("Be careful."))
            .build();

    private static final ArchiveSummary ROWS = ArchiveSummary.builder()
            .rows(1_234)
            .selected(1_200)
            .leftOut(ordered("soft-deleted", 4L, "superseded", 30L))
            .times(ordered("created_at", 1_100L, "updated_at", 50L))
            .withoutTime(50)
            .assistantOutput(12)
            .withoutEmbedding(3)
            .vectors(List.of(
                    new VectorGroup(4096, OptionalInt.of(1536), Optional.of("small"), true, 1_000),
                    new VectorGroup(384, OptionalInt.empty(), Optional.empty(), false, 197)))
            .rowSecurity(RowSecurity.FORCED)
            .build();

    private static final List<ScopeCount> SCOPES = List.of(
            new ScopeCount("user_id", ordered("alice", 1_000L, "böb", 195L), 2, 5),
            new ScopeCount("agent_id", Map.of(), 0, 1_234));

    private static final List<ColumnRole> ROLES = List.of(ColumnRole.values());

    static final MigrationPlan PLAN_OF_KNOWN_SOURCE = MigrationPlan.builder()
            .table("\"public\".\"archival_memory\"")
            .profile(TableProfile.CONTINUOUS_CLAUDE)
            .source(Optional.of("postgresql://host/db"))
            .key(List.of("id", "part"))
            .columns(IntStream.range(0, ROLES.size())
                    .mapToObj(i -> ArchiveColumn.of("column " + i, "text", ROLES.get(i)))
                    .toList())
            .rows(ROWS)
            .scopes(SCOPES)
            .migrated(OptionalLong.of(1_000))
            .pending(OptionalLong.of(200))
            .build();

    static final Detection DETECTION = Detection.of(
            List.of(
                    DetectedTable.read(
                            "\"public\".\"archival_memory\"",
                            TableProfile.ARCHIVAL_MEMORY,
                            List.of("id", "content"),
                            new DetectedTable.Contents(ROWS, SCOPES)),
                    DetectedTable.unread(
                            "\"public\".\"mem0\"", TableProfile.MEM0, List.of("id", "payload"), "permission denied")),
            List.of(new Detection.SkippedTable("\"public\".\"docs\"", "It has no key.")));

    static final Detection DETECTION_OF_NOTHING = Detection.of(List.of(), List.of());

    private Plans() {}

    private static Map<String, Long> ordered(String first, long firstCount, String second, long secondCount) {
        Map<String, Long> map = new LinkedHashMap<>();
        map.put(first, firstCount);
        map.put(second, secondCount);
        return map;
    }
}
