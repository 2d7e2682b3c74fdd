package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.FolderContents;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fact that is changed in place. */
class ReviseTest {

    private static final Instant TIME = Instant.parse("2026-01-25T15:07:40Z");

    @TempDir
    Path root;

    private final WordEmbedder embedder = new WordEmbedder("words", 32);
    private MemoryStore memory;

    @BeforeEach
    void open() {
        memory = MemoryStore.builder().root(root).embedder(embedder).open();
    }

    @AfterEach
    void close() {
        memory.close();
        MemoryOracle.assertSound(root);
    }

    private Fact review() {
        return memory.retain("Anna moved the review of @atlas to Thursday")
                .context("work")
                .source("mail")
                .confidence(0.5)
                .session("s1")
                .metadata(Map.of("mail", 7))
                .entity("Apollo", EntityType.of("project"))
                .owner(Owner.user("ann"))
                .key("review")
                .happenedAt(TIME)
                .save();
    }

    private String log(int day) throws Exception {
        Path log = memory.workspace().dailyLog(LocalDate.of(2026, 1, day));
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Test
    void what_is_not_named_stays() {
        Fact before = review();
        Fact after = memory.revise(before.id()).confidence(1).save();
        assertThat(after.toMap()).containsEntry("confidence", 1.0).containsAllEntriesOf(without(before, "confidence"));
        assertThat(memory.find(before.id())).contains(after);
        assertThat(memory.revise(before.id()).save()).isEqualTo(after);
    }

    private static Map<String, Object> without(Fact fact, String name) {
        Map<String, Object> values = fact.toMap();
        values.remove(name);
        return values;
    }

    @Test
    void everything_that_is_named_changes_in_file_and_log() throws Exception {
        Fact before = review();
        Fact after = memory.revise(before.id())
                .content("Bob moved the review of @zeus to Friday")
                .context("office")
                .source("chat")
                .confidence(0.9)
                .session("s2")
                .metadata("{\"chat\":8}")
                .owner(Owner.user("bob"))
                .owner(Owner.agent("helper"))
                .happenedAt(TIME.plusSeconds(86_400))
                .save();

        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.content()).isEqualTo("Bob moved the review of @zeus to Friday");
        assertThat(after.context()).contains("office");
        assertThat(after.source()).contains("chat");
        assertThat(after.confidence()).isEqualTo(0.9);
        assertThat(after.sessionId()).contains("s2");
        assertThat(after.metadata()).contains("{\"chat\":8}");
        assertThat(after.owners()).containsExactly(Owner.user("bob"), Owner.agent("helper"));
        assertThat(after.happenedAt()).isEqualTo(TIME.plusSeconds(86_400));
        assertThat(after.recordedAt()).isEqualTo(before.recordedAt());
        assertThat(after.key()).contains("review");
        assertThat(memory.find(before.id())).contains(after);
        assertThat(log(25)).doesNotContain("Thursday").doesNotContain("fact:" + before.id());
        assertThat(log(26)).contains("Friday", "fact:" + before.id()).doesNotContain("Thursday");
    }

    @Test
    void what_is_taken_away_is_gone() {
        Fact before = review();
        Fact after = memory.revise(before.id())
                .context(null)
                .source(null)
                .session(null)
                .metadata((String) null)
                .save();
        assertThat(after.context()).isEmpty();
        assertThat(after.source()).isEmpty();
        assertThat(after.sessionId()).isEmpty();
        assertThat(after.metadata()).isEmpty();
        assertThat(after.content()).isEqualTo(before.content());
    }

    @Test
    void a_new_content_is_found_by_its_words_entities_and_vector_and_the_old_one_no_longer() {
        Fact before = review();
        Fact after =
                memory.revise(before.id()).content("Bob asked @zeus for tea").save();

        assertThat(after.entities()).containsExactly("Apollo", "@zeus");
        assertThat(memory.findEntity("Apollo", EntityType.of("project"))).isPresent();
        assertThat(memory.factsAbout("@atlas")).isEmpty();
        assertThat(memory.factsAbout("zeus")).containsExactly(after);
        for (RecallMode mode : List.of(RecallMode.KEYWORD, RecallMode.VECTOR)) {
            assertThat(memory.recall("Bob zeus tea").mode(mode).fetch().hits())
                    .as(mode.name())
                    .extracting(RecallHit::fact)
                    .containsExactly(after);
        }
        assertThat(memory.recall("Thursday").mode(RecallMode.KEYWORD).fetch()).isEmpty();
        double cosine = memory.recall("Bob asked @zeus for tea")
                .mode(RecallMode.VECTOR)
                .fetch()
                .hits()
                .get(0)
                .explain()
                .cosine()
                .orElseThrow();
        assertThat(cosine).isGreaterThan(0.999);
    }

    @Test
    void an_entity_is_added_to_those_that_are_mentioned() {
        Fact before = review();
        Fact after = memory.revise(before.id())
                .entity("Zeus", EntityType.of("project"))
                .entity("@atlas")
                .save();
        assertThat(after.entities()).containsExactly("Apollo", "@atlas", "Zeus");
        assertThat(memory.entities(EntityType.of("project"))).hasSize(2);
    }

    @Test
    void the_embedder_is_asked_only_for_a_new_content_that_comes_without_its_vector() {
        Fact fact = review();
        int before = embedder.embedded();
        memory.revise(fact.id()).source("chat").save();
        float[] vector = new float[32];
        vector[3] = 1;
        memory.revise(fact.id())
                .content("Bob likes tea")
                .embedding("words", vector)
                .save();
        assertThat(embedder.embedded()).isEqualTo(before);
        assertThat(memory.recall("")
                        .embedding("words", vector)
                        .fetch()
                        .hits()
                        .get(0)
                        .explain()
                        .cosine())
                .contains(1.0);
    }

    @Test
    void a_vector_of_the_embedders_model_with_other_dimensions_is_refused_without_a_content_too() {
        Fact fact = review();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.revise(fact.id())
                        .embedding("words", new float[] {1})
                        .save())
                .withMessageContaining("1 dimensions");
        assertThat(memory.find(fact.id())).contains(fact);
    }

    @Test
    void a_vector_of_another_model_is_dropped_with_the_content_that_it_was_made_of() {
        float[] vector = {1, 2};
        Fact fact = memory.retain("Ann likes tea").embedding("theirs", vector).save();
        memory.revise(fact.id()).source("chat").save();
        assertThat(memory.recall("").embedding("theirs", vector).fetch().hits()).hasSize(1);
        memory.revise(fact.id()).content("Ann likes rum").save();
        assertThat(memory.recall("").embedding("theirs", vector).fetch().hits()).isEmpty();
    }

    @Test
    void a_forgotten_fact_is_revised_and_stays_forgotten() {
        Fact fact = review();
        memory.forget(fact.id());
        assertThat(memory.revise(fact.id()).content("said by nobody").save().active())
                .isFalse();
        assertThat(memory.recall("nobody").fetch()).isEmpty();
    }

    @Test
    void a_migrated_fact_is_marked_as_edited_and_its_vector_as_of_another_content() {
        Fact fact = review();
        memory.database().write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO fact_embeddings (fact_id, postgres_id, model, dimensions, embedding)"
                        + " VALUES (" + fact.id() + ", '7', 'm', 1, x'0000803f')");
            }
        });
        memory.revise(fact.id()).metadata(Map.of("a", 1)).save();
        assertThat(MemoryOracle.rows(memory.database(), "SELECT edited || stale FROM fact_embeddings"))
                .containsExactly("10");
        memory.revise(fact.id()).content("Ann likes rum").save();
        assertThat(MemoryOracle.rows(memory.database(), "SELECT edited || stale FROM fact_embeddings"))
                .containsExactly("11");
    }

    @Test
    void a_scope_revises_its_own_facts_only_and_keeps_them() {
        Fact anns = memory.scoped(Owner.user("ann")).retain("Ann likes tea").save();
        Memory bobs = memory.scoped(Owner.user("bob"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bobs.revise(anns.id()).content("Bob was here").save())
                .withMessageContaining("nothing was changed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.scoped(Owner.user("ann"))
                        .revise(anns.id())
                        .owner(Owner.user("bob"))
                        .save())
                .withMessageContaining("bob");
        assertThat(memory.find(anns.id())).contains(anns);
        assertThat(memory.scoped(Owner.user("ann"))
                        .revise(anns.id())
                        .source("mail")
                        .save()
                        .source())
                .contains("mail");
    }

    @Test
    void what_cannot_be_is_refused_and_nothing_changes() {
        Fact fact = review();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.revise(4711).source("mail").save())
                .withMessageContaining("4711");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.revise(fact.id()).content(" "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.revise(fact.id()).confidence(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.revise(fact.id()).metadata("{"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.revise(fact.id()).happenedAt(Instant.MAX));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.revise(fact.id()).source("\ud800").save());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.revise(fact.id())
                        .content("tea")
                        .embedding("words", new float[] {1})
                        .save());
        try (MemoryStore reader = MemoryStore.openReadOnly(root)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> reader.revise(fact.id()).source("mail").save());
        }
        assertThat(memory.find(fact.id())).contains(fact);
    }

    @Test
    void a_fact_that_the_older_program_stored_is_revised_and_gets_an_entry() throws Exception {
        Path adopted = root.resolve("adopted");
        PythonMemory.create(adopted, Shape.SECOND);
        try (MemoryStore theirs = MemoryStore.open(adopted)) {
            theirs.database().write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("INSERT INTO user_identities (canonical_name) VALUES ('cleo')");
                    statement.execute("INSERT INTO facts (content, timestamp, source, user_id) SELECT 'stored there',"
                            + " '2026-01-24T10:00:00', 'chat', id FROM user_identities WHERE canonical_name = 'cleo'");
                }
            });
            Fact before = theirs.scoped(Owner.user("cleo")).recent(1).get(0);
            Fact after = theirs.revise(before.id()).content("revised here").save();
            assertThat(after.content()).isEqualTo("revised here");
            assertThat(after.happenedAt()).isEqualTo(before.happenedAt());
            assertThat(after.source()).contains("chat");
            assertThat(after.owners()).containsExactly(Owner.user("cleo"));
            assertThat(theirs.recall("revised here").fetch().hits().get(0).fact())
                    .isEqualTo(after);
        }
        assertThat(Files.readString(adopted.resolve("memory/2026-01-24.md"))).contains("revised here");
        MemoryOracle.assertSound(adopted);
        FolderContents.delete(adopted);
    }

    @Test
    void two_processes_that_revise_different_things_lose_neither() throws Exception {
        Fact fact = review();
        try (ChildJvm one = ChildJvm.of(Reviser.class, root.toString(), String.valueOf(fact.id()), "context", "60")
                        .start();
                ChildJvm two = ChildJvm.of(Reviser.class, root.toString(), String.valueOf(fact.id()), "source", "60")
                        .start()) {
            assertThat(one.waitFor()).as(one.output()).isZero();
            assertThat(two.waitFor()).as(two.output()).isZero();
        }
        Fact after = memory.find(fact.id()).orElseThrow();
        assertThat(after.context()).contains("59");
        assertThat(after.source()).contains("59");
        assertThat(log(25)).contains(after.content());
    }

    @Test
    void a_process_that_is_killed_leaves_the_fact_as_it_was_or_as_it_is_to_be_and_the_log_follows() throws Exception {
        Fact fact = review();
        long seed = System.nanoTime();
        System.out.println("ReviseTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 4; round++) {
            String output;
            try (ChildJvm child = ChildJvm.of(
                            Reviser.class, root.toString(), String.valueOf(fact.id()), "content", "1000000")
                    .start()) {
                child.awaitOutput("revised");
                Thread.sleep(random.nextInt(100));
                child.kill();
                output = child.output();
            }
            long last = output.lines().filter(line -> line.endsWith(";")).count() - 1;
            Fact after = memory.find(fact.id()).orElseThrow();
            assertThat(after.content()).as("seed %s", seed).isIn(last + " teas", last + 1 + " teas");
            memory.writeDailyLogs();
            assertThat(log(25)).contains("\n" + after.content() + "\n");
            assertThat(memory.recall("teas").mode(RecallMode.KEYWORD).fetch().hits())
                    .hasSize(1);
        }
    }

    /** Revises one thing of a fact again and again, and tells of each time. */
    static final class Reviser {

        public static void main(String[] args) {
            try (MemoryStore memory = MemoryStore.open(Path.of(args[0]))) {
                for (int i = 0; i < Integer.parseInt(args[3]); i++) {
                    ReviseRequest request = memory.revise(Long.parseLong(args[1]));
                    ReviseRequest named = switch (args[2]) {
                        case "context" -> request.context(String.valueOf(i));
                        case "source" -> request.source(String.valueOf(i));
                        default -> request.content(i + " teas");
                    };
                    named.save();
                    System.out.println("revised " + i + ";");
                }
            }
        }
    }
}
