package io.lifeos.memory.migration.mapping;

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

/** Reads a row as a fact: its context, its time and so on, from its columns, else from its metadata. Parses each once. */
final class RowReading {

    private final TableLayout table;
    private final ArchivalMemory row;
    private final MemoryMetadata metadata;
    private final MemoryMetadata embeddingConfig;
    private final Optional<String> session;
    private final Optional<Embedding> embedding;
    private final Optional<SourceTime.Reading> time;

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
        return row.text(ColumnRole.CONTEXT)
                .filter(context -> !context.isBlank())
                .or(() -> metadata.text("context"))
                .or(() -> session.filter(name -> !name.isBlank()))
                .or(() -> metadata.text("type"))
                .orElse("migrated from " + table.name());
    }

    /** The time of the row, from the first column of times that can be read, else from the metadata. */
    Optional<Instant> happenedAt() {
        return time.map(SourceTime.Reading::time);
    }

    Dating dating() {
        if (time.isPresent()) {
            return time.get().assumed() ? Dating.IN_SOURCE_ZONE : Dating.ZONED;
        }
        return timeTexts().isEmpty() ? Dating.UNDATED : Dating.UNREADABLE;
    }

    /** A text that may be the time, and its format. */
    private record TimeText(String text, SourceTime format) {}

    private List<TimeText> timeTexts() {
        List<TimeText> texts = new ArrayList<>(2);
        table.times().forEach((column, format) -> {
            String text = row.texts().get(column);
            if (text != null && !text.isBlank()) {
                texts.add(new TimeText(text, format));
            }
        });
        SourceTime ofMembers =
                new SourceTime(SourceTime.Kind.WITHOUT_ZONE, table.sourceTime().zone());
        for (String member : table.timeMembers()) {
            metadata.text(member).ifPresent(text -> texts.add(new TimeText(text, ofMembers)));
        }
        return texts;
    }

    private Optional<SourceTime.Reading> readTime() {
        for (TimeText found : timeTexts()) {
            Optional<SourceTime.Reading> read = found.format().read(found.text(), table.mappingVersion());
            if (read.isPresent()) {
                return read;
            }
        }
        return Optional.empty();
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
        return table.assistantMark()
                .filter(mark -> Optional.ofNullable(row.texts().get(mark.field()))
                        .or(() -> metadata.text(mark.field()))
                        .filter(mark.value()::equals)
                        .isPresent())
                .isPresent();
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
