package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.RowHash;
import io.lifeos.memory.migration.link.Link;
import io.lifeos.memory.migration.mapping.MappedMemory;
import io.lifeos.memory.sqlite.table.UnclaimedLinkTable.Candidate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchPlanTest {

    private static final long FACT = 40;

    private final MappedMemory row = MappedRows.row(7, "the note");
    private final ArchivalId id = row.origin().id();

    @Test
    void a_row_without_a_link_becomes_a_fact() {
        assertThat(plan(Map.of(), false).inserts()).containsExactly(row);
    }

    @Test
    void a_row_that_is_as_it_was_is_left_alone_unless_it_is_forced() {
        Link same = link(row.origin().hash(), false, false, false);
        assertThat(plan(Map.of(id, same), false).unchanged()).containsExactly(FACT);
        assertThat(plan(Map.of(id, same), true).updates()).containsExactly(new BatchPlan.Update(FACT, row, false));
    }

    @Test
    void a_row_that_changed_has_its_fact_rewritten() {
        Link changed = link(MappedRows.row(7, "before").origin().hash(), false, false, false);
        assertThat(plan(Map.of(id, changed), false).updates()).containsExactly(new BatchPlan.Update(FACT, row, false));
    }

    @Test
    void a_fact_that_was_edited_or_forgotten_here_is_kept() {
        RowHash before = MappedRows.row(7, "before").origin().hash();
        assertThat(plan(Map.of(id, link(before, true, false, false)), false).kept())
                .containsExactly(new KeptFact(7L, FACT, KeptFact.Reason.EDITED));
        assertThat(plan(Map.of(id, link(before, false, true, false)), false).kept())
                .containsExactly(new KeptFact(7L, FACT, KeptFact.Reason.FORGOTTEN));
    }

    @Test
    void a_fact_that_a_run_forgot_comes_back_with_its_row() {
        Link forgottenByARun = link(row.origin().hash(), false, true, true);
        assertThat(plan(Map.of(id, forgottenByARun), false).updates())
                .containsExactly(new BatchPlan.Update(FACT, row, true));
    }

    @Test
    void a_fact_of_an_earlier_mapping_that_was_forgotten_here_is_brought_forward_and_stays_forgotten() {
        RowHash before = MappedRows.row(7, "before").origin().hash();
        Link first = new Link(FACT, Optional.of(before), false, true, false, false, MappingVersion.FIRST);
        assertThat(plan(Map.of(id, first), false).updates()).containsExactly(new BatchPlan.Update(FACT, row, false));
        Link edited = new Link(FACT, Optional.of(before), true, true, false, false, MappingVersion.FIRST);
        assertThat(plan(Map.of(id, edited), false).kept())
                .containsExactly(new KeptFact(7L, FACT, KeptFact.Reason.EDITED));
    }

    @Test
    void a_link_without_a_fact_is_removed_and_its_row_migrated_anew() {
        Link stray =
                new Link(FACT, Optional.of(row.origin().hash()), false, false, false, true, MappingVersion.CURRENT);
        BatchPlan plan = plan(Map.of(id, stray), false);
        assertThat(plan.stray()).containsExactly(7L);
        assertThat(plan.inserts()).containsExactly(row);
    }

    @Test
    void the_oldest_fact_that_says_what_the_row_does_is_claimed_and_the_others_are_named() {
        List<Candidate> candidates =
                List.of(new Candidate(1, "another"), new Candidate(2, "the note"), new Candidate(3, "the note"));
        BatchPlan plan = BatchPlan.of(List.of(row), Map.of(), Map.of(id, candidates), Set.of(), false);
        assertThat(plan.inserts()).isEmpty();
        assertThat(plan.claims()).containsExactly(new BatchPlan.Update(2, row, false));
        assertThat(plan.unclaimed())
                .containsExactly(
                        new UnclaimedFact(7L, 1, UnclaimedFact.Reason.DIFFERENT_CONTENT),
                        new UnclaimedFact(7L, 3, UnclaimedFact.Reason.DUPLICATE));
    }

    private BatchPlan plan(Map<ArchivalId, Link> links, boolean force) {
        return BatchPlan.of(List.of(row), links, Map.of(), Set.of(), force);
    }

    private static Link link(RowHash hash, boolean edited, boolean forgotten, boolean forgottenByARun) {
        return new Link(FACT, Optional.of(hash), edited, forgotten, forgottenByARun, false, MappingVersion.CURRENT);
    }
}
