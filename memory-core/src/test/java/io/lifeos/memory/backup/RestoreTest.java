package io.lifeos.memory.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.testing.FolderContents;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

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
}
