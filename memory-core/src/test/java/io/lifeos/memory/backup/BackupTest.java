package io.lifeos.memory.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.FolderContents;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {

    private static final Instant TIME = Instant.parse("2026-01-25T15:07:40Z");

    @TempDir
    Path folder;

    private Path root() {
        return folder.resolve("root");
    }

    private Path backup() {
        return folder.resolve("backup.zip");
    }

    private Path restored() {
        return folder.resolve("above/restored");
    }

    private void fill() throws IOException {
        try (MemoryStore memory = MemoryStore.open(root())) {
            memory.retain("KR8TIV sold").happenedAt(TIME).metadata("{\"a\": 1}").save();
            memory.retain("a day later").happenedAt(TIME.plusSeconds(86_400)).save();
            memory.forget(2);
            Files.writeString(root().resolve("SOUL.md"), "what a person wrote, größer");
            Files.writeString(
                    memory.workspace().archives().resolve("2025-12-01.md"), "put away", StandardCharsets.UTF_8);
            Files.createDirectories(root().resolve("projects/größe 記憶"));
            Files.write(root().resolve("projects/größe 記憶/bytes"), new byte[] {0, -1, 13, 10});
            Files.createDirectory(root().resolve("projects/empty"));
            Files.writeString(root().resolve("projects/with \\ and : and %"), "odd");
        }
    }

    @Test
    void brings_everything_back_after_the_folder_is_lost() throws Exception {
        fill();
        List<String> tables = tables(root());
        CopyReport backup;
        try (MemoryStore memory = MemoryStore.open(root())) {
            backup = memory.backup(backup());
        }
        Map<String, String> files = FolderContents.of(root(), "jarvis.db");
        FolderContents.delete(root());

        CopyReport copy = MemoryStore.restore(backup(), restored());

        assertThat(copy).isEqualTo(new CopyReport(restored(), 2, backup.files()));
        assertThat(backup.path()).isEqualTo(backup());
        assertThat(FolderContents.of(restored(), "jarvis.db")).isEqualTo(files);
        assertThat(restored().resolve("projects/empty")).isDirectory();
        assertThat(restored()).isDirectoryNotContaining("glob:**jarvis.db-*");
        MemoryOracle.assertPrivate(folder.resolve("above"));
        assertThat(tables(restored())).isEqualTo(tables);
        MemoryOracle.assertSound(restored());
        try (MemoryStore memory = MemoryStore.open(restored())) {
            assertThat(memory.recall("sold").fetch().hits()).hasSize(1);
            assertThat(memory.retain("goes on").save().id()).isEqualTo(3);
        }
    }

    private static List<String> tables(Path root) {
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            return List.of(
                    MemoryOracle.rows(
                                    memory.database(),
                                    "SELECT json_array(id, content, timestamp, metadata, is_active,"
                                            + " recorded_at) FROM facts")
                            .toString(),
                    MemoryOracle.rows(
                                    memory.database(),
                                    "SELECT json_array(fact_id, entity_id, position) FROM entity_mentions")
                            .toString());
        }
    }

    @Test
    void what_only_begins_like_the_database_comes_along_and_what_belongs_to_it_does_not() throws Exception {
        fill();
        for (String name : List.of("jarvis.db-notes.md", "Jarvis.DB-notes.md", "jarvis.db.backups/one")) {
            Path file = root().resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
        List<String> leftOut = List.of(
                "jarvis.db-journal",
                "jarvis.db.migration-lock",
                "jarvis.db.before-adoption-20260125T000000.000000Z",
                "jarvis.db.before-adoption.draft",
                "lifeos-memory-backup.json");
        try (MemoryStore memory = MemoryStore.open(root())) {
            for (String name : leftOut) {
                Files.createFile(root().resolve(name));
            }
            memory.backup(backup());
        }
        MemoryStore.restore(backup(), restored());
        assertThat(restored().resolve("jarvis.db-notes.md")).hasContent("jarvis.db-notes.md");
        assertThat(restored().resolve("Jarvis.DB-notes.md")).hasContent("Jarvis.DB-notes.md");
        assertThat(restored().resolve("jarvis.db.backups/one")).hasContent("jarvis.db.backups/one");
        leftOut.forEach(name -> assertThat(restored().resolve(name)).doesNotExist());
    }

    @Test
    void is_one_private_file_and_leaves_nothing_beside_it() throws Exception {
        fill();
        try (MemoryStore memory = MemoryStore.openReadOnly(root())) {
            memory.backup(backup());
        }
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup())))
                .isEqualTo("rw-------");
        try (ZipFile zip = new ZipFile(backup().toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .contains("jarvis.db", "SOUL.md", "memory/2026-01-25.md", "bank/entities/tokens/")
                    .doesNotContain("jarvis.db-wal", "memory/.lock");
        }
    }

    @Test
    void overwrites_no_file_and_does_not_lie_in_what_it_is_to_outlive() throws Exception {
        fill();
        Files.writeString(backup(), "mine");
        try (MemoryStore memory = MemoryStore.open(root())) {
            assertThatThrownBy(() -> memory.backup(backup()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("exists already");
            for (String name : List.of("jarvis.db", "backup.zip", "memory/2026-01-27.md", "jarvis.db-wal")) {
                assertThatThrownBy(() -> memory.backup(root().resolve(name)))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("own folder");
            }
            Path nowhere = folder.resolve("not/mounted/backup.zip");
            assertThatThrownBy(() -> memory.backup(nowhere))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot be written");
        }
        assertThat(backup()).hasContent("mine");
        assertThat(root().resolve("backup.zip")).doesNotExist();
        assertThat(folder.resolve("not")).doesNotExist();
    }

    @Test
    void there_is_none_of_a_memory_that_is_not_there() {
        try (MemoryStore memory = MemoryStore.openReadOnly(root())) {
            assertThatThrownBy(() -> memory.backup(backup()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("There is no memory");
        }
        assertThat(root()).doesNotExist();
        assertThat(backup()).doesNotExist();
    }

    @Test
    void is_of_one_moment_while_threads_retain() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (MemoryStore memory = MemoryStore.open(root())) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; !stop.get(); i++) {
                        memory.retain("fact " + i)
                                .happenedAt(TIME.plusSeconds(i % 3 * 86_400L))
                                .save();
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (int i = 0; i < 10; i++) {
                memory.backup(folder.resolve("backup" + i));
            }
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        for (int i = 0; i < 10; i++) {
            Path copy = folder.resolve("restored" + i);
            CopyReport made = MemoryStore.restore(folder.resolve("backup" + i), copy);
            MemoryOracle.assertSoundAfterCrash(copy);
            MemoryStore.open(copy).close();
            MemoryOracle.assertSound(copy);
            try (MemoryStore memory = MemoryStore.openReadOnly(copy)) {
                assertThat(MemoryOracle.rows(memory.database(), "SELECT COUNT(*) FROM facts"))
                        .containsExactly(String.valueOf(made.facts()));
            }
        }
    }

    @Test
    void a_damaged_memory_is_not_backed_up_as_if_it_were_whole() throws Exception {
        fill();
        Path file = root().resolve("jarvis.db");
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 4 * 4096, 5 * 4096, (byte) 0x5A);
        Files.write(file, bytes);
        try (MemoryStore memory = MemoryStore.openReadOnly(root())) {
            assertThatThrownBy(() -> memory.backup(backup()))
                    .isInstanceOf(DamagedStoreException.class)
                    .hasMessageContaining("damaged");
        }
        assertThat(backup()).doesNotExist();
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void what_links_lead_to_comes_along_and_links_that_lead_nowhere_do_not() throws Exception {
        fill();
        Path vault = Files.createDirectory(folder.resolve("vault"));
        Files.writeString(vault.resolve("note.md"), "elsewhere");
        Files.createSymbolicLink(root().resolve("vault"), vault);
        Files.createSymbolicLink(root().resolve("nowhere"), folder.resolve("absent"));
        Files.createSymbolicLink(root().resolve("loop"), root());
        try (MemoryStore memory = MemoryStore.open(root())) {
            memory.backup(backup());
        }
        MemoryStore.restore(backup(), restored());
        assertThat(restored().resolve("vault/note.md")).isRegularFile().hasContent("elsewhere");
        assertThat(restored().resolve("vault"))
                .satisfies(path -> assertThat(Files.isSymbolicLink(path)).isFalse());
        assertThat(restored().resolve("nowhere")).doesNotExist();
        assertThat(restored().resolve("loop")).doesNotExist();
    }

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
        System.out.println("BackupTest seed " + seed);
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.md",
                "a/../../outside.md",
                "/tmp/outside.md",
                "jarvis.db-wal",
                "JARVIS.DB-journal",
                "x/../jarvis.db-wal",
                "."
            })
    void a_backup_that_would_write_elsewhere_is_refused(String name) throws Exception {
        fill();
        try (MemoryStore memory = MemoryStore.open(root())) {
            memory.backup(backup());
        }
        Path forged = folder.resolve("forged.zip");
        forge(forged, Map.of(name, "forged".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> MemoryStore.restore(forged, restored()))
                .isInstanceOf(DamagedStoreException.class)
                .hasMessageContaining("nothing was stored");
        assertThat(restored()).doesNotExist();
        assertThat(folder.resolve("outside.md")).doesNotExist();
        assertThat(folder.resolve("above/outside.md")).doesNotExist();
    }

    /** Writes the backup's entries and more, with a manifest that fits. */
    private void forge(Path forged, Map<String, byte[]> more) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(backup().toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                contents.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        contents.remove(BackupManifest.NAME);
        contents.putAll(more);
        List<ZipEntry> entries = new ArrayList<>();
        try (OutputStream file = Files.newOutputStream(forged);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> content : contents.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                out.putNextEntry(entry);
                out.write(content.getValue());
                out.closeEntry();
                entries.add(entry);
            }
            out.putNextEntry(new ZipEntry(BackupManifest.NAME));
            out.write(new BackupManifest(Clock.systemUTC().instant(), 2, BackupManifest.checksum(entries)).toJson());
        }
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
        System.out.println("BackupTest seed " + seed);
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
