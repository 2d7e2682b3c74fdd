package io.lifeos.memory.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups that somebody made by hand, so that they seem sound. */
class ForgedBackupTest extends BackupFixture {

    /** Where a file's size when unpacked, its name's length and its name stand in its record at the end of a zip file. */
    private static final int SIZE = 24;

    private static final int NAME_LENGTH = 28;
    private static final int NAME = 46;
    private static final int RECORD = 0x02014b50;

    @BeforeEach
    void back_up_a_memory() throws IOException {
        fill();
        try (MemoryStore memory = MemoryStore.openReadOnly(root())) {
            memory.backup(backup());
        }
    }

    private Path forged() {
        return folder.resolve("forged.zip");
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
        forge(forged(), Map.of(name, "forged".getBytes(StandardCharsets.UTF_8)));
        assertRefused(forged(), DamagedStoreException.class, "damaged");
        assertThat(folder.resolve("outside.md")).doesNotExist();
        assertThat(folder.resolve("above/outside.md")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bank",
                "memory",
                "memory/archives",
                "memory/late",
                "bank/entities/tokens",
                "memory/2026-03-01.md/",
                "memory/2026-03-01.md/inside",
                "memory/late/2026-03-01.md/",
                "memory/archives/2026-03-01.md.gz/",
                "memory/.2026-03-01.md.new/",
                "memory/.lock/",
                "jarvis.db-wal/",
                "jarvis.db/inside",
                "jarvis.db.migration-lock/",
                "SOUL.md/inside"
            })
    void a_backup_of_which_no_memory_could_be_opened_is_refused(String name) throws Exception {
        forge(forged(), Map.of(name, name.endsWith("/") ? new byte[0] : new byte[] {1}));
        assertRefused(forged(), DamagedStoreException.class, "damaged");
    }

    @Test
    void a_folder_where_only_a_log_can_be_is_noticed_when_a_backup_is_made() throws Exception {
        Path log = Files.createDirectory(root().resolve("memory/2026-03-01.md"));
        try (MemoryStore memory = MemoryStore.openReadOnly(root())) {
            assertThatThrownBy(() -> memory.backup(folder.resolve("other.zip")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("2026-03-01.md")
                    .hasMessageContaining("move that away");
            Files.delete(log);
            memory.backup(folder.resolve("other.zip"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", " ", "{\"format\":", "1"})
    void a_manifest_that_goes_on_and_on_is_refused_before_it_is_in_memory(String repeated) throws Exception {
        for (int size : List.of(200_000, 100 << 20)) {
            byte[] part = repeated.repeat(1000).getBytes(StandardCharsets.UTF_8);
            try (OutputStream file = Files.newOutputStream(forged());
                    ZipOutputStream out = new ZipOutputStream(file)) {
                out.setLevel(1);
                out.putNextEntry(new ZipEntry(BackupManifest.NAME));
                for (long written = 0; written < size; written += part.length) {
                    out.write(part);
                }
            }
            assertRefused(forged(), IncompatibleStoreException.class, "is not a backup");
        }
    }

    @Test
    void what_does_not_fit_on_the_disk_is_not_begun() throws Exception {
        Map<String, byte[]> more = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            more.put("projects/" + i, new byte[0]);
        }
        forge(forged(), more);
        claim("projects/\\d+", 0xFFFF_FFFEL);
        assertRefused(forged(), StoreException.class, "MB are free on the disk");
    }

    @Test
    void what_unpacks_to_more_or_less_than_it_says_is_refused() throws Exception {
        for (long size : List.of(0L, 5L, 4_000_000L)) {
            forge(forged(), Map.of("zeros", new byte[3_000_000]));
            claim("zeros", size);
            assertRefused(forged(), DamagedStoreException.class, "its zeros is not what was written");
        }
    }

    /** Makes the zip file say that files of such a name are of another size. */
    private void claim(String name, long size) throws IOException {
        ByteBuffer zip = ByteBuffer.wrap(Files.readAllBytes(forged())).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = zip.limit() - NAME; at >= 0; at--) {
            if (zip.getInt(at) == RECORD) {
                byte[] found = new byte[zip.getShort(at + NAME_LENGTH)];
                zip.get(at + NAME, found);
                if (new String(found, StandardCharsets.UTF_8).matches(name)) {
                    zip.putInt(at + SIZE, (int) size);
                }
            }
        }
        Files.write(forged(), zip.array());
    }

    private void assertRefused(Path backup, Class<? extends Exception> type, String message) {
        assertThatThrownBy(() -> MemoryStore.restore(backup, restored()))
                .isInstanceOf(type)
                .hasMessageContaining(message)
                .hasMessageMatching("(?s).*(nothing was stored|nothing is there that was not there before).*")
                .hasMessageNotContaining("StreamReadConstraints");
        assertThat(restored()).doesNotExist();
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }
}
