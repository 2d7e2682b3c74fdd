package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.MetadataMember;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.sqlite.query.FactFilterSql;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions on six facts, each asked of the file. */
class ConditionTest {

    private static final Instant NOON = Instant.parse("2026-01-25T12:00:00Z");

    private static final long MAIL = 1;
    private static final long CHAT = 2;
    private static final long BARE = 3;
    private static final long ODD = 4;
    private static final long SAID = 5;
    private static final long FORGOTTEN = 6;

    @TempDir
    Path folder;

    private MemoryStore memory;

    @BeforeEach
    void retain() {
        memory = MemoryStore.open(folder);
        memory.retain("Anna moved the review")
                .source("mail")
                .context("work")
                .session("s1")
                .owner(Owner.user("ann"))
                .entity("Apollo", EntityType.of("project"))
                .confidence(0.9)
                .happenedAt(NOON)
                .metadata(Map.of("project", "atlas", "amount", 100, "done", true, "rate", 0.5))
                .save();
        memory.retain("Bob likes tea")
                .source("chat")
                .session("s2")
                .owner(Owner.user("bob"))
                .owner(Owner.agent("helper"))
                .entity("Apollo")
                .confidence(0.4)
                .happenedAt(NOON.plusSeconds(3600))
                .metadata("{\"project\":\"Atlas\",\"amount\":9007199254740993,\"done\":\"true\",\"nothing\":null}")
                .save();
        memory.retain("Nothing else is known")
                .happenedAt(NOON.plusSeconds(7200))
                .save();
        memory.retain("Metadata that is no object")
                .metadata("[\"project\", \"atlas\"]")
                .happenedAt(NOON)
                .save();
        memory.retain("The assistant said so")
                .source("mail")
                .assistantOutput(true)
                .happenedAt(NOON)
                .save();
        memory.forget(memory.retain("Forgotten").source("mail").save().id());
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private Set<Long> meet(Condition condition) {
        return admitted(
                FactFilter.of(condition).toBuilder().includeAssistantOutputs().build());
    }

    private Set<Long> admitted(FactFilter filter) {
        List<Long> all = LongStream.rangeClosed(1, 6).boxed().toList();
        Set<Long> some = memory.database()
                .<Set<Long>>read(connection -> FactFilterSql.of(filter).admitted(connection, all));
        assertThat(memory.database()
                        .<Set<Long>>read(
                                connection -> FactFilterSql.ofAll(filter).admitted(connection, all)))
                .isEqualTo(some);
        return some;
    }

    @Test
    void each_kind_admits_the_facts_that_meet_it() {
        assertThat(meet(Condition.source("mail"))).containsExactlyInAnyOrder(MAIL, SAID);
        assertThat(meet(Condition.context("work"))).containsExactly(MAIL);
        assertThat(meet(Condition.session("s2"))).containsExactly(CHAT);
        assertThat(meet(Condition.entity("@Apollo"))).containsExactlyInAnyOrder(MAIL, CHAT);
        assertThat(meet(Condition.entity("Apollo", EntityType.of("project")))).containsExactly(MAIL);
        assertThat(meet(Condition.owner(Owner.user("bob")))).containsExactly(CHAT);
        assertThat(meet(Condition.owner(Owner.agent("helper")))).containsExactly(CHAT);
        assertThat(meet(Condition.ids(List.of(BARE, ODD, 99L)))).containsExactlyInAnyOrder(BARE, ODD);
        assertThat(meet(Condition.from(NOON.plusSeconds(1)))).containsExactlyInAnyOrder(CHAT, BARE);
        assertThat(meet(Condition.before(NOON.plusSeconds(1)))).containsExactlyInAnyOrder(MAIL, ODD, SAID);
        assertThat(meet(Condition.confidenceAtLeast(0.5))).containsExactlyInAnyOrder(MAIL, BARE, ODD, SAID);
        assertThat(meet(Condition.saidByAssistant())).containsExactly(SAID);
    }

    @Test
    void a_fact_without_a_value_does_not_meet_a_condition_on_it_but_meets_its_opposite() {
        assertThat(meet(Condition.source("mail").not())).containsExactlyInAnyOrder(CHAT, BARE, ODD);
        assertThat(meet(Condition.metadata("project").is("atlas").not()))
                .containsExactlyInAnyOrder(CHAT, BARE, ODD, SAID);
        assertThat(meet(Condition.source("mail").not().not())).containsExactlyInAnyOrder(MAIL, SAID);
        assertThat(meet(Condition.owner(Owner.user("ann")).not())).containsExactlyInAnyOrder(CHAT, BARE, ODD, SAID);
    }

    @Test
    void conditions_are_joined_by_and_or_and_not() {
        Condition mailOrChat = Condition.source("mail").or(Condition.session("s2"));
        assertThat(meet(mailOrChat)).containsExactlyInAnyOrder(MAIL, CHAT, SAID);
        assertThat(meet(mailOrChat.and(Condition.confidenceAtLeast(0.5)))).containsExactlyInAnyOrder(MAIL, SAID);
        assertThat(meet(Condition.confidenceAtLeast(0.5).and(mailOrChat.not()))).containsExactlyInAnyOrder(BARE, ODD);
        assertThat(meet(Condition.from(NOON.plusSeconds(1)).or(Condition.context("work"))))
                .containsExactlyInAnyOrder(MAIL, CHAT, BARE);
        assertThat(meet(Condition.all(List.of()))).hasSize(5);
        assertThat(meet(Condition.any(List.of()))).isEmpty();
        assertThat(meet(Condition.ids(List.of()))).isEmpty();
    }

    @Test
    void members_are_compared_by_kind_and_value() {
        assertThat(meet(Condition.metadata("project").is("atlas"))).containsExactly(MAIL);
        assertThat(meet(Condition.metadata("project").in(List.of("Atlas", "atlas", 3))))
                .containsExactlyInAnyOrder(MAIL, CHAT);
        assertThat(meet(Condition.metadata("project").in(List.of()))).isEmpty();
        assertThat(meet(Condition.metadata("project").startsWith("At"))).containsExactly(CHAT);
        assertThat(meet(Condition.metadata("project").greaterThan("Atlas"))).containsExactly(MAIL);
        assertThat(meet(Condition.metadata("amount").is("100"))).isEmpty();
        assertThat(meet(Condition.metadata("amount").is(100.0))).containsExactly(MAIL);
        assertThat(meet(Condition.metadata("amount").is(9_007_199_254_740_993L)))
                .containsExactly(CHAT);
        assertThat(meet(Condition.metadata("amount").is(9_007_199_254_740_992L)))
                .isEmpty();
        assertThat(meet(Condition.metadata("amount").lessThan(100))).isEmpty();
        assertThat(meet(Condition.metadata("amount").atMost(100))).containsExactly(MAIL);
        assertThat(meet(Condition.metadata("amount").greaterThan(99.5))).containsExactlyInAnyOrder(MAIL, CHAT);
        assertThat(meet(Condition.metadata("amount").atLeast(new BigDecimal("100.01"))))
                .containsExactly(CHAT);
        assertThat(meet(Condition.metadata("rate").lessThan(1))).containsExactly(MAIL);
        assertThat(meet(Condition.metadata("done").is(true))).containsExactly(MAIL);
        assertThat(meet(Condition.metadata("done").readsAs("true"))).containsExactlyInAnyOrder(MAIL, CHAT);
        assertThat(meet(Condition.metadata("nothing").exists())).containsExactly(CHAT);
        assertThat(meet(Condition.metadata("0").exists())).isEmpty();
    }

    @Test
    void recall_takes_any_condition_beside_its_other_settings() {
        assertThat(memory.recall("tea review")
                        .where(Condition.source("mail").not())
                        .mode(RecallMode.KEYWORD)
                        .fetch()
                        .hits())
                .extracting(hit -> hit.fact().id())
                .containsExactly(CHAT);
    }

    @Test
    void forgotten_facts_meet_conditions_only_where_a_filter_includes_them() {
        FactFilter.Builder mail = FactFilter.of(Condition.source("mail")).toBuilder();
        assertThat(admitted(mail.build())).containsExactly(MAIL);
        assertThat(admitted(mail.includeForgotten().build())).containsExactlyInAnyOrder(MAIL, FORGOTTEN);
    }

    @Test
    void bad_values_are_refused_at_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Condition.metadata("a").is(List.of("b")))
                .withMessageContaining("give a string, a finite number, true or false");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Condition.metadata("a").lessThan(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> Condition.entity(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> Condition.confidenceAtLeast(-0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> Condition.before(Instant.MAX));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Condition.HasMember("a", MetadataMember.Test.READS_AS, List.of()))
                .withMessageContaining("needs one text");
        assertThatNullPointerException()
                .isThrownBy(() -> Condition.metadata("a").in(Collections.singletonList(null)));
    }

    @Test
    void equal_conditions_make_equal_filters() {
        assertThat(FactFilter.of(Condition.source("mail")))
                .isEqualTo(FactFilter.builder().source("mail").build())
                .hasSameHashCodeAs(FactFilter.builder().source("mail").build());
        assertThat(Condition.metadata("rate").is(0.1f))
                .isEqualTo(Condition.metadata("rate").is(0.1));
        assertThat(Condition.metadata("a").is(1))
                .isEqualTo(Condition.metadata("a").is(1.0));
        assertThat(FactFilter.of(Condition.source("a").and(Condition.session("b"))))
                .isEqualTo(FactFilter.of(Condition.source("a").and(Condition.session("b"))));
    }

    @Test
    void thousands_of_conditions_are_joined() {
        List<Condition> sources = IntStream.range(0, 3_000)
                .mapToObj(i -> Condition.source("source " + i))
                .toList();
        assertThat(meet(Condition.any(sources))).isEmpty();
        assertThat(meet(Condition.any(sources).or(Condition.context("work")))).containsExactly(MAIL);
        assertThat(meet(Condition.all(sources.stream().map(Condition::not).toList())))
                .hasSize(5);
    }

    /** Each random condition is also judged here, fact by fact, from the answers that its simplest parts got. */
    @Test
    void a_thousand_random_conditions_admit_what_logic_says() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Condition> simple = List.of(
                Condition.source("mail"),
                Condition.context("work"),
                Condition.owner(Owner.user("ann")),
                Condition.owner(Owner.agent("helper")),
                Condition.entity("Apollo"),
                Condition.from(NOON.plusSeconds(1)),
                Condition.metadata("amount").atLeast(100),
                Condition.saidByAssistant());
        Map<Condition, Set<Long>> meeting = simple.stream().collect(Collectors.toMap(each -> each, this::meet));
        for (int i = 0; i < 1_000; i++) {
            Condition condition = randomly(random, simple, 4);
            Set<Long> expected = LongStream.rangeClosed(1, 5)
                    .filter(id -> logic(
                            condition,
                            each -> meeting.getOrDefault(each, Set.of()).contains(id)))
                    .boxed()
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(meet(condition)).as(condition.toString()).isEqualTo(expected);
        }
    }

    private static Condition randomly(Random random, List<Condition> simple, int depth) {
        int kind = depth == 0 ? 3 : random.nextInt(4);
        if (kind == 3) {
            return simple.get(random.nextInt(simple.size()));
        }
        if (kind == 2) {
            return randomly(random, simple, depth - 1).not();
        }
        List<Condition> parts = IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> randomly(random, simple, depth - 1))
                .toList();
        return kind == 0 ? Condition.all(parts) : Condition.any(parts);
    }

    private static boolean logic(Condition condition, Predicate<Condition> simple) {
        if (condition instanceof Condition.All all) {
            return all.conditions().stream().allMatch(each -> logic(each, simple));
        }
        if (condition instanceof Condition.Any any) {
            return any.conditions().stream().anyMatch(each -> logic(each, simple));
        }
        if (condition instanceof Condition.Not not) {
            return !logic(not.condition(), simple);
        }
        return simple.test(condition);
    }
}
