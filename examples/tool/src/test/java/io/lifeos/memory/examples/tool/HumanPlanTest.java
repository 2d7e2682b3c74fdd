package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HumanPlanTest {

    @Test
    void shows_a_plan_in_lines_that_cannot_disturb_a_terminal() {
        CapturedTerminal terminal = CapturedTerminal.pipe();
        new HumanReport(terminal.terminal()).plan(Plans.PLAN);
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
