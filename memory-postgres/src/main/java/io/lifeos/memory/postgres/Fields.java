package io.lifeos.memory.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is read of each row of a table.
 *
 * @param all what is read, in the table's own order
 * @param unread the columns that are not read, each with the reason
 */
record Fields(List<Field> all, List<UnreadColumn> unread) {

    private static final Set<String> COUNTERS = Set.of(
            "recall_count",
            "last_recalled",
            "push_count",
            "last_pushed_at",
            "access_count",
            "last_accessed",
            "last_accessed_at",
            "accessed_at");

    static Fields of(CatalogTable table, ColumnRoles roles, boolean embeddings) {
        List<Field> all = new ArrayList<>();
        List<UnreadColumn> unread = new ArrayList<>();
        for (CatalogColumn column : table.columns()) {
            ColumnRole role = role(table, roles, column);
            Optional<String> reason = reasonNotToRead(column, role, embeddings);
            if (reason.isPresent()) {
                unread.add(new UnreadColumn(column.name(), reason.get()));
            } else if (role == ColumnRole.METADATA) {
                addMetadata(column, roles, all, unread);
            } else {
                all.add(new Field(
                        new ArchiveColumn(column.name(), column.type(), role),
                        text(column, role),
                        role == ColumnRole.TAGS ? Reading.array(column.name()) : Reading.column(column.name())));
            }
        }
        all.addAll(table.sides());
        return new Fields(List.copyOf(all), List.copyOf(unread));
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
            ArchiveColumn member = new ArchiveColumn(json.name() + "->>" + content, "text", ColumnRole.CONTENT);
            all.add(new Field(member, Sql.stringMember(json, content), Reading.stringMember(json.name(), content)));
        }
        ArchiveColumn metadata = new ArchiveColumn(json.name(), json.type(), ColumnRole.METADATA);
        if (content != null) {
            all.add(new Field(metadata, Sql.without(json, content), Reading.without(json.name(), content)));
        } else if (leftOut != null && json.isJson()) {
            unread.add(new UnreadColumn(json.name() + "->>" + leftOut, "it repeats the other columns"));
            all.add(new Field(metadata, Sql.without(json, leftOut), Reading.without(json.name(), leftOut)));
        } else {
            all.add(new Field(metadata, Sql.text(json.name()), Reading.column(json.name())));
        }
    }

    private static String text(CatalogColumn column, ColumnRole role) {
        return role == ColumnRole.TAGS && column.isArray()
                ? "array_to_json(" + Sql.column(column.name()) + ")::text"
                : Sql.text(column.name());
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
                : Shape.of(table.profile()).others();
    }

    /** Whether a column has the role that its name suggests: the first of several, and of a type that can have it. */
    private static boolean isMeant(CatalogTable table, ColumnRoles roles, ColumnRole role, CatalogColumn column) {
        return switch (role) {
            case EMBEDDING ->
                column.equals(first(table, roles, role))
                        && (column.isDoubleArray() || EmbeddingForm.of(column) != null);
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
