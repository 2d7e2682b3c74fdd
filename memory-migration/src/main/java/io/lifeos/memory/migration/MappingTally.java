package io.lifeos.memory.migration;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.TableLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts how the rows that a run brings over map to facts, over any number of snapshots. */
final class MappingTally {

    /** The bytes that a fact, its link, mentions and indexes take besides texts and vector: measured, and rounded. */
    private static final int BYTES_PER_FACT = 500;

    private List<String> otherColumns = List.of();
    private Optional<String> embeddingColumn = Optional.empty();
    private final SortedMap<Integer, Long> byDimension = new TreeMap<>();
    private long rounded;
    private long unfit;
    private long bytes;

    /** The rows that follow are of this table. */
    void readFrom(TableLayout table) {
        otherColumns = table.columns().stream()
                .filter(column -> column.role() == ColumnRole.EXTRA || column.role() == ColumnRole.COUNTER)
                .map(ArchiveColumn::name)
                .toList();
        embeddingColumn = table.columns().stream()
                .filter(column -> column.role() == ColumnRole.EMBEDDING)
                .map(ArchiveColumn::name)
                .findFirst();
    }

    void add(ArchivalMemory memory) {
        boolean originalKept =
                embeddingColumn.map(column -> memory.texts().get(column)).isPresent();
        memory.embedding().ifPresent(embedding -> byDimension.merge(embedding.dimensions(), 1L, Long::sum));
        if (originalKept && memory.embedding().isPresent()) {
            rounded++;
        } else if (originalKept) {
            unfit++;
        }
        bytes += estimate(memory);
    }

    /** The full-text index of a text takes about half of its size. */
    private static long estimate(ArchivalMemory memory) {
        long texts = memory.texts().values().stream()
                .filter(Objects::nonNull)
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        long vector =
                memory.embedding().map(e -> (long) e.dimensions() * Float.BYTES).orElse(0L);
        return BYTES_PER_FACT + texts + texts / 2 + vector;
    }

    MappingReport report() {
        return MappingReport.builder()
                .otherColumns(otherColumns)
                .embeddingsByDimension(byDimension)
                .roundedEmbeddings(rounded)
                .unfitEmbeddings(unfit)
                .estimatedBytes(bytes)
                .build();
    }
}
