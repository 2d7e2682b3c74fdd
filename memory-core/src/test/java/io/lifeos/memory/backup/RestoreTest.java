package io.lifeos.memory.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.FolderContents;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreTest extends BackupFixture {

    @Test
    void nothing_is_restored_over_anything() throws Exception {
        fill();
        try (MemoryStore memory = MemoryStore.open(root())) {
            memory.backup(backup());
        }
        Map<String, String> before = FolderContents.of(root(), "none");
        assertThatThrownBy(() -> MemoryStore.restore(backup(), root()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is not empty");
        assertThat(FolderContents.of(root(), "none")).isEqualTo(before);
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertThatThrownBy(() -> MemoryStore.restore(backup(), file)).isInstanceOf(StoreException.class);
        assertThat(file).hasContent("mine");

        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path alias = Files.createSymbolicLink(folder.resolve("alias"), empty);
        MemoryStore.restore(backup(), alias);
        assertThat(Files.isSymbolicLink(alias)).isTrue();
        MemoryOracle.assertSound(empty);
    }

    @Test
    void a_backup_that_is_cut_or_changed_anywhere_is_refused_or_restores_the_same() throws Exception {
        long seed = System.nanoTime();
        System.out.println("RestoreTest seed " + seed);
        Random random = new Random(seed);
        fill();
        try (MemoryStore memory = MemoryStore.open(root())) {
            memory.backup(backup());
        }
        List<String> tables = tables(root());
        Map<String, String> files = FolderContents.of(root(), "jarvis.db");
        byte[] whole = Files.readAllBytes(backup());
        Path broken = folder.resolve("broken.zip");
        int refused = 0;
        for (int round = 0; round < 150; round++) {
            byte[] bytes = whole.clone();
            if (round % 3 == 0) {
                bytes = Arrays.copyOf(whole, random.nextInt(whole.length));
            } else {
                // Names and sizes are listed at the end.
                int from = round % 3 == 1 ? 0 : whole.length * 9 / 10;
                bytes[from + random.nextInt(whole.length - from)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(broken, bytes);
            try {
                MemoryStore.restore(broken, restored());
                assertThat(tables(restored()))
                        .as("seed %s round %s", seed, round)
                        .isEqualTo(tables);
                assertThat(FolderContents.of(restored(), "jarvis.db")).isEqualTo(files);
                FolderContents.delete(restored());
            } catch (StoreException e) {
                assertThat(e).as("seed %s round %s", seed, round).hasMessageContaining("nothing was stored");
                assertThat(restored()).doesNotExist();
                refused++;
            }
            assertThat(restored().getParent())
                    .satisfiesAnyOf(
                            above -> assertThat(above).doesNotExist(),
                            above -> assertThat(above).isEmptyDirectory());
        }
        assertThat(refused).as("seed %s", seed).isGreaterThan(50);
    }

    @Test
    void what_is_no_backup_or_a_newer_one_is_refused() throws Exception {
        fill();
        try (MemoryStore memory = MemoryStore.open(root())) {
            memory.backup(backup());
        }
        Path zip = folder.resolve("some.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("photo.jpg"));
        }
        assertRefused(zip, IncompatibleStoreException.class, "is not a backup");
        assertRefused(Files.writeString(folder.resolve("text"), "a text"), StoreException.class, "text");
        assertRefused(folder.resolve("absent"), StoreException.class, "cannot be read");

        Path newer = folder.resolve("newer.db");
        Files.copy(root().resolve("jarvis.db"), newer);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + newer);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        Path forged = folder.resolve("forged.zip");
        forge(forged, Map.of("jarvis.db", Files.readAllBytes(newer)));
        assertRefused(forged, IncompatibleStoreException.class, "newer than");
    }

    private void assertRefused(Path backup, Class<? extends Exception> type, String message) {
        assertThatThrownBy(() -> MemoryStore.restore(backup, restored()))
                .isInstanceOf(type)
                .hasMessageContaining(message);
        assertThat(restored()).doesNotExist();
    }

    @Test
    void a_process_that_is_killed_while_it_restores_leaves_nothing_or_a_whole_memory() throws Exception {
        long seed = System.nanoTime();
        System.out.println("RestoreTest seed " + seed);
        Random random = new Random(seed);
        fill();
        try (MemoryStore memory = MemoryStore.open(root())) {
            for (int i = 0; i < 300; i++) {
                memory.retain("fact " + i)
                        .happenedAt(TIME.plusSeconds(i * 86_400L))
                        .save();
            }
            memory.backup(backup());
        }
        Map<String, String> files = FolderContents.of(root(), "jarvis.db");
        for (int round = 0; round < 8; round++) {
            try (ChildJvm child = ChildJvm.of(Restorer.class, backup().toString(), folder.toString())
                    .start()) {
                child.awaitOutput("ready");
                Thread.sleep(random.nextInt(400));
                child.kill();
            }
            for (int i = 0; Files.exists(folder.resolve("restored" + i)); i++) {
                Path made = folder.resolve("restored" + i);
                MemoryOracle.assertSound(made);
                assertThat(FolderContents.of(made, "jarvis.db"))
                        .as("seed %s", seed)
                        .isEqualTo(files);
                FolderContents.delete(made);
            }
        }
        MemoryStore.restore(backup(), folder.resolve("restored0"));
        assertThat(folder).isDirectoryNotContaining("glob:**/.restored0.*");
    }

    /** Restores one backup again and again. */
    static final class Restorer {

        public static void main(String[] args) {
            System.out.println("ready");
            for (int i = 0; ; i++) {
                MemoryStore.restore(Path.of(args[0]), Path.of(args[1]).resolve("restored" + i));
            }
        }
    }
}
