package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.listing.FactGroup;
import io.lifeos.memory.listing.FactPage;
import io.lifeos.memory.listing.MemoryStatistics;
import io.lifeos.memory.listing.PageRequest;
import io.lifeos.memory.listing.VectorModel;
import io.lifeos.memory.recall.EntitySummary;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {

    private static final Instant NOON = Instant.parse("2026-01-25T12:00:00Z");

    private static final Comparator<Fact> LATEST_FIRST =
            Comparator.comparing(Fact::happenedAt).thenComparing(Fact::id).reversed();

    @TempDir
    Path folder;

    private static List<Fact> allPages(Memory memory, FactFilter filter, int limit) {
        List<Fact> facts = new ArrayList<>();
        Optional<PageRequest> request = Optional.of(PageRequest.first(limit));
        while (request.isPresent()) {
            FactPage page = memory.page(filter, request.get());
            assertThat(page.facts()).hasSizeBetween(0, limit);
            facts.addAll(page.facts());
            request = page.next();
        }
        return facts;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 1_000})
    void pages_and_stream_show_each_fact_once_the_latest_first(int limit) {
        Random random = new Random(limit);
        try (MemoryStore memory = MemoryStore.open(folder)) {
            memory.retainAll(IntStream.range(0, 300)
                    .mapToObj(i -> memory.retain("fact " + i)
                            .session(i % 2 == 0 ? "even" : "odd")
                            .happenedAt(NOON.plus(Duration.ofHours(random.nextInt(100)))))
                    .toList());
            List<Fact> all = memory.facts(FactFilter.standard()).toList();
            assertThat(all).hasSize(300).isSortedAccordingTo(LATEST_FIRST);
            assertThat(allPages(memory, FactFilter.standard(), limit)).isEqualTo(all);
            FactFilter even = FactFilter.of(Condition.session("even"));
            assertThat(memory.facts(even)).hasSize(150);
            assertThat(allPages(memory, even, limit))
                    .isEqualTo(memory.facts(even).toList());
            assertThat(memory.count(even)).isEqualTo(150);
        }
    }

    /** Other programs write times with a T, without a fraction, with an offset of up to 14 hours, and no times at all. */
    @Test
    void an_adopted_file_is_listed_in_the_order_of_time_whatever_the_spelling() throws Exception {
        PythonMemory.create(folder, Shape.FIFTH);
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> offsets = List.of("", "Z", "+00:00", "+14:00", "-12:00", "-05:30");
        try (PythonMemory python = PythonMemory.open(folder)) {
            for (int i = 0; i < 200; i++) {
                python.retain(
                        "fact " + i,
                        String.format(
                                "2026-01-%02d%s%02d:%02d:00%s%s",
                                1 + random.nextInt(9),
                                random.nextBoolean() ? "T" : " ",
                                random.nextInt(24),
                                random.nextInt(60),
                                random.nextBoolean() ? ".25" : "",
                                offsets.get(random.nextInt(offsets.size()))));
            }
            python.retain("undated", "soon");
            python.retain("of no month", "2026-99-99 12:00:00");
            python.retain("of 30 February", "2026-02-30 12:00:00");
        }
        try (MemoryStore memory = MemoryStore.open(folder)) {
            List<Fact> all = memory.facts(FactFilter.standard()).toList();
            assertThat(all).hasSize(200).isSortedAccordingTo(LATEST_FIRST);
            assertThat(allPages(memory, FactFilter.standard(), 3)).isEqualTo(all);
            assertThat(memory.recent(20)).isEqualTo(all.subList(0, 20));
            assertThat(memory.count()).isEqualTo(203);
            assertThat(memory.statistics().facts()).isEqualTo(203);
            assertThat(memory.statistics().first()).contains(all.get(199).happenedAt());
        }
    }

    @Test
    void a_stream_reads_lazily_and_leaves_out_what_was_forgotten_meanwhile() {
        try (MemoryStore memory = MemoryStore.open(folder)) {
            memory.retainAll(IntStream.range(0, 1_200)
                    .mapToObj(i -> memory.retain("fact " + i).happenedAt(NOON.plusSeconds(i)))
                    .toList());
            Iterator<Fact> facts = memory.facts(FactFilter.standard()).iterator();
            assertThat(facts.next().content()).isEqualTo("fact 1199");
            memory.forget(1);
            memory.retain("later").happenedAt(NOON.minusSeconds(1)).save();
            List<Fact> rest = new ArrayList<>();
            facts.forEachRemaining(rest::add);
            assertThat(rest).hasSize(1_198).extracting(Fact::content).doesNotContain("fact 0", "later");
        }
    }

    @Test
    void a_page_after_another_is_not_shifted_by_what_is_stored_meanwhile() {
        try (MemoryStore memory = MemoryStore.open(folder)) {
            for (int i = 0; i < 10; i++) {
                memory.retain("fact " + i).happenedAt(NOON.plusSeconds(i)).save();
            }
            FactPage first = memory.page(FactFilter.standard(), PageRequest.first(5));
            memory.retain("new").happenedAt(NOON.plusSeconds(100)).save();
            memory.forget(first.facts().get(4).id());
            FactPage second = memory.page(FactFilter.standard(), first.next().orElseThrow());
            assertThat(second.facts()).extracting(Fact::content).first().isEqualTo("fact 4");
            assertThat(second.next()).isEmpty();
            assertThat(memory.page(
                            FactFilter.standard(),
                            PageRequest.after(first.facts().get(4), 5)))
                    .isEqualTo(second);
        }
    }

    @Test
    void a_page_after_a_fact_at_the_end_of_time_shows_the_rest() {
        try (MemoryStore memory = MemoryStore.open(folder)) {
            memory.retain("for ever")
                    .happenedAt(Instant.parse("9999-12-31T23:59:59.999999Z"))
                    .save();
            memory.retain("now").happenedAt(NOON).save();
            memory.retain("long ago")
                    .happenedAt(Instant.parse("0001-01-01T00:00:00Z"))
                    .save();
            assertThat(allPages(memory, FactFilter.standard(), 1))
                    .extracting(Fact::content)
                    .containsExactly("for ever", "now", "long ago");
        }
    }

    @Test
    void a_page_of_no_facts_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PageRequest.first(0));
        assertThatIllegalArgumentException().isThrownBy(() -> PageRequest.first(10_001));
    }

    @Test
    void statistics_count_by_what_facts_have_in_common() {
        try (MemoryStore memory = MemoryStore.open(folder)) {
            assertThat(memory.statistics())
                    .isEqualTo(MemoryStatistics.builder()
                            .fileBytes(memory.statistics().fileBytes())
                            .build());
            memory.retain("one")
                    .source("mail")
                    .session("s1")
                    .owner(Owner.user("ann"))
                    .happenedAt(NOON)
                    .save();
            memory.retain("two")
                    .source("mail")
                    .session("s2")
                    .owner(Owner.user("bob"))
                    .owner(Owner.agent("helper"))
                    .embedding("tiny", new float[] {1, 2})
                    .happenedAt(NOON.plusSeconds(60))
                    .save();
            memory.retain("three")
                    .source("chat")
                    .session("s1")
                    .owner(Owner.user("bob"))
                    .assistantOutput(true)
                    .happenedAt(NOON.plusSeconds(30))
                    .save();
            memory.forget(
                    memory.retain("four").source("mail").session("s9").save().id());
            MemoryStatistics statistics = memory.statistics();
            assertThat(statistics.facts()).isEqualTo(3);
            assertThat(statistics.forgotten()).isEqualTo(1);
            assertThat(statistics.first()).contains(NOON);
            assertThat(statistics.last()).contains(NOON.plusSeconds(60));
            assertThat(statistics.sources())
                    .extracting(FactGroup::key, FactGroup::facts)
                    .containsExactly(tuple("mail", 2L), tuple("chat", 1L));
            assertThat(statistics.sessions())
                    .extracting(FactGroup::key, FactGroup::facts)
                    .containsExactly(tuple("s2", 1L), tuple("s1", 2L));
            assertThat(statistics.owners())
                    .extracting(FactGroup::key, FactGroup::facts)
                    .containsExactly(
                            tuple(Owner.user("bob"), 2L),
                            tuple(Owner.user("ann"), 1L),
                            tuple(Owner.agent("helper"), 1L));
            assertThat(statistics.models()).containsExactly(new VectorModel(Optional.of("tiny"), 2, 1));
            assertThat(statistics.fileBytes().orElseThrow()).isGreaterThan(100_000);
            assertThat(memory.sessions()).isEqualTo(statistics.sessions());
            assertThat(memory.owners()).isEqualTo(statistics.owners());
            assertThat(memory.count()).isEqualTo(3);
        }
    }

    @Test
    void entities_of_a_type_are_listed_with_both_spellings_as_one() {
        EntityType project = EntityType.of("project");
        try (MemoryStore memory = MemoryStore.open(folder)) {
            memory.retain("one").entity("Apollo", project).happenedAt(NOON).save();
            memory.retain("two")
                    .entity("@Apollo", project)
                    .entity("Gemini", project)
                    .save();
            memory.retain("three").entity("Apollo", EntityType.OTHER).save();
            memory.retain("four")
                    .entity("Gemini", project)
                    .assistantOutput(true)
                    .save();
            List<EntitySummary> projects = memory.entities(project);
            assertThat(projects)
                    .extracting(EntitySummary::name, EntitySummary::type, EntitySummary::facts)
                    .containsExactly(tuple("Apollo", project, 2L), tuple("Gemini", project, 1L));
            assertThat(projects.get(0).lastMention())
                    .isEqualTo(
                            memory.findEntity("Apollo", project).orElseThrow().lastMention());
            assertThat(memory.entities(EntityType.of("planet"))).isEmpty();
        }
    }

    @Test
    void another_store_on_the_same_folder_sees_the_same_pages() throws Exception {
        try (MemoryStore memory = MemoryStore.open(folder);
                MemoryStore beside = MemoryStore.open(folder)) {
            memory.retain("one").owner(Owner.user("ann")).happenedAt(NOON).save();
            assertThat(beside.page(FactFilter.standard(), PageRequest.first(5)))
                    .isEqualTo(memory.page(FactFilter.standard(), PageRequest.first(5)));
            assertThat(beside.scoped(Owner.user("ann")).facts(FactFilter.standard()))
                    .hasSize(1);
            assertThat(beside.statistics().owners())
                    .isEqualTo(memory.statistics().owners());
        }
    }

    @Test
    void another_process_sees_and_writes_a_scope_of_the_same_memory() throws Exception {
        try (MemoryStore memory = MemoryStore.open(folder)) {
            Memory anns = memory.scoped(Owner.user("ann"));
            anns.retain("one").source("mail").save();
            memory.retain("Bob's").owner(Owner.user("bob")).source("mail").save();
            try (ChildJvm other = ChildJvm.of(Other.class, folder.toString()).start()) {
                assertThat(other.waitFor()).as(other.output()).isZero();
                assertThat(other.output()).contains("sees [one] of 1, 1 of mail");
            }
            assertThat(anns.facts(FactFilter.standard()).map(Fact::content)).containsExactly("two", "one");
            assertThat(memory.count()).isEqualTo(3);
        }
    }

    /** A process that lists, counts and retains within Ann's scope. */
    static final class Other {

        public static void main(String[] args) {
            try (MemoryStore memory = MemoryStore.open(Path.of(args[0]))) {
                Memory anns = memory.scoped(Owner.user("ann"));
                FactPage page = anns.page(FactFilter.standard(), PageRequest.first(5));
                System.out.println("sees "
                        + page.facts().stream().map(Fact::content).toList() + " of "
                        + anns.statistics().facts() + ", "
                        + anns.count(FactFilter.of(Condition.source("mail"))) + " of mail");
                anns.retain("two").save();
            }
        }
    }
}
