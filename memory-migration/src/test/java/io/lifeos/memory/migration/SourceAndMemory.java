package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;

/** A source of memories and a memory that they go to, and what tests do to both. */
final class SourceAndMemory implements AutoCloseable {

    private final TestDatabase source;
    private final Path root;
    private PostgresArchive archive;
    private MemoryStore memory;

    private SourceAndMemory(TestDatabase source, Path root) {
        this.source = source;
        this.root = root;
        this.archive = PostgresArchive.of(source.url());
        this.memory = MemoryStore.open(root);
    }

    /** An empty database of the embedded PostgreSQL, and an empty memory. */
    static SourceAndMemory in(Path root) {
        return new SourceAndMemory(TestPostgres.newDatabase(), root);
    }

    /** The given database, and an empty memory. */
    static SourceAndMemory of(TestDatabase source, Path root) {
        return new SourceAndMemory(source, root);
    }

    TestDatabase source() {
        return source;
    }

    PostgresArchive archive() {
        return archive;
    }

    MemoryStore memory() {
        return memory;
    }

    Path root() {
        return root;
    }

    /** Executes statements in the source. */
    void execute(String... statements) {
        source.execute(statements);
    }

    /** Reads the source with other settings from now on. */
    void readWith(UnaryOperator<PostgresArchive.Builder> settings) {
        archive = settings.apply(PostgresArchive.builder().url(source.url())).build();
    }

    MigratorBuilder migrator() {
        return Migrator.from(archive).into(memory);
    }

    MigrationResult migrate() {
        return migrator().build().migrate();
    }

    VerificationReport verify() {
        return migrator().build().verifyMigration();
    }

    /** Migrates to a proven end, and once more, which has to change nothing; gives the report of the first run. */
    MigrationReport migrateAndProve() {
        return prove(migrate());
    }

    /** That a run is proven, and that another one changes nothing. */
    MigrationReport prove(MigrationResult result) {
        assertThat(result.verification().reason()).isEmpty();
        assertThat(result.success()).isTrue();
        String before = everything();
        MigrationResult again = migrate();
        assertThat(again.success()).isTrue();
        assertThat(again.run().skipped()).isEqualTo(result.run().read());
        assertThat(everything()).isEqualTo(before);
        return result.run();
    }

    private String everything() {
        try {
            return Stored.everything(memory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Executes statements in the file as another program would, without regard to foreign keys. */
    void tamper(String... statements) {
        try (Connection other = connectAsAnotherProgram();
                Statement statement = other.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    Connection connectAsAnotherProgram() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + memory.workspace().database());
    }

    /** The first column of a query of the file. */
    List<String> stored(String sql) {
        return MemoryOracle.rows(memory.database(), sql);
    }

    /** Closes the memory, does something to its files, and opens it again. */
    void whileClosed(FileWork work) throws Exception {
        memory.close();
        work.run();
        memory = MemoryStore.open(root);
    }

    /** Does something to files. */
    @FunctionalInterface
    interface FileWork {
        void run() throws Exception;
    }

    /** That whatever was done to it, the memory is sound, and a plain run ends with everything proven. */
    void assertSoundAfterAPlainRun() throws Exception {
        whileClosed(() -> MemoryStore.open(root).close());
        assertThat(migrate().verification().reason()).isEmpty();
        memory.close();
        MemoryOracle.assertSound(root);
        memory = MemoryStore.open(root);
    }

    @Override
    public void close() {
        memory.close();
        archive.close();
        source.close();
    }
}
