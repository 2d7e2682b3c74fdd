package io.lifeos.memory.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.migration.MigrationPlan;
import io.lifeos.memory.postgres.ArchiveColumn;
import io.lifeos.memory.postgres.ArchiveSummary;
import io.lifeos.memory.postgres.ColumnRole;
import io.lifeos.memory.postgres.RowSecurity;
import io.lifeos.memory.postgres.ScopeCount;
import io.lifeos.memory.postgres.TableProfile;
import io.lifeos.memory.postgres.UnreadColumn;
import io.lifeos.memory.postgres.VectorGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HumanPlanTest {

    private static final MigrationPlan PLAN = new MigrationPlan(
            "\"public\".\"notes\"",
            TableProfile.LETTA,
            Optional.empty(),
            List.of("id"),
            List.of(
                    new ArchiveColumn("id", "text", ColumnRole.KEY),
                    new ArchiveColumn("te\u001bxt", "text", ColumnRole.CONTENT)),
            List.of(new UnreadColumn("embedding", "embeddings are not wanted")),
            new ArchiveSummary(
                    1_234,
                    1_230,
                    Map.of("soft-deleted", 4L),
                    Map.of("created_at", 1_229L),
                    1,
                    0,
                    0,
                    List.of(new VectorGroup(4096, OptionalInt.of(1536), Optional.of("small"), true, 1_230)),
                    RowSecurity.OFF),
            List.of(new ScopeCount("user_id", Map.of("ali\u001b[2Jce", 1_225L), 0, 5)),
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of("Be careful."));

    @Test
    void shows_a_plan_in_lines_that_cannot_disturb_a_terminal() {
        CapturedTerminal terminal = CapturedTerminal.pipe();
        new HumanReport(terminal.terminal()).plan(PLAN);
        assertThat(terminal.out()).isEqualToIgnoringNewLines("""
                Plan for "public"."notes" (letta), nothing was written:
                  source: hidden by the server; give it a name
                  rows                                                    1,234
                  selected                                                1,230
                  left out, soft-deleted                                      4
                  already migrated: unknown
                  still to migrate: unknown
                Columns:
                  id (text): tells rows apart
                  te?xt (text): content
                  embedding is left out: embeddings are not wanted
                Owners:
                  user_id ali?[2Jce                                       1,225
                  no user_id                                                  5
                Times:
                  from created_at                                         1,229
                  without a time                                              1
                Embeddings:
                  1536 numbers (padded to 4096), small                    1,230
                  without embedding                                           0
                Row-level security: none
                Warning: Be careful.
                """);
    }
}
