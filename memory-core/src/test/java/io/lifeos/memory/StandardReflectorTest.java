package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.reflect.ReflectionPeriod;
import io.lifeos.memory.reflect.Reflector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardReflectorTest {

    private static final Instant NOON = Instant.parse("2026-01-25T12:00:00Z");
    private static final ReflectionPeriod DAY = ReflectionPeriod.day(LocalDate.of(2026, 1, 25));
    private static final Owner ANN = Owner.user("ann");

    @TempDir
    Path root;

    private MemoryStore memory;

    @BeforeEach
    void open() {
        memory = MemoryStore.open(root);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private String text(String file) throws IOException {
        return Files.readString(root.resolve(file));
    }

    @Test
    void the_reflector_that_counts_names_what_is_mentioned_most_and_preferences_in_dispute() throws IOException {
        memory.retain("@anna met @bob").source("mail").happenedAt(NOON).save();
        memory.retain("@anna left").source("chat").happenedAt(NOON).save();
        memory.retain("anna came")
                .entity("anna")
                .source("mail")
                .happenedAt(NOON)
                .save();
        Clock that = Clock.fixed(NOON, ZoneOffset.UTC);
        try (MemoryStore then = MemoryStore.builder().root(root).clock(that).open()) {
            for (String value : List.of("tea", "tea", "coffee")) {
                then.preferences(ANN).prefer("food", "drink", value);
            }
            then.preferences(ANN).prefer("food", "cake", "none");
        }
        memory.reflect(DAY, Reflector.standard());
        assertThat(text("memory.md")).endsWith("""
                ## 2026-01-25

                3 facts, by source: `mail` (2), `chat` (1).

                Mentioned most: `@anna` (3), `@bob` (1).

                Preferences in dispute:

                - `ann`, `food` `drink`: `coffee`, of 3 statements, confidence 0.45

                <!-- /reflection -->
                """);
        assertThat(text("bank/entities/users/anna.md"))
                .contains("## 2026-01-25\n\n3 facts, together with `bob` (1).\n");
        assertThat(memory.count(FactFilter.of(Condition.source("reflection")))).isZero();
    }
}
