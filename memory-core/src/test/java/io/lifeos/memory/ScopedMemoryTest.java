package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.OnSameKey;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.listing.FactGroup;
import io.lifeos.memory.listing.PageRequest;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.reflect.PeriodFacts;
import io.lifeos.memory.reflect.Reflection;
import io.lifeos.memory.reflect.ReflectionPeriod;
import io.lifeos.memory.reflect.Reflector;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import io.lifeos.memory.testing.WordEmbedder;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ann's and Bob's memories in one file. Bob's facts, and one of nobody, hold a word that Ann must never meet. */
class ScopedMemoryTest {

    private static final String CANARY = "zanzibar";

    private static final Owner ANN = Owner.user("ann");
    private static final Owner BOB = Owner.user("bob");

    @TempDir
    Path folder;

    private MemoryStore memory;
    private Memory anns;
    private Fact bobs = Fact.builder(1, "none", Instant.EPOCH).build();

    @BeforeEach
    void retain() {
        memory = MemoryStore.builder()
                .root(folder)
                .embedder(new WordEmbedder("words", 32))
                .open();
        anns = memory.scoped(ANN);
        Memory bobsMemory = memory.scoped(BOB);
        for (int i = 0; i < 20; i++) {
            Instant time = Instant.parse("2026-01-25T12:00:00Z").plusSeconds(60L * i);
            anns.retain("Ann saw harbour number " + i)
                    .session("shared")
                    .source("mail")
                    .entity("Atlas")
                    .happenedAt(time)
                    .save();
            bobs = bobsMemory
                    .retain("Bob saw harbour " + CANARY + " number " + i)
                    .session("shared")
                    .source(CANARY)
                    .context(CANARY)
                    .entity(CANARY)
                    .key("latest", OnSameKey.REPLACE)
                    .metadata(Map.of(CANARY, CANARY))
                    .happenedAt(time.plusSeconds(1))
                    .save();
        }
        bobsMemory.preferences(BOB).prefer(CANARY, CANARY, CANARY);
        bobsMemory.retain(CANARY + " alone").session(CANARY).entity(CANARY).save();
        memory.retain("Nobody's " + CANARY).entity(CANARY).save();
    }

    @AfterEach
    void close() throws Exception {
        memory.close();
        MemoryOracle.assertSound(folder);
    }

    /** What each method of {@link Memory} shows of the facts that it reads. A method without a line here fails the test. */
    private Map<String, Function<Memory, Object>> everyWayToRead() {
        FactFilter all = FactFilter.builder()
                .includeForgotten()
                .includeAssistantOutputs()
                .build();
        Map<String, Function<Memory, Object>> ways = new LinkedHashMap<>();
        ways.put(
                "recall",
                view -> Arrays.stream(RecallMode.values())
                        .map(mode -> view.recall("harbour " + CANARY)
                                        .mode(mode)
                                        .includeForgotten()
                                        .includeAssistantOutputs()
                                        .owner(BOB)
                                        .fetch()
                                        .hits()
                                        .toString()
                                + view.recall("harbour " + CANARY)
                                        .mode(mode)
                                        .includeForgotten()
                                        .where(Condition.source(CANARY).or(Condition.source("mail")))
                                        .limit(100)
                                        .fetch()
                                        .hits())
                        .toList());
        ways.put("find", view -> view.find(bobs.id()));
        ways.put("findByKey", view -> view.findByKey("latest"));
        ways.put("history", view -> view.history(bobs.id()));
        ways.put("recent", view -> view.recent(100));
        ways.put("factsAbout", view -> view.factsAbout(CANARY).toString() + view.factsAbout(CANARY, 5));
        ways.put("findEntity", view -> view.findEntity(CANARY).toString() + view.findEntity(CANARY, EntityType.OTHER));
        ways.put("entities", view -> view.entities(EntityType.OTHER));
        ways.put("facts", view -> view.facts(all).toList());
        ways.put("page", view -> view.page(all, PageRequest.first(100)));
        ways.put(
                "count",
                view -> List.of(
                        view.count() <= 20 ? "" : CANARY,
                        view.count(FactFilter.of(Condition.source(CANARY))) == 0 ? "" : CANARY));
        ways.put("sessions", Memory::sessions);
        ways.put("owners", Memory::owners);
        ways.put("statistics", Memory::statistics);
        ways.put(
                "forget",
                view -> view.forget(bobs.id()) || view.forget(FactFilter.of(Condition.source(CANARY))) > 0
                        ? CANARY
                        : "");
        ways.put(
                "erase",
                view -> view.erase(FactFilter.of(Condition.source(CANARY))).facts() > 0 ? CANARY : "");
        ways.put("unforget", view -> view.unforget(bobs.id()) ? CANARY : "");
        ways.put("reflect", ScopedMemoryTest::seenByAReflector);
        ways.put("preferences", view -> view.preferences(ANN).list() + preferencesOfBob(view));
        ways.put(
                "scoped",
                view -> view.scoped(Owner.agent("helper")).recent(10).toString()
                        + view.scoped(ANN).recent(100));
        return ways;
    }

    private static String seenByAReflector(Memory view) {
        List<String> seen = new ArrayList<>();
        view.reflect(ReflectionPeriod.day(LocalDate.of(2026, 1, 25)), new Reflector() {
            @Override
            public String name() {
                return "looking " + view.count();
            }

            @Override
            public Reflection reflect(PeriodFacts facts) {
                seen.add(facts.facts().toList().toString() + facts.preferences());
                return Reflection.builder("seen").build();
            }
        });
        return seen.toString();
    }

    private static String preferencesOfBob(Memory view) {
        try {
            return view.preferences(BOB).list().toString();
        } catch (IllegalArgumentException refused) {
            return "";
        }
    }

    @Test
    void no_method_of_a_scope_shows_what_is_not_its_own() {
        Map<String, Function<Memory, Object>> ways = everyWayToRead();
        assertThat(Arrays.stream(Memory.class.getMethods())
                        .map(Method::getName)
                        .filter(name -> !List.of(
                                        "retain",
                                        "retainAll",
                                        "revise",
                                        "supersede",
                                        "forgetExpired",
                                        "isUsable",
                                        "close")
                                .contains(name))
                        .collect(Collectors.toSet()))
                .isEqualTo(ways.keySet());
        ways.forEach(
                (name, way) -> assertThat(way.apply(anns).toString()).as(name).doesNotContain(CANARY, "bob", "Nobody"));
        ways.forEach((name, way) -> {
            if (!List.of("scoped", "findByKey", "forget", "unforget", "erase", "owners")
                    .contains(name)) {
                assertThat(way.apply(memory).toString())
                        .as(name + " of the whole memory")
                        .contains(CANARY);
            }
        });
        assertThat(anns.erase(FactFilter.of(Condition.source(CANARY))).facts()).isZero();
        assertThat(memory.find(bobs.id()))
                .as("Bob's fact after Ann tried to forget and erase it")
                .contains(bobs);
    }

    @Test
    void a_scope_shows_all_of_its_own() {
        assertThat(anns.count()).isEqualTo(20);
        assertThat(anns.facts(FactFilter.standard()))
                .hasSize(20)
                .allSatisfy(fact -> assertThat(fact.owners()).containsExactly(ANN));
        assertThat(anns.recent(3)).extracting(Fact::content).first().isEqualTo("Ann saw harbour number 19");
        for (RecallMode mode : List.of(RecallMode.KEYWORD, RecallMode.VECTOR, RecallMode.HYBRID)) {
            assertThat(anns.recall("harbour").mode(mode).limit(100).fetch().hits())
                    .as(mode.name())
                    .hasSize(20);
        }
        assertThat(anns.sessions()).extracting(FactGroup::key, FactGroup::facts).containsExactly(tuple("shared", 20L));
        assertThat(anns.owners()).extracting(FactGroup::key).containsExactly(ANN);
        assertThat(anns.findEntity("Atlas"))
                .hasValueSatisfying(atlas -> assertThat(atlas.facts()).isEqualTo(20));
        assertThat(anns.statistics().models())
                .singleElement()
                .satisfies(model -> assertThat(model.vectors()).isEqualTo(20));
        assertThat(anns.statistics().fileBytes()).isEmpty();
        long first = anns.recent(1).get(0).id();
        assertThat(anns.forget(first)).isTrue();
        assertThat(anns.find(first))
                .hasValueSatisfying(fact -> assertThat(fact.active()).isFalse());
        assertThat(anns.statistics().forgotten()).isEqualTo(1);
        assertThat(anns.unforget(first)).isTrue();
        assertThat(anns.forget(FactFilter.standard())).isEqualTo(20);
        assertThat(memory.count()).isEqualTo(3);
    }

    @Test
    void what_is_retained_in_a_scope_belongs_to_its_owners() {
        Memory both = anns.scoped(Owner.agent("helper"));
        Fact fact = both.retain("Ann's helper books trains").save();
        assertThat(fact.owners()).containsExactly(ANN, Owner.agent("helper"));
        assertThat(both.retainAll(List.of(both.retain("and buses"))).get(0).owners())
                .containsExactly(ANN, Owner.agent("helper"));
        assertThat(both.recent(5)).hasSize(2);
        assertThat(anns.count()).isEqualTo(22);
        assertThat(memory.scoped(Owner.agent("helper")).count()).isEqualTo(2);
    }

    @Test
    void nothing_is_retained_for_another_owner() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> anns.retain("to Bob").owner(BOB).save())
                .withMessageContaining("nothing was stored");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> anns.retainAll(List.of(memory.retain("to all"))))
                .withMessageContaining("another memory");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> anns.scoped(BOB))
                .withMessageContaining("at most one owner of each kind");
        assertThat(memory.count()).isEqualTo(23);
    }

    @Test
    void the_same_key_is_another_one_in_another_scope() {
        Fact anns1 = anns.retain("Ann's latest").key("latest").save();
        assertThat(anns.retain("once more").key("latest").save()).isEqualTo(anns1);
        assertThat(memory.retain("Nobody's latest").key("latest").save().id()).isNotEqualTo(anns1.id());
        assertThat(memory.scoped(BOB).findByKey("latest")).contains(bobs);
        assertThat(memory.scoped(ANN).findByKey("latest")).contains(anns1);
        assertThat(memory.scoped(Owner.user("an")).findByKey("latest")).isEmpty();
    }

    /** A question reads 20,000 occurrences of its words at most, the latest first. */
    @Test
    void an_old_fact_is_found_in_its_scope_however_many_of_others_hold_its_words() {
        memory.database()
                .write(connection -> new Jdbc(connection)
                        .update("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 21000)"
                                + " INSERT INTO facts (content, timestamp) SELECT 'harbour ' || i,"
                                + " '2026-02-01 12:00:00.000000' FROM n"));
        assertThat(anns.recall("harbour")
                        .mode(RecallMode.KEYWORD)
                        .limit(100)
                        .fetch()
                        .hits())
                .hasSize(20);
        assertThat(anns.recall("harbour number 7")
                        .mode(RecallMode.KEYWORD)
                        .fetch()
                        .hits()
                        .get(0)
                        .fact()
                        .content())
                .isEqualTo("Ann saw harbour number 7");
        assertThat(memory.recall("harbour")
                        .mode(RecallMode.KEYWORD)
                        .session("shared")
                        .limit(100)
                        .fetch()
                        .hits())
                .hasSize(21);
    }

    @Test
    void a_note_on_vectors_does_not_count_the_facts_of_others() {
        memory.close();
        memory = MemoryStore.builder()
                .root(folder)
                .embedder(new WordEmbedder("other words", 32))
                .open();
        assertThat(memory.recall("harbour").fetch().notes().toString()).contains("23 of 23");
        assertThat(memory.scoped(ANN).recall("harbour").fetch().notes().toString())
                .contains("Some facts have no vector")
                .doesNotContainPattern("\\b23\\b");
    }

    @Test
    void an_entity_of_a_type_that_only_others_mention_is_unknown() {
        memory.scoped(BOB)
                .retain("b")
                .entity("Apollo", EntityType.of("project"))
                .save();
        anns.retain("a").entity("Apollo", EntityType.of("company")).save();
        assertThat(anns.findEntity("Apollo", EntityType.of("project"))).isEmpty();
        assertThat(anns.findEntity("Apollo", EntityType.of("company")))
                .hasValueSatisfying(apollo -> assertThat(apollo.facts()).isEqualTo(1));
        assertThat(memory.findEntity("Apollo", EntityType.of("project"))).isPresent();
    }

    @Test
    void requests_of_one_scope_are_taken_by_the_same_scope_made_again() {
        assertThat(memory.scoped(ANN).retainAll(List.of(memory.scoped(ANN).retain("a"))))
                .singleElement()
                .satisfies(fact -> assertThat(fact.owners()).containsExactly(ANN));
    }

    @Test
    void closing_a_scope_closes_nothing() {
        anns.close();
        assertThat(anns.count()).isEqualTo(20);
    }

    @Test
    void a_user_whom_the_python_program_noted_has_a_scope(@TempDir Path other) throws Exception {
        PythonMemory.create(other, Shape.FIFTH);
        try (PythonMemory python = PythonMemory.open(other)) {
            python.execute("INSERT INTO user_identities (id, canonical_name) VALUES (1, 'ann'), (2, 'bob')");
            python.execute("UPDATE facts SET user_id = ?", python.retain("Ann likes tea", "2026-01-25T12:00:00"));
            python.execute("UPDATE facts SET user_id = 1");
            python.execute("UPDATE facts SET user_id = 2 WHERE id = ?", python.retain("Bob " + CANARY, null));
            python.execute("INSERT INTO user_identities (id, canonical_name) VALUES (3, char(9))");
            python.execute("UPDATE facts SET user_id = 3 WHERE id = ?", python.retain("of nobody " + CANARY, null));
        }
        try (MemoryStore adopted = MemoryStore.open(other)) {
            Memory view = adopted.scoped(ANN);
            assertThat(view.recall("tea " + CANARY).fetch().hits()).hasSize(1);
            assertThat(view.owners()).extracting(FactGroup::key).containsExactly(ANN);
            assertThat(view.facts(FactFilter.standard()).toList().toString() + view.statistics())
                    .doesNotContain(CANARY);
            view.retain("Ann likes coffee").save();
            assertThat(view.count()).isEqualTo(2);
            assertThat(adopted.owners()).extracting(FactGroup::key).containsExactly(ANN, BOB);
        }
    }
}
