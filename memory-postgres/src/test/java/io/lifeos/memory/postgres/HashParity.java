package io.lifeos.memory.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.archive.row.RowHasher;
import java.util.List;

/** That the hash which PostgreSQL computes is the one which Java computes from the row. */
final class HashParity {

    private HashParity() {}

    static void check(ArchiveSnapshot snapshot) {
        List<RowDigest> keys = snapshot.keys(null, 1000);
        List<ArchivalMemory> rows =
                snapshot.memories(keys.stream().map(RowDigest::id).toList());
        assertThat(rows).hasSameSizeAs(keys).isNotEmpty();
        for (int i = 0; i < rows.size(); i++) {
            assertThat(new RowHasher(rows.get(i).table()).hash(rows.get(i)))
                    .as("row %s", rows.get(i).texts())
                    .isEqualTo(keys.get(i).hash());
        }
    }
}
