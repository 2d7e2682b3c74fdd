package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.UnreadColumn;
import io.lifeos.memory.archive.known.ColumnRoles;
import io.lifeos.memory.archive.known.KnownPrograms;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields that are read of each row of a table.
 *
 * @param table the table
 * @param all the fields, in the table's own order
 * @param unread the columns that are not read, each with the reason
 */
public record Fields(CatalogTable table, List<Field> all, List<UnreadColumn> unread) {

    private static final Set<String> COUNTERS = Set.of(
            "recall_count",
            "last_recalled",
            "push_count",
            "last_pushed_at",
            "access_count",
            "last_accessed",
            "last_accessed_at",
            "accessed_at");

    static Fields of(CatalogTable table, ColumnRoles roles, boolean embeddings, LeftOutColumns leftOut) {
        List<Field> all = new ArrayList<>();
        List<UnreadColumn> unread = new ArrayList<>();
        for (CatalogColumn column : table.columns()) {
            ColumnRole role = role(table, roles, column);
            Optional<String> reason = leftOut.reason(column).or(() -> reasonNotToRead(column, role, embeddings));
            if (reason.isPresent()) {
                unread.add(new UnreadColumn(column.name(), reason.get()));
            } else if (role == ColumnRole.METADATA) {
                addMetadata(column, roles, all, unread);
            } else {
                all.add(new Field(
                        ArchiveColumn.of(column.name(), column.type(), role),
                        text(column, role),
                        role == ColumnRole.TAGS ? RowText.array(column.name()) : RowText.column(column.name())));
            }
        }
        all.addAll(table.sides());
        return new Fields(table, List.copyOf(all), List.copyOf(unread));
    }

    /** The first field of a role. */
    Optional<Field> first(ColumnRole role) {
        return all.stream().filter(field -> field.column().role() == role).findFirst();
    }

    /** The column of a role, if it is read. */
    public Optional<CatalogColumn> column(ColumnRole role) {
        return first(role).map(field -> field.column().name()).flatMap(table::column);
    }

    /**
     * The field that names the owner of a row, or another scope that separates rows: one that is read, another column, or a
     * member of the metadata.
     *
     * @throws MappingException if there is none
     */
    public Field scope(String name) {
        Optional<Field> read =
                all.stream().filter(field -> field.column().name().equals(name)).findFirst();
        return Stream.of(read, unreadColumn(name), member(name))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new MappingException("The table " + table.sql() + " has no scope " + name
                        + ": no column of that name, and no JSON metadata; it has " + table.columnNames() + "."));
    }

    private Optional<Field> unreadColumn(String name) {
        return table.column(name)
                .map(column -> new Field(
                        ArchiveColumn.of(name, column.type(), ColumnRole.SCOPE),
                        RowSql.text(name),
                        RowText.column(name)));
    }

    private Optional<Field> member(String name) {
        return column(ColumnRole.METADATA)
                .filter(CatalogColumn::isJson)
                .map(json -> new Field(
                        ArchiveColumn.of(json.name() + "->>" + name, "text", ColumnRole.SCOPE),
                        RowSql.member(json, name),
                        RowText.member(json.name(), name)));
    }

    /** The text that names an owner at a place of the row {@code a}, wherever in a text that is no JSON. */
    public String sqlOfOwner(FieldPath place) {
        return place.isColumn()
                ? sql(place)
                : RowSql.memberAnywhere(table.column(place.column()).orElseThrow(), place.members());
    }

    /** The text that stands at a place of the row {@code a}. */
    public String sql(FieldPath place) {
        if (place.isColumn()) {
            return all.stream()
                    .filter(field -> field.column().name().equals(place.column()))
                    .findFirst()
                    .map(Field::sql)
                    .orElseGet(() -> RowSql.text(place.column()));
        }
        return RowSql.member(table.column(place.column()).orElseThrow(), place.members());
    }

    private static Optional<String> reasonNotToRead(CatalogColumn column, ColumnRole role, boolean embeddings) {
        if (role == ColumnRole.EMBEDDING && !embeddings) {
            return Optional.of("embeddings are not wanted");
        }
        boolean derived = column.generated() && (role == ColumnRole.EXTRA || role == ColumnRole.FIELD);
        return derived ? Optional.of("PostgreSQL computes it from the other columns") : Optional.empty();
    }

    private static void addMetadata(CatalogColumn json, ColumnRoles roles, List<Field> all, List<UnreadColumn> unread) {
        String content = json.isJson() ? roles.contentMember() : null;
        String leftOut = roles.leftOutMember();
        if (content != null) {
            ArchiveColumn member = ArchiveColumn.of(json.name() + "->>" + content, "text", ColumnRole.CONTENT);
            all.add(new Field(member, RowSql.stringMember(json, content), RowText.stringMember(json.name(), content)));
        }
        ArchiveColumn metadata = ArchiveColumn.of(json.name(), json.type(), ColumnRole.METADATA);
        if (content != null) {
            all.add(new Field(metadata, RowSql.without(json, content), RowText.without(json.name(), content)));
        } else if (leftOut != null && json.isJson()) {
            unread.add(new UnreadColumn(json.name() + "->>" + leftOut, "it repeats the other columns"));
            all.add(new Field(metadata, RowSql.without(json, leftOut), RowText.without(json.name(), leftOut)));
        } else {
            all.add(new Field(metadata, RowSql.text(json.name()), RowText.column(json.name())));
        }
    }

    private static String text(CatalogColumn column, ColumnRole role) {
        return role == ColumnRole.TAGS && column.isArray()
                ? "array_to_json(" + RowSql.column(column.name()) + ")::text"
                : RowSql.text(column.name());
    }

    private static ColumnRole role(CatalogTable table, ColumnRoles roles, CatalogColumn column) {
        ColumnRole named = roles.roleOf(column.name()).orElse(null);
        if (named != null && named != ColumnRole.KEY) {
            return isMeant(table, roles, named, column) ? named : ColumnRole.EXTRA;
        }
        if (table.key().contains(column)) {
            return ColumnRole.KEY;
        }
        return COUNTERS.contains(column.name())
                ? ColumnRole.COUNTER
                : KnownPrograms.of(table.profile()).others();
    }

    /** Tells whether a column has the role that its name suggests: the first of several, and of a type that can have it. */
    private static boolean isMeant(CatalogTable table, ColumnRoles roles, ColumnRole role, CatalogColumn column) {
        return switch (role) {
            case EMBEDDING ->
                column.equals(first(table, roles, role))
                        && (column.isDoubleArray() || column.embeddingForm().isPresent());
            case CONTENT, METADATA, CREATED_AT, SESSION, CONTEXT, CONFIDENCE, MODEL, EMBEDDING_CONFIG ->
                column.equals(first(table, roles, role));
            case KEY, TAGS, SCOPE, FIELD, COUNTER, EXTRA -> true;
        };
    }

    private static @Nullable CatalogColumn first(CatalogTable table, ColumnRoles roles, ColumnRole role) {
        return roles.of(role).stream()
                .flatMap(name -> table.column(name).stream())
                .findFirst()
                .orElse(null);
    }
}
