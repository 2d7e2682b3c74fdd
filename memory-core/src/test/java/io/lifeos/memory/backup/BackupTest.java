package io.lifeos.memory.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.testing.FolderContents;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class BackupTest extends BackupFixture {

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

        assertThat(copy)
                .isEqualTo(CopyReport.builder(restored())
                        .facts(2)
                        .files(backup.files())
                        .build());
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
        try (MemoryStore memory =
                MemoryStore.builder().root(root()).emptyIfAbsent(true).openReadOnly()) {
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
}
