package io.lifeos.memory.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.database.Durability;
import io.lifeos.memory.fact.MemoryException;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.testing.FolderContents;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes copies of a memory a thousand times: each is refused, or gives the memory that it was made of. */
class MutatedCopiesTest {

    private static final int MUTATIONS = 500;
    private static final Instant TIME = Instant.parse("2026-01-25T15:07:40.123456Z");

    private final long seed = Long.getLong("lifeos.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Mutations mutations = new Mutations(random);

    @TempDir
    Path folder;

    private Path root;
    private Path changed;
    private Path made;

    @BeforeEach
    void make_a_small_memory() throws Exception {
        System.out.println("MutatedCopiesTest: -Dlifeos.seed=" + seed);
        root = folder.resolve("root");
        changed = folder.resolve("changed");
        made = folder.resolve("made");
        try (MemoryStore memory = MemoryStore.builder()
                .root(root)
                .embedder(new WordEmbedder("words", 8))
                .durability(Durability.NORMAL)
                .open()) {
            for (int i = 0; i < 6; i++) {
                memory.retain("small fact " + i + " about SOL and größe")
                        .happenedAt(TIME.plusSeconds(i * 40_000L))
                        .confidence(i / 7.0)
                        .owner(Owner.user("ann"))
                        .metadata("{\"a\": " + i + "}")
                        .save();
            }
            memory.forget(3);
        }
    }

    @Test
    void an_export_that_is_changed_anywhere_is_refused_or_gives_the_same_memory() throws Exception {
        Map<String, List<String>> tables = ExportFixture.tables(root);
        byte[] whole = exported("export.jsonl");
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("one more").save();
        }
        byte[] other = exported("other.jsonl");
        int refused = 0;
        for (int round = 0; round < MUTATIONS; round++) {
            Files.write(changed, round % 2 == 0 ? mutations.ofBytes(whole) : mutations.ofLines(whole, other));
            try {
                MemoryStore.importFrom(changed, made);
                assertThat(ExportFixture.tables(made)).as(round(round)).isEqualTo(tables);
                FolderContents.delete(made);
            } catch (MemoryException e) {
                assertRefused(e, round);
                refused++;
            }
        }
        assertThat(refused).as("seed %s", seed).isGreaterThan(MUTATIONS / 2);
    }

    private byte[] exported(String name) throws Exception {
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            return Files.readAllBytes(memory.export(folder.resolve(name)).path());
        }
    }

    @Test
    void a_backup_that_is_changed_anywhere_is_refused_or_gives_the_same_memory() throws Exception {
        Map<String, List<String>> tables = ExportFixture.tables(root);
        Map<String, String> files = FolderContents.of(root, "jarvis.db");
        byte[] whole;
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            whole = Files.readAllBytes(
                    memory.backup(folder.resolve("backup.zip")).path());
        }
        int refused = 0;
        for (int round = 0; round < MUTATIONS; round++) {
            Files.write(changed, mutatedBackup(whole, round));
            try {
                MemoryStore.restore(changed, made);
                assertThat(ExportFixture.tables(made)).as(round(round)).isEqualTo(tables);
                assertThat(FolderContents.of(made, "jarvis.db"))
                        .as(round(round))
                        .isEqualTo(files);
                FolderContents.delete(made);
            } catch (MemoryException e) {
                assertRefused(e, round);
                refused++;
            }
        }
        assertThat(refused).as("seed %s", seed).isGreaterThan(MUTATIONS / 2);
    }

    /** Names, sizes and checksums stand at the end, so that a third of the mutations is there. */
    private byte[] mutatedBackup(byte[] whole, int round) throws Exception {
        int end = whole.length - 3_000;
        return switch (round % 3) {
            case 0 -> mutations.ofBytes(whole);
            case 1 -> mutations.ofEntries(whole);
            default ->
                joined(Arrays.copyOf(whole, end), mutations.ofBytes(Arrays.copyOfRange(whole, end, whole.length)));
        };
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private String round(int round) {
        return "seed " + seed + " round " + round;
    }

    private void assertRefused(MemoryException e, int round) {
        assertThat(e).as(round(round)).hasMessageContaining("nothing was stored");
        assertThat(made).as(round(round)).doesNotExist();
        assertThat(folder).as(round(round)).isDirectoryNotContaining("glob:**/.*");
    }
}
