package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.file.FileArchive;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A migrator that cannot run is refused where it is built. */
final class MigratorBuilderTest {

    @Test
    void an_archive_that_is_not_of_this_library_is_refused_at_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Migrator.from(new ForeignArchive()))
                .withMessageContaining(ForeignArchive.class.getName())
                .withMessageContaining("use a PostgresArchive or a FileArchive");
    }

    @Test
    void a_migrator_needs_a_memory() {
        MigratorBuilder builder = Migrator.from(FileArchive.of(Path.of("notes.jsonl")));
        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("into(memory)");
    }

    /** An archive that a host made, although it is told not to. */
    private static final class ForeignArchive implements Archive {

        @Override
        public void close() {}
    }
}
