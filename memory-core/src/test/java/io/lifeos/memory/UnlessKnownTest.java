package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.OnSameKey;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.recall.Embedder;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a memory says already is not stored once more. */
class UnlessKnownTest {

    private static final Instant NOW = Instant.parse("2026-01-25T12:00:00Z");
    private static final int FACTS = 40;

    @TempDir
    Path root;

    private final WordEmbedder embedder = new WordEmbedder("words", 32);
    private MemoryStore memory;

    @BeforeEach
    void open() {
        memory = MemoryStore.builder()
                .root(root)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .embedder(embedder)
                .open();
    }

    @AfterEach
    void close() {
        memory.close();
        MemoryOracle.assertSound(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ann likes tea",
                "She said \"tea\" and 'no' {x} : * ^ AND NOT -",
                "👍",
                "…",
                "茶を飲む",
                "tea\u0000 and more",
                "\u0000 and more",
                "  tea\n",
                "! tea ? - \u0301",
                "İstanbul ÇAY",
                "\"",
                "e\u0301t\u00e9"
            })
    void the_same_content_is_the_same_fact_whatever_it_is(String content) {
        memory.retain(content + "?").save();
        Fact known = memory.retain(content).source("mail").save();
        memory.retain(content).save();
        int embedded = embedder.embedded();
        assertThat(memory.retain(content).source("chat").unlessKnown().save()).isEqualTo(known);
        assertThat(memory.retain(content + "!").unlessKnown().save().content()).isEqualTo(content + "!");
        assertThat(memory.count()).isEqualTo(4);
        assertThat(embedder.embedded()).as("only what is stored is embedded").isEqualTo(embedded + 1);
    }

    @Test
    void long_texts_are_compared_to_their_last_letter() {
        String words = "word ".repeat(50_000);
        String letters = "x".repeat(100_000);
        for (String text : List.of(words, letters)) {
            Fact known = memory.retain(text + "a").save();
            assertThat(memory.retain(text + "a").unlessKnown().save()).isEqualTo(known);
            assertThat(memory.retain(text + "b").unlessKnown().save().id()).isNotEqualTo(known.id());
        }
        assertThat(memory.retain("Word word").unlessKnown().save().id())
                .isNotEqualTo(memory.retain("word word").unlessKnown().save().id());
    }

    @Test
    void a_fact_of_other_owners_is_not_known() {
        Fact anns = memory.scoped(Owner.user("ann")).retain("likes tea").save();
        Memory bobs = memory.scoped(Owner.user("bob"));
        Fact bobsFact = bobs.retain("likes tea").unlessKnown().save();
        Fact nobodys = memory.retain("likes tea").unlessKnown().save();
        Fact both = memory.scoped(Owner.user("ann"), Owner.agent("helper"))
                .retain("likes tea")
                .unlessKnown()
                .save();
        assertThat(List.of(anns.id(), bobsFact.id(), nobodys.id(), both.id())).doesNotHaveDuplicates();
        assertThat(bobs.retain("likes tea").unlessKnown().save()).isEqualTo(bobsFact);
        assertThat(memory.retain("likes tea").unlessKnown().save()).isEqualTo(nobodys);
        assertThat(memory.retain("likes tea")
                        .owner(Owner.user("ann"))
                        .unlessKnown()
                        .save())
                .isEqualTo(anns);
    }

    @Test
    void what_is_not_recalled_or_will_not_be_for_as_long_is_not_known() {
        memory.forget(memory.retain("forgotten").save().id());
        memory.retain("expired").expiresAt(NOW).save();
        memory.retain("brief").expiresAt(NOW.plusSeconds(10)).save();
        memory.retain("said").assistantOutput(true).save();
        for (String content : List.of("forgotten", "expired", "brief", "said")) {
            Fact fact = memory.retain(content).unlessKnown().save();
            assertThat(memory.retain(content).unlessKnown().save()).as(content).isEqualTo(fact);
        }
        assertThat(memory.count()).isEqualTo(6);
        Fact brief = memory.retain("brief")
                .expiresAt(NOW.plusSeconds(10))
                .unlessKnown()
                .save();
        assertThat(brief.expiresAt()).contains(NOW.plusSeconds(10));
        assertThat(memory.retain("said")
                        .assistantOutput(true)
                        .unlessKnown()
                        .save()
                        .assistantOutput())
                .isTrue();
        assertThat(memory.count()).isEqualTo(6);
    }

    @Test
    void many_at_once_are_stored_as_if_one_by_one() {
        Fact key = memory.retain("old").key("k").save();
        List<Fact> facts = memory.retainAll(List.of(
                memory.retain("new").unlessKnown(),
                memory.retain("new"),
                memory.retain("new").unlessKnown(),
                memory.retain("other").key("k", OnSameKey.REPLACE),
                memory.retain("old").unlessKnown(),
                memory.retain("other").unlessKnown()));
        assertThat(facts.get(1).id()).isNotEqualTo(facts.get(0).id());
        assertThat(facts.get(2)).isEqualTo(facts.get(0));
        assertThat(facts.get(4).id()).as("what was replaced is not known").isNotEqualTo(key.id());
        assertThat(facts.get(5).id()).isEqualTo(key.id());
        assertThat(memory.count()).isEqualTo(4);
    }

    /** The embedder is called after the first look and before the transaction. */
    @Test
    void what_others_do_while_a_fact_is_embedded_counts() {
        Fact forgotten = memory.retain("forgotten meanwhile").save();
        Embedder slow = new Embedder() {
            @Override
            public List<float[]> embed(List<String> texts, Purpose purpose) {
                if (texts.contains("slow")) {
                    memory.forget(forgotten.id());
                    memory.retain("stored meanwhile").save();
                }
                return embedder.embed(texts, purpose);
            }

            @Override
            public String model() {
                return embedder.model();
            }

            @Override
            public int dimensions() {
                return embedder.dimensions();
            }
        };
        try (MemoryStore other = MemoryStore.builder()
                .root(root)
                .clock(memory.clock())
                .embedder(slow)
                .open()) {
            List<Fact> facts = other.retainAll(List.of(
                    other.retain("slow"),
                    other.retain("forgotten meanwhile").unlessKnown(),
                    other.retain("stored meanwhile").unlessKnown()));
            assertThat(facts.get(1).id()).isNotEqualTo(forgotten.id());
            assertThat(facts.get(1).active()).isTrue();
            assertThat(facts.get(2).id()).isLessThan(facts.get(0).id());
            assertThat(memory.count()).isEqualTo(3);
        }
    }

    @Test
    void a_fact_that_another_program_stored_is_known_too() {
        memory.database().write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO user_identities (canonical_name) VALUES ('cleo')");
                statement.execute(
                        "INSERT INTO facts (id, content, user_id) SELECT 7, 'likes tea', id FROM user_identities");
            }
        });
        assertThat(memory.scoped(Owner.user("cleo"))
                        .retain("likes tea")
                        .unlessKnown()
                        .save()
                        .id())
                .isEqualTo(7);
        assertThat(memory.retain("likes tea").unlessKnown().save().id()).isNotEqualTo(7);
    }

    @Test
    void a_key_or_a_fact_to_supersede_says_by_itself_what_is_known() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.retain("tea").key("k").unlessKnown().save())
                .withMessageContaining("nothing was stored");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.supersede(1, "tea").unlessKnown().save());
        assertThat(memory.count()).isZero();
    }

    @Test
    void sixteen_threads_that_say_the_same_store_one_fact_each() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                all.add(threads.submit(() -> say(memory)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(memory.count()).isEqualTo(FACTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ours", "adopted"})
    void two_processes_that_say_the_same_store_one_fact_each(String origin, @TempDir Path other) throws Exception {
        Path folder = other.resolve(origin);
        if (origin.equals("adopted")) {
            PythonMemory.create(folder, Shape.SECOND);
        }
        try (MemoryStore theirs = MemoryStore.open(folder)) {
            long before = theirs.count();
            try (ChildJvm one = ChildJvm.of(Speaker.class, folder.toString()).start();
                    ChildJvm two = ChildJvm.of(Speaker.class, folder.toString()).start()) {
                assertThat(one.waitFor()).as(one.output()).isZero();
                assertThat(two.waitFor()).as(two.output()).isZero();
            }
            assertThat(theirs.count() - before).isEqualTo(FACTS);
        }
        MemoryOracle.assertSound(folder);
    }

    private static void say(MemoryStore memory) {
        IntStream.range(0, FACTS / 2)
                .forEach(i -> memory.retain("word " + i).unlessKnown().save());
        memory.retainAll(IntStream.range(FACTS / 2, FACTS)
                .mapToObj(i -> memory.retain("word " + i).unlessKnown())
                .toList());
    }

    /** Says what others say too. */
    static final class Speaker {

        public static void main(String[] args) {
            try (MemoryStore memory = MemoryStore.open(Path.of(args[0]))) {
                say(memory);
            }
        }
    }
}
