package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Mention;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.testing.MemoryOracle;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetainTest extends MemoryFixture {

    private static final Instant NOW = Instant.parse("2026-01-25T15:07:40.123456789Z");
    private static final Instant NOW_IN_MICROS = Instant.parse("2026-01-25T15:07:40.123456Z");

    RetainTest() {
        super(NOW);
    }

    @Test
    void keeps_every_field() {
        Fact saved = memory.retain("KR8TIV sold at 0.12, +140 %")
                .context("bags.fm graduation")
                .source("treasury")
                .entity("@KR8TIV")
                .entity("#trade")
                .confidence(0.1 + 0.2)
                .happenedAt(Instant.parse("1969-12-31T23:59:59.999999999Z"))
                .metadata("{ \"a\" : 1}")
                .session("s-1")
                .assistantOutput(true)
                .save();

        assertThat(reopened().find(saved.id())).contains(saved);
        assertThat(saved.content()).isEqualTo("KR8TIV sold at 0.12, +140 %");
        assertThat(saved.context()).contains("bags.fm graduation");
        assertThat(saved.source()).contains("treasury");
        assertThat(saved.entities()).containsExactly("@KR8TIV", "#trade");
        assertThat(saved.confidence()).isEqualTo(0.1 + 0.2);
        assertThat(saved.happenedAt()).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
        assertThat(saved.metadata()).contains("{ \"a\" : 1}");
        assertThat(saved.sessionId()).contains("s-1");
        assertThat(saved.assistantOutput()).isTrue();
        assertThat(saved.active()).isTrue();
        assertThat(saved.recordedAt()).contains(NOW_IN_MICROS);
    }

    @Test
    void has_defaults_for_all_but_the_content() {
        Fact saved = memory.retain("nothing else").save();
        assertThat(saved.context()).isEmpty();
        assertThat(saved.source()).isEmpty();
        assertThat(saved.entities()).isEmpty();
        assertThat(saved.confidence()).isEqualTo(1.0);
        assertThat(saved.happenedAt()).isEqualTo(NOW_IN_MICROS);
        assertThat(saved.metadata()).isEmpty();
        assertThat(saved.sessionId()).isEmpty();
        assertThat(saved.assistantOutput()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2026-01-25T00:00:00Z"})
    void keeps_a_time_at_the_edges(String time) {
        assertThat(memory.retain("then").happenedAt(Instant.parse(time)).save().happenedAt())
                .isEqualTo(Instant.parse(time));
        close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void keeps_ten_megabytes() {
        String content = "0123456789abcde\n".repeat(10 << 16);
        assertThat(memory.retain(content).save().content()).isEqualTo(content);
        close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void keeps_all_characters() {
        StringBuilder all = new StringBuilder("first ");
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }
        String text = all.toString();
        Fact saved =
                memory.retain(text).context(text).source(text).session(text).save();
        assertThat(saved.content().equals(text)).isTrue();
        assertThat(saved.context().orElseThrow().equals(text)).isTrue();
        assertThat(saved.source().orElseThrow().equals(text)).isTrue();
        assertThat(saved.sessionId().orElseThrow().equals(text)).isTrue();
        close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void keeps_random_texts() {
        long seed = System.nanoTime();
        System.out.println("RetainTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            String text = "x"
                    + random.ints(random.nextInt(300), 0, 0x3000)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
            assertThat(memory.retain(text).context(text).save().content())
                    .as("seed %s", seed)
                    .isEqualTo(text);
        }
        close();
        MemoryOracle.assertSound(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"b\":1,\t\"a\" : [1.0, 1e3, -0],\r\n \"b\":2 }",
                "[]",
                "null",
                "1.10",
                "\"\\u0000\\ud83d\"",
                " true ",
                "1e400"
            })
    void keeps_metadata_as_it_is_written(String json) {
        assertThat(memory.retain("a").metadata(json).save().metadata()).contains(json);
    }

    @Test
    void writes_metadata_that_is_a_map_as_json() {
        assertThat(memory.retain("a")
                        .metadata(Map.of("k", List.of(1, "two", true)))
                        .save()
                        .metadata())
                .contains("{\"k\":[1,\"two\",true]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{}{}", "{a:1}", "NaN", "{} x", "'a'"})
    void refuses_metadata_that_is_not_one_json_value(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.retain("a").metadata(json))
                .withMessageStartingWith("The metadata is");
    }

    @Test
    void refuses_bad_values_and_stores_nothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.retain(" \n"))
                .withMessageContaining("blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.retain("half \uD83D").save())
                .withMessageContaining("Nothing was stored");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> memory.retain("a").metadata(Map.of("k", "\uDE00")).save())
                .withMessageContaining("metadata");
        assertThatIllegalArgumentException().isThrownBy(() -> memory.retain("a").confidence(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.retain("a").entity(" "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.retain("a").happenedAt(Instant.MAX))
                .withMessageContaining("years 1 to 9999");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.retain("a").happenedAt(Instant.MIN))
                .withMessageContaining("years 1 to 9999");
        assertThat(rows("SELECT id FROM facts")).isEmpty();
        assertThat(MemoryOracle.entries(memory.workspace().dailyLogs())).isEmpty();
    }

    @Test
    void an_extractor_of_the_host_is_asked() {
        close();
        memory = MemoryStore.builder()
                .root(root)
                .entityExtractor(text -> List.of(Mention.given("found")))
                .open();
        assertThat(memory.retain("SOL").entity("given").save().entities()).containsExactly("given", "found");
    }

    @Test
    void mentions_of_one_entity_share_its_row() {
        memory.retain("SOL and @alice").save();
        memory.retain("SOL again").save();
        assertThat(rows("SELECT name || ' ' || type FROM entities ORDER BY id"))
                .containsExactly("SOL token", "@alice user");
        assertThat(
                        rows(
                                "SELECT fact_id || ' ' || mention_text || ' ' || position FROM entity_mentions ORDER BY fact_id, place"))
                .containsExactly("1 SOL 0", "1 @alice 8", "2 SOL 0");
    }

    @Test
    void finds_nothing_under_an_unknown_id() {
        assertThat(memory.find(0)).isEmpty();
        assertThat(memory.find(-1)).isEmpty();
        assertThat(memory.find(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void forgets_once_and_keeps_the_fact() {
        Fact fact = memory.retain("to be forgotten").save();
        assertThat(memory.forget(fact.id())).isTrue();
        assertThat(memory.forget(fact.id())).isFalse();
        assertThat(memory.forget(99)).isFalse();
        assertThat(memory.find(fact.id()).orElseThrow().active()).isFalse();
        close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void never_uses_an_id_twice() {
        memory.retain("first").save();
        long last = memory.retain("last").save().id();
        sql("DELETE FROM facts WHERE id = " + last);
        assertThat(memory.retain("next").save().id()).isEqualTo(last + 1);
        sql("DELETE FROM facts");
        assertThat(memory.retain("after all").save().id()).isEqualTo(last + 2);
    }

    @Test
    void a_fact_that_another_program_deletes_leaves_no_ghost() {
        memory.retain("unique ghostword SOL").save();
        sql("DELETE FROM facts");
        assertThat(rows("SELECT rowid FROM facts_fts WHERE facts_fts MATCH 'ghostword'"))
                .isEmpty();
        assertThat(rows("SELECT fact_id FROM entity_mentions")).isEmpty();
    }

    @Test
    void a_changed_fact_is_found_by_its_new_words_only() {
        memory.retain("oldword SOL").save();
        update(1, "newword WIF");
        assertThat(rows("SELECT rowid FROM facts_fts WHERE facts_fts MATCH 'oldword'"))
                .isEmpty();
        assertThat(rows("SELECT rowid FROM facts_fts WHERE facts_fts MATCH 'newword'"))
                .containsExactly("1");
        assertThat(memory.find(1).orElseThrow().happenedAt()).isEqualTo(NOW_IN_MICROS);
        assertThat(memory.find(1).orElseThrow().entities()).containsExactly("WIF");
        close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void changing_a_fact_that_does_not_exist_changes_nothing() {
        assertThat(memory.database()
                        .<Boolean>transaction(
                                connection -> new FactTable(connection).update(9, newFact("a"), NOW_IN_MICROS)))
                .isFalse();
        assertThat(rows("SELECT fact_id FROM outbox")).isEmpty();
    }

    @Test
    void stores_many_facts_in_one_transaction_in_order() {
        List<NewFact> facts = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            facts.add(newFact("fact " + i + " about SOL"));
        }
        List<Long> ids =
                memory.database().transaction(connection -> new FactTable(connection).insert(facts, NOW_IN_MICROS));
        memory.writeDailyLogs();
        assertThat(ids).hasSize(1_500).isSorted().doesNotHaveDuplicates();
        assertThat(memory.find(ids.get(1_499)).orElseThrow().content()).isEqualTo("fact 1499 about SOL");
        assertThat(memory.database()
                        .<List<Long>>transaction(connection -> new FactTable(connection).insert(List.of(), NOW)))
                .isEmpty();
        close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void threads_that_retain_at_once_all_store_each_fact_once() throws Exception {
        int threads = 8;
        int each = 25;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> futures = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String name = "thread" + t;
            futures.add(pool.submit(() -> {
                for (int i = 0; i < each; i++) {
                    Fact saved = memory.retain(name + " number " + i + " SOL").save();
                    assertThat(memory.find(saved.id())).contains(saved);
                }
            }));
        }
        for (Future<?> future : futures) {
            future.get();
        }
        pool.shutdown();
        assertThat(rows("SELECT DISTINCT content FROM facts")).hasSize(threads * each);
        assertThat(rows("SELECT rowid FROM facts_fts WHERE facts_fts MATCH 'thread3'"))
                .hasSize(each);
        close();
        MemoryOracle.assertSound(root);
    }

    private MemoryStore reopened() {
        memory.close();
        memory = MemoryStore.open(root);
        return memory;
    }

    private void update(long id, String content) {
        memory.database()
                .transaction(connection -> new FactTable(connection).update(id, newFact(content), NOW_IN_MICROS));
        memory.writeDailyLogs();
    }

    private NewFact newFact(String content) {
        return NewFact.of(content)
                .mentions(memory.entityExtractor().mentions(List.of(), content))
                .build();
    }

    private List<String> rows(String sql) {
        return MemoryOracle.rows(memory.database(), sql);
    }

    private void sql(String sql) {
        memory.database().transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    @Test
    void count_leaves_out_what_was_forgotten_and_includes_what_an_assistant_said() {
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThat(memory.count()).isZero();
            long first = memory.retain("one").save().id();
            memory.retain("two").assistantOutput(true).save();
            assertThat(memory.count()).isEqualTo(2);
            memory.forget(first);
            assertThat(memory.count()).isEqualTo(1);
        }
    }
}
