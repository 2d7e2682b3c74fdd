package io.lifeos.memory.migration.mapping;

import io.lifeos.memory.archive.known.Profile.AssistantMark;
import io.lifeos.memory.archive.known.Speaker;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ContentText;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.archive.row.FoundFields.OwnerColumn;
import io.lifeos.memory.archive.row.SourceTime;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.fact.Mention;
import io.lifeos.memory.fact.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads a row as a fact: its context, its time and so on, from its columns, else from its metadata. Parses each once. */
final class RowReading {

    private final TableLayout table;
    private final ArchivalMemory row;
    private final MemoryMetadata metadata;
    private final MemoryMetadata embeddingConfig;
    private final Optional<String> session;
    private final Optional<Embedding> embedding;
    private final Optional<SourceTime.Reading> time;
    private boolean namesTime;

    RowReading(ArchivalMemory row) {
        this.table = row.table();
        this.row = row;
        this.metadata = MemoryMetadata.read(row.metadata().orElse(null));
        this.embeddingConfig =
                MemoryMetadata.read(row.text(ColumnRole.EMBEDDING_CONFIG).orElse(null));
        this.session = row.sessionId().or(() -> firstMember(table.sessionMembers()));
        this.embedding = row.embedding().map(this::withoutPadding);
        this.time = readTime();
    }

    private Embedding withoutPadding(Embedding vector) {
        return ofEmbedding("embedding_dim")
                .filter(size -> size.matches("[0-9]{1,5}"))
                .flatMap(size -> vector.withoutPadding(Integer.parseInt(size)))
                .orElse(vector);
    }

    private Optional<String> firstMember(List<String> names) {
        for (String name : names) {
            Optional<String> text = metadata.text(name);
            if (text.isPresent()) {
                return text;
            }
        }
        return Optional.empty();
    }

    /** The memory; empty if the row holds none. A blank one is such a row's own, as the first version stored it. */
    Optional<String> content() {
        ContentText content = table.contentOf(row);
        return switch (content.kind()) {
            case TEXT -> Optional.of(content.text());
            case NOTHING -> row.text(ColumnRole.CONTENT);
            case NO_TEXT -> Optional.empty();
        };
    }

    MemoryMetadata metadata() {
        return metadata;
    }

    String context() {
        String column = row.text(ColumnRole.CONTEXT).orElse("");
        if (!column.isBlank()) {
            return column;
        }
        String member = metadata.text("context").orElse(session.orElse(""));
        return member.isBlank() ? metadata.text("type").orElseGet(() -> "migrated from " + table.name()) : member;
    }

    /** The time of the row, from the first column of times that can be read, else from the metadata. */
    Optional<Instant> happenedAt() {
        return time.map(SourceTime.Reading::time);
    }

    Dating dating() {
        if (time.isPresent()) {
            return time.get().assumed() ? Dating.IN_SOURCE_ZONE : Dating.ZONED;
        }
        return namesTime ? Dating.UNREADABLE : Dating.UNDATED;
    }

    private Optional<SourceTime.Reading> readTime() {
        for (Map.Entry<String, SourceTime> column : table.times().entrySet()) {
            Optional<SourceTime.Reading> read = readTime(row.texts().get(column.getKey()), column.getValue());
            if (read.isPresent()) {
                return read;
            }
        }
        SourceTime ofMembers =
                new SourceTime(SourceTime.Kind.WITHOUT_ZONE, table.sourceTime().zone());
        for (String member : table.timeMembers()) {
            Optional<SourceTime.Reading> read = readTime(metadata.text(member).orElse(null), ofMembers);
            if (read.isPresent()) {
                return read;
            }
        }
        return Optional.empty();
    }

    private Optional<SourceTime.Reading> readTime(@Nullable String text, SourceTime format) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        namesTime = true;
        return format.read(text, table.mappingVersion());
    }

    double confidence() {
        OptionalDouble ofColumn =
                row.text(ColumnRole.CONFIDENCE).map(Confidence::parse).orElse(OptionalDouble.empty());
        return ofColumn.isPresent()
                ? ofColumn.getAsDouble()
                : metadata.confidence().orElse(1.0);
    }

    Optional<String> session() {
        return session;
    }

    /** Returns the owners: of each kind the first that a column, or else the metadata, names. */
    List<Owner> owners() {
        if (table.found().ownerColumns().isEmpty() && !table.found().ownerMembers()) {
            return List.of();
        }
        Map<Owner.Kind, Owner> owners = new EnumMap<>(Owner.Kind.class);
        for (OwnerColumn column : table.found().ownerColumns()) {
            String id = row.texts().get(column.column());
            if (id != null && !id.isBlank()) {
                owners.putIfAbsent(column.kind(), new Owner(column.kind(), id));
            }
        }
        if (table.found().ownerMembers()) {
            metadata.owners().forEach(owner -> owners.putIfAbsent(owner.kind(), owner));
        }
        return List.copyOf(owners.values());
    }

    boolean isAssistantOutput() {
        return isMarked()
                || saidBy().filter(speaker -> speaker != Speaker.PERSON).isPresent();
    }

    /** Who said it; empty if the row does not say, or not in words that are known. */
    private Optional<Speaker> saidBy() {
        return table.found()
                .role()
                .flatMap(place -> place.isColumn()
                        ? Optional.ofNullable(row.texts().get(place.column()))
                        : metadata.text(place.name()))
                .flatMap(Speaker::of);
    }

    private boolean isMarked() {
        AssistantMark mark = table.assistantMark().orElse(null);
        if (mark == null) {
            return false;
        }
        String column = row.texts().get(mark.field());
        return mark.value().equals(column == null ? metadata.text(mark.field()).orElse(null) : column);
    }

    List<Mention> tags() {
        List<String> tags = new ArrayList<>();
        for (String column : table.columnsOf(ColumnRole.TAGS)) {
            String text = row.texts().get(column);
            if (text != null) {
                tags.addAll(MemoryMetadata.tagsOf(text));
            }
        }
        tags.addAll(metadata.tags());
        return tags.stream().distinct().map(Mention::given).toList();
    }

    /** The model that the row names for its vector; empty if it has no vector. */
    Optional<String> model() {
        return row.embedding().flatMap(vector -> row.text(ColumnRole.MODEL).or(() -> ofEmbedding("embedding_model")));
    }

    /** The vector as its model made it. Zeros at its end are its own unless the row says how long it is. */
    Optional<Embedding> embedding() {
        return embedding;
    }

    /** The number of dimensions of the row's vector; empty if {@link #embedding()} has as many. */
    OptionalInt paddedDimensions() {
        return row.embedding().equals(embedding)
                ? OptionalInt.empty()
                : row.embedding().stream().mapToInt(Embedding::dimensions).findFirst();
    }

    private Optional<String> ofEmbedding(String member) {
        return embeddingConfig.text(member).or(() -> metadata.text(member));
    }
}
