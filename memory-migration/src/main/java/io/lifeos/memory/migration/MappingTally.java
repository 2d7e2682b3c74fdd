package io.lifeos.memory.migration;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.VectorGroup;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.migration.link.NewLink;
import io.lifeos.memory.migration.mapping.MappedMemory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts how the rows that a run brings over map to facts, over any number of snapshots. */
final class MappingTally {

    /** The bytes that a fact, its link, mentions and indexes take besides texts and vector: measured, and rounded. */
    private static final int BYTES_PER_FACT = 500;

    private List<String> otherColumns = List.of();
    private Optional<String> embeddingColumn = Optional.empty();
    private final SortedMap<Integer, Long> byDimension = new TreeMap<>();
    private final Map<VectorGroup, Long> vectors = new LinkedHashMap<>();
    private final Listed.Collector<Object> unreadableTimes = new Listed.Collector<>();
    private long undated;
    private long withoutZone;
    private long assistantOutput;
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

    void add(MappedMemory mapped) {
        ArchivalMemory memory = mapped.memory();
        addTime(mapped);
        assistantOutput += mapped.fact().assistantOutput() ? 1 : 0;
        addVector(mapped);
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

    private void addTime(MappedMemory mapped) {
        switch (mapped.dating()) {
            case ZONED -> {}
            case IN_SOURCE_ZONE -> withoutZone++;
            case UNDATED -> undated++;
            case UNREADABLE -> {
                undated++;
                unreadableTimes.add(mapped.memory().id().value());
            }
        }
    }

    private void addVector(MappedMemory mapped) {
        NewLink origin = mapped.origin();
        int kept = origin.embedding().map(Embedding::dimensions).orElse(0);
        boolean unfit =
                kept == 0 && embeddingColumn.map(mapped.memory().texts()::get).isPresent();
        if (kept > 0 || unfit) {
            VectorGroup group = origin.sourceDimensions().isPresent()
                    ? new VectorGroup(
                            origin.sourceDimensions().getAsInt(), OptionalInt.of(kept), origin.model(), true, 0)
                    : new VectorGroup(kept, OptionalInt.empty(), origin.model(), false, 0);
            vectors.merge(group, 1L, Long::sum);
        }
    }

    /** The number of rows without a time that can be read. */
    long undated() {
        return undated;
    }

    /** Returns the undated rows that have a time which cannot be read. */
    Listed<Object> unreadableTimes() {
        return unreadableTimes.rows();
    }

    /** Returns the counts of the rows that were brought over, in the form in which a source counts all of its rows. */
    ArchiveSummary summary() {
        return ArchiveSummary.builder()
                .withoutTime(undated - unreadableTimes.count())
                .withoutZone(withoutZone)
                .assistantOutput(assistantOutput)
                .vectors(vectors.entrySet().stream()
                        .map(entry -> new VectorGroup(
                                entry.getKey().dimensions(),
                                entry.getKey().declared(),
                                entry.getKey().model(),
                                entry.getKey().endsInZero(),
                                entry.getValue()))
                        .toList())
                .build();
    }

    /** The full-text index of a text takes about half of its size. */
    private static long estimate(ArchivalMemory memory) {
        long texts = 0;
        for (String text : memory.texts().values()) {
            texts += text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
        }
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
