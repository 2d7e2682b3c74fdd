package io.lifeos.memory.erase;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.report.ErasureReport;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Erasing the facts of a person, in a memory that we created and in adopted ones. */
@ParameterizedClass
@MethodSource("origins")
class EraseTest {

    private static final int FACTS = 240;

    @TempDir
    Path folder;

    private final Optional<Shape> origin;
    private final ErasedPerson ann = new ErasedPerson(16);
    private Path root;

    /** With the shape of an adopted file, or none if we created it. */
    EraseTest(Optional<Shape> origin) {
        this.origin = origin;
    }

    static Stream<Optional<Shape>> origins() {
        return Stream.of(Optional.empty(), Optional.of(Shape.FIRST), Optional.of(Shape.FIFTH));
    }

    @BeforeEach
    void create() throws Exception {
        root = folder.resolve("root");
        if (origin.isPresent()) {
            PythonMemory.createWithOddities(root, origin.get());
        }
    }

    private long others() throws Exception {
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            return Long.parseLong(MemoryOracle.rows(
                            memory.database(),
                            "SELECT count(*) FROM facts WHERE id NOT IN"
                                    + " (SELECT fact_id FROM fact_owners WHERE id = 'annabelle.zwo')")
                    .get(0));
        }
    }

    @Test
    void no_byte_of_the_folder_holds_a_word_a_stem_or_a_vector_of_what_was_erased() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root)) {
            ann.retain(memory, FACTS);
        }
        ann.assertThere(root);
        long others = others();
        ErasureReport report;
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.facts(FactFilter.of(Condition.owner(ErasedPerson.ANN)))
                    .limit(2)
                    .forEach(fact -> memory.forget(fact.id()));
            report = memory.erase(ErasedPerson.ALL_OF_ANN);
            assertThat(report.pending()).isEmpty();
            assertThat(report.facts()).isEqualTo(FACTS / 3);
            assertThat(report.logEntries()).isEqualTo(FACTS / 3);
            assertThat(memory.recall("annabelle").fetch().isEmpty()).isTrue();
            ErasedPerson.assertOthersWhole(memory, others);
        }
        ann.assertGone(root);
        MemoryOracle.assertSound(root);
    }
}
