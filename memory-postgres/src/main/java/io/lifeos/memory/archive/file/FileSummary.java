package io.lifeos.memory.archive.file;

import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.VectorGroup;
import io.lifeos.memory.archive.catalog.JsonObjectText;
import io.lifeos.memory.archive.known.Speaker;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.archive.row.FieldPath;
import io.lifeos.memory.archive.row.FoundFields.Scope;
import io.lifeos.memory.archive.row.SourceTime;
import io.lifeos.memory.archive.row.TableLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Counts the contents of a file's rows, as PostgreSQL counts those of a table's. */
final class FileSummary {

    private final TableLayout table;
    private final SourceTime timeInMetadata;
    private final Map<String, Long> times = new LinkedHashMap<>();
    private final Map<String, Map<Optional<String>, Long>> scopes = new LinkedHashMap<>();
    private final Map<VectorGroup, Long> vectors = new HashMap<>();
    private long selected;
    private long withoutTime;
    private long withoutZone;
    private long assistantOutput;
    private long withoutEmbedding;

    FileSummary(TableLayout table) {
        this.table = table;
        this.timeInMetadata =
                new SourceTime(SourceTime.Kind.WITHOUT_ZONE, table.sourceTime().zone());
        table.found().scopes().forEach(scope -> scopes.put(scope.name(), new HashMap<>()));
    }

    void add(ArchivalMemory memory) {
        Optional<JsonObjectText> metadata = JsonObjectText.of(memory.metadata().orElse(null));
        selected++;
        addTime(memory, metadata);
        addVector(memory, metadata);
        Optional<JsonObjectText> within =
                metadata.or(() -> JsonObjectText.within(memory.metadata().orElse(null)));
        for (Scope scope : table.found().scopes()) {
            Objects.requireNonNull(scopes.get(scope.name())).merge(value(scope, memory, within), 1L, Long::sum);
        }
        boolean marked = table.assistantMark()
                .filter(mark -> mark.value().equals(said(mark.field(), memory, metadata)))
                .isPresent();
        boolean assistant = marked
                || table.found()
                        .role()
                        .map(place -> text(place, memory, within))
                        .flatMap(Speaker::of)
                        .filter(speaker -> speaker != Speaker.PERSON)
                        .isPresent();
        assistantOutput += assistant ? 1 : 0;
    }

    private static Optional<String> value(Scope scope, ArchivalMemory memory, Optional<JsonObjectText> metadata) {
        return scope.places().stream()
                .map(place -> text(place, memory, metadata))
                .filter(text -> text != null && !(scope.ofOwner() && text.isBlank()))
                .findFirst();
    }

    private static @Nullable String text(FieldPath place, ArchivalMemory memory, Optional<JsonObjectText> metadata) {
        return place.isColumn() ? memory.texts().get(place.column()) : member(metadata, place.name());
    }

    private void addTime(ArchivalMemory memory, Optional<JsonObjectText> metadata) {
        for (Map.Entry<String, SourceTime> time : table.times().entrySet()) {
            String text = memory.texts().get(time.getKey());
            if (text != null && isTime(time.getKey(), time.getValue(), text)) {
                return;
            }
        }
        for (String member : table.timeMembers()) {
            String text = member(metadata, member);
            if (text != null && isTime(table.metadata().orElseThrow() + "->>" + member, timeInMetadata, text)) {
                return;
            }
        }
        withoutTime++;
    }

    private boolean isTime(String name, SourceTime format, String text) {
        Optional<SourceTime.Reading> time = format.read(text);
        time.ifPresent(found -> {
            times.merge(name, 1L, Long::sum);
            withoutZone += found.assumed() ? 1 : 0;
        });
        return time.isPresent();
    }

    private void addVector(ArchivalMemory memory, Optional<JsonObjectText> metadata) {
        Optional<Embedding> embedding = memory.embedding();
        boolean unfit = embedding.isEmpty() && memory.text(ColumnRole.EMBEDDING).isPresent();
        if (embedding.isEmpty() && !unfit) {
            withoutEmbedding++;
            return;
        }
        Optional<JsonObjectText> config =
                JsonObjectText.of(memory.text(ColumnRole.EMBEDDING_CONFIG).orElse(null));
        OptionalInt declared = Optional.ofNullable(member(config, "embedding_dim"))
                .or(() -> Optional.ofNullable(member(metadata, "embedding_dim")))
                .filter(size -> size.matches("[0-9]{1,5}"))
                .map(size -> OptionalInt.of(Integer.parseInt(size)))
                .orElse(OptionalInt.empty());
        Optional<String> model = memory.text(ColumnRole.MODEL)
                .or(() -> Optional.ofNullable(member(config, "embedding_model")))
                .or(() -> Optional.ofNullable(member(metadata, "embedding_model")));
        int dimensions = embedding.map(Embedding::dimensions).orElse(0);
        boolean endsInZero =
                embedding.flatMap(e -> e.withoutPadding(dimensions - 1)).isPresent();
        vectors.merge(new VectorGroup(dimensions, declared, model, endsInZero, 0), 1L, Long::sum);
    }

    /** The text of a column, or else of a member of the metadata. */
    private @Nullable String said(String name, ArchivalMemory memory, Optional<JsonObjectText> metadata) {
        return memory.texts().containsKey(name) ? memory.texts().get(name) : member(metadata, name);
    }

    private static @Nullable String member(Optional<JsonObjectText> json, String name) {
        return json.flatMap(object -> object.member(name))
                .map(JsonObjectText.Member::text)
                .orElse(null);
    }

    /**
     * The counts.
     *
     * @param leftOut the rows that were not added, by the reason
     */
    ArchiveSummary summary(Map<String, Long> leftOut) {
        long others = leftOut.values().stream().mapToLong(Long::longValue).sum();
        List<VectorGroup> groups = vectors.entrySet().stream()
                .map(entry -> {
                    VectorGroup group = entry.getKey();
                    return new VectorGroup(
                            group.dimensions(), group.declared(), group.model(), group.endsInZero(), entry.getValue());
                })
                .sorted(Comparator.comparingLong(VectorGroup::rows).reversed().thenComparing(VectorGroup::toString))
                .limit(ArchiveSummary.MOST_GROUPS)
                .toList();
        return ArchiveSummary.builder()
                .rows(selected + others)
                .selected(selected)
                .leftOut(leftOut)
                .times(times)
                .withoutTime(withoutTime)
                .withoutZone(withoutZone)
                .assistantOutput(assistantOutput)
                .withoutEmbedding(withoutEmbedding)
                .vectors(groups)
                .build();
    }

    /** The counts of the rows by owner, for each scope that any of them has. */
    List<ScopeCount> scopes() {
        List<ScopeCount> counts = new ArrayList<>();
        scopes.forEach((scope, values) -> {
            long without = Objects.requireNonNullElse(values.remove(Optional.<String>empty()), 0L);
            Map<String, Long> most = new LinkedHashMap<>();
            values.entrySet().stream()
                    .sorted(Map.Entry.<Optional<String>, Long>comparingByValue()
                            .reversed()
                            .thenComparing(entry -> entry.getKey().orElseThrow()))
                    .limit(ScopeCount.MOST_VALUES)
                    .forEach(entry -> most.put(entry.getKey().orElseThrow(), entry.getValue()));
            counts.add(new ScopeCount(scope, most, values.size() - most.size(), without));
        });
        return counts;
    }
}
