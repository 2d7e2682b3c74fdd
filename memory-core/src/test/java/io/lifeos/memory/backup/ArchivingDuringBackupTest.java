package io.lifeos.memory.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonArchiver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The Python program puts logs away while a backup is written, which loses none of them. */
class ArchivingDuringBackupTest extends BackupFixture {

    private static final int DAYS = 60;
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 25);
    private static final int LARGE = 20_000_000;

    @Test
    void a_log_that_is_put_away_or_packed_meanwhile_is_in_the_backup_somewhere() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root())) {
            for (int i = 0; i < DAYS; i++) {
                memory.retain("day " + i)
                        .happenedAt(TIME.plus(Duration.ofDays(i)))
                        .save();
                Files.writeString(
                        memory.workspace().dailyLog(FIRST.plusDays(i)), "note " + i + "\n", StandardOpenOption.APPEND);
            }
            PythonArchiver archiver = new PythonArchiver(root());
            archiver.run(FIRST.plusDays(DAYS / 3 + 30));
            byte[] large = new byte[LARGE];
            new Random(42).nextBytes(large);
            Files.write(memory.workspace().archives().resolve("2020-01-01.md.gz"), large);

            CompletableFuture<Void> archiving = CompletableFuture.runAsync(() -> {
                while (written() < LARGE / 10) {
                    Thread.onSpinWait();
                }
                try {
                    archiver.run(FIRST.plusDays(DAYS + 91));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            memory.backup(backup());
            archiving.join();
        }
        MemoryStore.restore(backup(), restored());
        for (int i = 0; i < DAYS; i++) {
            assertThat(textOf(FIRST.plusDays(i))).contains("day " + i + "\n", "note " + i + "\n");
        }
        try (MemoryStore memory = MemoryStore.open(restored())) {
            assertThat(memory.checkIntegrity().problems()).isEmpty();
            assertThat(memory.repair().done()).isEmpty();
        }
        MemoryOracle.assertPrivate(restored());
    }

    /** The size of the backup that is being written, so far. */
    private long written() {
        try (Stream<Path> drafts = Files.list(folder)) {
            return drafts.map(draft -> draft.resolve("backup.zip"))
                    .mapToLong(zip -> zip.toFile().length())
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String textOf(LocalDate day) throws IOException {
        Path log = restored().resolve("memory/" + day + ".md");
        Path archived = restored().resolve("memory/archives/" + day + ".md");
        for (Path file : new Path[] {log, archived}) {
            if (Files.exists(file)) {
                return Files.readString(file);
            }
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archived.resolveSibling(day + ".md.gz")))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
