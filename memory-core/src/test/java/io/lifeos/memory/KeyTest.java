package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.OnSameKey;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.fact.ValueRejectedException;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fact that has a key of the caller's own is stored once, and found by it. */
class KeyTest extends MemoryFixture {

    private static final Instant NOW = Instant.parse("2026-01-25T15:07:40.123456Z");
    private static final Instant YESTERDAY = Instant.parse("2026-01-24T10:00:00Z");

    KeyTest() {
        super(NOW);
    }

    @Test
    void the_same_key_again_returns_the_stored_fact_and_stores_nothing() {
        Fact first = memory.retain("Ann likes tea").key("order-7").save();
        Fact again = memory.retain("something else")
                .key("order-7")
                .source("mail")
                .happenedAt(YESTERDAY)
                .save();
        assertThat(first.key()).contains("order-7");
        assertThat(again).isEqualTo(first);
        assertThat(memory.count()).isEqualTo(1);
        assertThat(memory.findByKey("order-7")).contains(first);
        assertSound();
    }

    @Test
    void a_kept_fact_stays_forgotten() {
        Fact first = memory.retain("Ann likes tea").key("order-7").save();
        memory.forget(first.id());
        assertThat(memory.retain("again").key("order-7").save())
                .extracting(Fact::id, Fact::content, Fact::active)
                .containsExactly(first.id(), "Ann likes tea", false);
        assertThat(memory.findByKey("order-7")).map(Fact::active).contains(false);
    }

    @Test
    void a_replaced_fact_keeps_its_id_and_takes_every_other_value() {
        Fact first = memory.retain("Ann likes tea with $SOL")
                .key("ann/drink", OnSameKey.REPLACE)
                .context("kitchen")
                .source("mail")
                .session("s1")
                .owner(Owner.user("ann"))
                .confidence(0.5)
                .metadata("{}")
                .happenedAt(YESTERDAY)
                .save();
        memory.forget(first.id());
        Fact second = memory.retain("Bob likes coffee with $WIF")
                .key("ann/drink", OnSameKey.REPLACE)
                .owner(Owner.user("bob"))
                .save();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.content()).isEqualTo("Bob likes coffee with $WIF");
        assertThat(second.happenedAt()).isEqualTo(NOW);
        assertThat(second.active()).isTrue();
        assertThat(second.context()).isEmpty();
        assertThat(second.source()).isEmpty();
        assertThat(second.sessionId()).isEmpty();
        assertThat(second.metadata()).isEmpty();
        assertThat(second.confidence()).isEqualTo(1);
        assertThat(second.owners()).containsExactly(Owner.user("bob"));
        assertThat(second.entities()).containsExactly("WIF");
        assertThat(second.recordedAt()).isEqualTo(first.recordedAt());
        assertThat(memory.findByKey("ann/drink")).contains(second);
        assertThat(memory.recall("tea").mode(RecallMode.KEYWORD).fetch().hits()).isEmpty();
        assertThat(memory.recall("coffee").mode(RecallMode.KEYWORD).fetch().hits())
                .hasSize(1);
        assertSound();
    }

    @Test
    void the_log_entry_of_a_replaced_fact_moves_to_its_new_day() {
        memory.retain("Ann likes tea").key("drink").happenedAt(YESTERDAY).save();
        memory.retain("Ann likes coffee").key("drink", OnSameKey.REPLACE).save();
        assertThat(memory.workspace().dailyLog(LocalDate.of(2026, 1, 24)))
                .content()
                .doesNotContain("tea", "<!-- fact:");
        assertThat(memory.workspace().dailyLog(LocalDate.of(2026, 1, 25)))
                .content()
                .contains("Ann likes coffee");
        assertSound();
    }

    @ParameterizedTest
    @EnumSource(OnSameKey.class)
    void a_new_key_stores_a_fact_whatever_becomes_of_a_known_one(OnSameKey onSameKey) {
        Fact fact = memory.retain("Ann likes tea").key("new", onSameKey).save();
        assertThat(memory.find(fact.id())).contains(fact);
        assertThat(memory.findByKey("new")).contains(fact);
        assertThat(memory.findByKey("NEW")).isEmpty();
        assertThat(memory.findByKey("")).isEmpty();
        assertThat(memory.retain("Ann likes tea").save().key()).isEmpty();
    }

    @Test
    void a_key_of_all_characters_is_kept() {
        StringBuilder all = new StringBuilder("key ");
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }
        Fact fact = memory.retain("Ann likes tea").key(all.toString()).save();
        assertThat(memory.findByKey(all.toString())).contains(fact);
        assertThat(memory.retain("again").key(all.toString()).save()).isEqualTo(fact);
        assertThat(memory.findByKey("key \0")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "half \uD800"})
    void a_key_that_is_blank_or_no_text_is_refused_at_once(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.retain("a").key(key).save())
                .withMessageContaining("key");
        assertThat(memory.count()).isZero();
    }

    @Test
    void a_replaced_fact_gets_another_vector_and_a_kept_one_does_not_ask_for_one() {
        close();
        WordEmbedder embedder = new WordEmbedder("words", 32);
        memory = MemoryStore.builder().root(root).embedder(embedder).open();
        memory.retain("Ann likes tea").key("drink").save();
        memory.retain("something else").key("drink").save();
        assertThat(embedder.embedded()).isEqualTo(1);
        long id = memory.retain("Bob moved house")
                .key("drink", OnSameKey.REPLACE)
                .save()
                .id();
        assertThat(embedder.embedded()).isEqualTo(2);
        memory.retain("the kitchen is blue").save();
        assertThat(memory.recall("Bob moved house")
                        .mode(RecallMode.VECTOR)
                        .limit(1)
                        .fetch()
                        .hits())
                .singleElement()
                .satisfies(hit -> assertThat(hit.fact().id()).isEqualTo(id));
        assertThat(rows("SELECT count(*) FROM fact_vectors")).containsExactly("2");
        assertSound();
    }

    @Test
    void a_list_may_have_a_key_more_than_once() {
        Fact known = memory.retain("known").key("known").save();
        List<Fact> facts = memory.retainAll(List.of(
                memory.retain("a").key("k"),
                memory.retain("b").key("known"),
                memory.retain("c").key("k"),
                memory.retain("d").key("k", OnSameKey.REPLACE).happenedAt(YESTERDAY),
                memory.retain("e").key("k", OnSameKey.REPLACE).happenedAt(YESTERDAY),
                memory.retain("f")));
        assertThat(facts).extracting(Fact::content).containsExactly("a", "known", "a", "d", "e", "f");
        assertThat(facts).extracting(Fact::id).containsExactly(2L, known.id(), 2L, 2L, 2L, 3L);
        assertThat(memory.findByKey("k")).contains(facts.get(4));
        assertThat(memory.count()).isEqualTo(3);
        assertSound();
    }

    @Test
    void the_key_of_a_fact_that_another_program_deleted_is_free() throws Exception {
        memory.retain("Ann likes tea").key("drink").save();
        close();
        try (PythonMemory python = PythonMemory.open(root)) {
            python.execute("PRAGMA foreign_keys = 0");
            python.execute("DELETE FROM facts");
        }
        open();
        assertThat(memory.findByKey("drink")).isEmpty();
        Fact second = memory.retain("Ann likes coffee").key("drink").save();
        assertThat(second.id()).isEqualTo(2);
        assertThat(memory.findByKey("drink")).contains(second);
    }

    @Test
    void only_the_one_who_asks_for_it_is_told_of_a_fact_that_cannot_be_read() throws Exception {
        memory.retain("Ann likes tea").key("drink").save();
        close();
        try (PythonMemory python = PythonMemory.open(root)) {
            python.execute("UPDATE facts SET timestamp = 'soon'");
        }
        open();
        assertThatExceptionOfType(ValueRejectedException.class)
                .isThrownBy(() -> memory.retain("again").key("drink").save())
                .withMessageContaining("Fact 1 has the timestamp \"soon\"")
                .withMessageContaining("A fact with the key \"drink\" is stored already");
        Fact healed =
                memory.retain("Ann likes tea").key("drink", OnSameKey.REPLACE).save();
        assertThat(memory.findByKey("drink")).contains(healed);
        assertSound();
    }

    @Test
    void keys_come_along_in_an_export_and_a_backup(@TempDir Path folder) {
        Fact fact = memory.retain("Ann likes tea").key("drink").save();
        memory.export(folder.resolve("export.jsonl"));
        memory.backup(folder.resolve("backup.zip"));
        MemoryStore.importFrom(folder.resolve("export.jsonl"), folder.resolve("imported"));
        MemoryStore.restore(folder.resolve("backup.zip"), folder.resolve("restored"));
        for (String copy : List.of("imported", "restored")) {
            try (MemoryStore other = MemoryStore.open(folder.resolve(copy))) {
                assertThat(other.findByKey("drink")).contains(fact);
                assertThat(other.retain("again").key("drink").save()).isEqualTo(fact);
            }
            MemoryOracle.assertSound(folder.resolve(copy));
        }
    }

    @ParameterizedTest
    @EnumSource(PythonMemory.Shape.class)
    void an_adopted_file_has_keys_too(PythonMemory.Shape shape) throws Exception {
        Path adopted = PythonMemory.createWithOddities(root.resolve("adopted"), shape);
        try (MemoryStore other = MemoryStore.openReadOnly(adopted)) {
            assertThat(other.findByKey("drink")).isEmpty();
        }
        try (MemoryStore other = MemoryStore.open(adopted)) {
            Fact fact = other.retain("Ann likes tea").key("drink").save();
            assertThat(other.retain("again").key("drink").save()).isEqualTo(fact);
            assertThat(other.retain("coffee")
                            .key("drink", OnSameKey.REPLACE)
                            .save()
                            .id())
                    .isEqualTo(fact.id());
        }
        MemoryOracle.assertSound(adopted);
    }

    private List<String> rows(String sql) {
        return MemoryOracle.rows(memory.database(), sql);
    }

    private void assertSound() {
        close();
        MemoryOracle.assertSound(root);
    }

    @ParameterizedTest
    @EnumSource(OnSameKey.class)
    void the_key_of_a_fact_that_was_given_to_somebody_else_is_free_and_the_fact_stays_theirs(OnSameKey onSameKey) {
        Memory anns = memory.scoped(Owner.user("ann"));
        Fact given = anns.retain("Ann's").key("k").save();
        Fact bobs = memory.revise(given.id())
                .owner(Owner.user("bob"))
                .content("Bob's secret")
                .save();
        assertThat(anns.findByKey("k")).isEmpty();
        Fact next = anns.retain("Ann's next").key("k", onSameKey).save();
        assertThat(next.content()).isEqualTo("Ann's next");
        assertThat(next.id()).isNotEqualTo(bobs.id());
        assertThat(memory.find(bobs.id())).map(Fact::content).contains("Bob's secret");
        assertThat(anns.findByKey("k")).contains(next);
        assertThat(anns.retainAll(List.of(
                        anns.retain("Ann's last").key("k", OnSameKey.REPLACE),
                        anns.retain("kept away").key("k"))))
                .extracting(Fact::id, Fact::content)
                .containsOnly(tuple(next.id(), "Ann's last"));
        assertSound();
    }
}
