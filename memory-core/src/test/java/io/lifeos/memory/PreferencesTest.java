package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.preference.Preference;
import io.lifeos.memory.preference.Preferences;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferencesTest {

    private static final Instant NOW = Instant.parse("2026-01-25T15:07:40.123456Z");
    private static final Owner ANN = Owner.user("ann");

    @TempDir
    Path root;

    private MemoryStore memory;
    private Preferences anns;

    @BeforeEach
    void open() {
        memory = MemoryStore.builder()
                .root(root)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .open();
        anns = memory.preferences(ANN);
    }

    @AfterEach
    void close() throws Exception {
        memory.close();
        MemoryOracle.assertSound(root);
    }

    private List<Double> confidences(String... values) {
        return List.of(values).stream()
                .map(value -> anns.prefer("food", "drink", value).confidence())
                .toList();
    }

    @Test
    void a_preference_begins_at_a_half_and_the_same_value_adds_a_tenth_up_to_one() {
        assertThat(confidences("tea", "tea", "tea", "tea", "tea", "tea", "tea"))
                .containsExactly(0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.0);
        assertThat(anns.find("food", "drink").orElseThrow().evidence()).isEqualTo(7);
        assertThat(anns.find("food", "drink").orElseThrow().contested()).isFalse();
    }

    @Test
    void another_value_takes_its_place_and_0_15_of_confidence_down_to_nothing() {
        assertThat(confidences("tea", "coffee", "tea", "coffee", "tea")).containsExactly(0.5, 0.35, 0.2, 0.05, 0.0);
        assertThat(anns.find("food", "drink").orElseThrow())
                .isEqualTo(Preference.of(ANN, "food", "drink", "tea", 0, 5, Optional.of(NOW), Optional.of(NOW)));
        assertThat(anns.find("food", "drink").orElseThrow().contested()).isTrue();
    }

    @Test
    void preferences_are_listed_by_category_and_key_and_each_person_has_their_own() {
        anns.prefer("style", "tone", "dry");
        anns.prefer("food", "drink", "tea");
        anns.prefer("food", "cake", "none");
        memory.preferences(Owner.user("bob")).prefer("food", "drink", "coffee");
        assertThat(anns.list()).extracting(Preference::key).containsExactly("cake", "drink", "tone");
        assertThat(memory.preferences(Owner.user("bob")).list())
                .extracting(Preference::value)
                .containsExactly("coffee");
        assertThat(memory.preferences(Owner.user("eve")).list()).isEmpty();
        assertThat(memory.scoped(ANN).preferences(ANN).list()).isEqualTo(anns.list());
        assertThat(anns.user()).isEqualTo(ANN);
    }

    @Test
    void a_preference_that_is_removed_begins_anew() {
        confidences("tea", "tea");
        assertThat(anns.remove("food", "drink")).isTrue();
        assertThat(anns.remove("food", "drink")).isFalse();
        assertThat(anns.find("food", "drink")).isEmpty();
        assertThat(confidences("tea")).containsExactly(0.5);
    }

    @Test
    void only_a_user_has_preferences_and_a_scope_knows_those_of_its_own_user() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.preferences(Owner.agent("butler")))
                .withMessageContaining("Only a user");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.scoped(Owner.user("bob")).preferences(ANN))
                .withMessageContaining("holds only what belongs to");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.scoped(Owner.agent("butler")).preferences(ANN));
        assertThat(memory.scoped(ANN, Owner.agent("butler")).preferences(ANN).user())
                .isEqualTo(ANN);
    }

    @Test
    void what_is_blank_or_not_unicode_is_refused() {
        for (String text : List.of("", " ", "\uD83D")) {
            assertThatIllegalArgumentException().isThrownBy(() -> anns.prefer(text, "drink", "tea"));
            assertThatIllegalArgumentException().isThrownBy(() -> anns.prefer("food", text, "tea"));
            assertThatIllegalArgumentException().isThrownBy(() -> anns.prefer("food", "drink", text));
        }
        assertThat(anns.list()).isEmpty();
    }

    @Test
    void preferences_are_read_but_not_stated_in_a_memory_that_is_read_only() {
        anns.prefer("food", "drink", "tea");
        try (MemoryStore reading = MemoryStore.openReadOnly(root)) {
            assertThat(reading.preferences(ANN).list()).isEqualTo(anns.list());
            assertThatIllegalStateException()
                    .isThrownBy(() -> reading.preferences(ANN).prefer("food", "drink", "tea"));
        }
    }

    @Test
    void each_statement_of_two_processes_counts_once() throws Exception {
        try (ChildJvm one = ChildJvm.of(Stating.class, root.toString()).start();
                ChildJvm other = ChildJvm.of(Stating.class, root.toString()).start()) {
            assertThat(one.waitFor()).as(one.output()).isZero();
            assertThat(other.waitFor()).as(other.output()).isZero();
        }
        assertThat(anns.find("food", "drink").orElseThrow().evidence()).isEqualTo(200);
        assertThat(anns.find("food", "drink").orElseThrow().confidence()).isEqualTo(1.0);
        assertThat(MemoryOracle.rows(memory.database(), "SELECT canonical_name FROM user_identities"))
                .containsExactly("ann");
    }

    /** States one preference a hundred times. */
    static final class Stating {

        public static void main(String[] args) {
            try (MemoryStore memory = MemoryStore.open(Path.of(args[0]))) {
                IntStream.range(0, 100).forEach(i -> memory.preferences(ANN).prefer("food", "drink", "tea"));
            }
        }
    }

    @Test
    void a_statement_is_there_after_its_process_was_killed() throws Exception {
        try (ChildJvm child = ChildJvm.of(Killed.class, root.toString()).start()) {
            child.awaitOutput("stated 20;");
            child.kill();
            long told = child.output()
                    .lines()
                    .filter(line -> line.matches("stated \\d+;"))
                    .count();
            assertThat(anns.find("food", "drink").orElseThrow().evidence()).isBetween(told, told + 1);
        }
    }

    /** States a preference again and again, and tells of each time. */
    static final class Killed {

        public static void main(String[] args) {
            MemoryStore memory = MemoryStore.open(Path.of(args[0]));
            for (int i = 1; i < 1_000_000; i++) {
                memory.preferences(ANN).prefer("food", "drink", "tea" + i % 2);
                System.out.println("stated " + i + ";");
            }
        }
    }

    @Test
    void the_session_of_a_user_has_a_row_that_tells_when_it_began_and_ended() {
        Instant later = NOW.plus(Duration.ofHours(1));
        memory.retain("later").owner(ANN).session("chat").happenedAt(later).save();
        memory.retainAll(List.of(
                memory.retain("first").owner(ANN).session("chat").happenedAt(NOW),
                memory.retain("by another")
                        .owner(Owner.user("bob"))
                        .session("chat")
                        .happenedAt(later.plusSeconds(9)),
                memory.retain("of nobody").session("quiet"),
                memory.retain("without one").owner(ANN)));
        assertThat(MemoryOracle.rows(
                        memory.database(),
                        "SELECT s.id || ' ' || u.canonical_name || ' ' || platform || ' ' || started_at || ' '"
                                + " || last_active FROM sessions s JOIN user_identities u ON u.id = s.user_id"))
                .containsExactly("chat ann system 2026-01-25 15:07:40.123456 2026-01-25 16:07:40.123456");
        assertThat(memory.sessions())
                .extracting(session -> session.key() + " " + session.facts())
                .containsExactlyInAnyOrder("chat 3", "quiet 1");
    }
}
