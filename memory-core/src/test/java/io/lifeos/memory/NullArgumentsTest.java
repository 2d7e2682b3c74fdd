package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.Entity;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Mention;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.listing.PageRequest;
import io.lifeos.memory.recall.RecallRequest;
import io.lifeos.memory.testing.NullArguments;
import io.lifeos.memory.workspace.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that passes null learns it from the call that it passed it to. */
class NullArgumentsTest {

    static Stream<Object> steps() {
        return Stream.of(
                MemoryStore.builder(),
                RetainRequest.of("a", EntityExtractor.standard(), fact -> {
                    throw new AssertionError("stored");
                }),
                ReviseRequest.of(1, EntityExtractor.standard(), revision -> {
                    throw new AssertionError("revised");
                }),
                RecallRequest.of("a", Clock.systemUTC(), query -> {
                    throw new AssertionError("asked");
                }),
                FactFilter.builder(),
                NewFact.of("a"),
                Fact.builder(1, "a", Instant.EPOCH));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void each_step_refuses_null_at_once(Object step) throws Exception {
        assertThat(NullArguments.acceptedBy(step.getClass(), step)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MemoryStore.class,
                Workspace.class,
                RetainRequest.class,
                ReviseRequest.class,
                RecallRequest.class,
                NewFact.class,
                Fact.class,
                FactFilter.class,
                Condition.class,
                Owner.class,
                PageRequest.class,
                Entity.class,
                EntityType.class,
                Mention.class
            })
    void each_factory_refuses_null_at_once(Class<?> type) throws Exception {
        assertThat(NullArguments.acceptedBy(type)).isEmpty();
    }

    @Test
    void an_open_memory_refuses_null_at_once(@TempDir Path root) throws Exception {
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThat(NullArguments.acceptedBy(MemoryStore.class, memory)).isEmpty();
            assertThat(NullArguments.acceptedBy(Workspace.class, memory.workspace()))
                    .isEmpty();
            assertThat(NullArguments.acceptedBy(DatabaseManager.class, memory.database()))
                    .isEmpty();
        }
    }
}
