package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.known.ColumnRoles;
import io.lifeos.memory.archive.known.WantedTable;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.archive.table.ArchiveOptions;
import io.lifeos.memory.fact.SourceUnavailableException;
import java.util.List;

/**
 * A table with the meaning of its columns.
 *
 * @param catalog the table as the catalog describes it
 * @param layout the meaning of its columns
 * @param fields the fields that are read of each row
 * @param selection the rows that are read
 */
public record MappedTable(CatalogTable catalog, TableLayout layout, Fields fields, Selection selection) {

    /**
     * Finds the meaning of the columns of a table.
     *
     * @throws SourceUnavailableException if nothing distinguishes its rows
     * @throws MappingException if no column is the content
     */
    public static MappedTable of(CatalogTable catalog, ArchiveOptions options) {
        return of(catalog, options, MappingVersion.CURRENT);
    }

    /** Finds the meaning that the columns of a table have to a version of the mapping. */
    public static MappedTable of(CatalogTable catalog, ArchiveOptions options, int version) {
        if (catalog.key().isEmpty()) {
            throw new SourceUnavailableException("The table " + catalog.sql() + " has no primary key, and no unique"
                    + " index over NOT NULL columns only, so its rows cannot be told apart; add one, or name the columns"
                    + " of its id.");
        }
        ColumnRoles roles = new WantedTable(options.table()).roles(catalog.profile());
        Fields fields = Fields.of(catalog, roles, options.embeddings());
        if (fields.first(ColumnRole.CONTENT).isEmpty()) {
            throw new MappingException("The table " + catalog.sql() + " has no "
                    + contentOf(roles) + ", which would be the content of memories; it has " + catalog.columnNames()
                    + "; name the column that is the content.");
        }
        return new MappedTable(catalog, layout(catalog, roles, fields, options, version), fields, Selection.of(fields, options));
    }

    private static String contentOf(ColumnRoles roles) {
        if (roles.contentMember() != null) {
            return "JSON column of metadata with the member " + roles.contentMember();
        }
        List<String> columns = roles.of(ColumnRole.CONTENT);
        return columns.isEmpty() ? "column named as such" : "column " + String.join(" or ", columns);
    }

    private static TableLayout layout(
            CatalogTable catalog, ColumnRoles roles, Fields fields, ArchiveOptions options, int version) {
        List<CatalogColumn> key = catalog.key();
        TableLayout.Builder layout = TableLayout.builder(catalog.profile(), options.sourceZone())
                .named(catalog.schema(), catalog.name(), catalog.sql())
                .columns(fields.all().stream().map(Field::column).toList(), fields.unread())
                .key(
                        key.stream().map(CatalogColumn::name).toList(),
                        key.size() == 1 && key.get(0).isInteger())
                .filtered(!options.table().scopes().isEmpty())
                .mappingVersion(version);
        boolean read = fields.first(ColumnRole.EMBEDDING).isPresent();
        roles.of(ColumnRole.EMBEDDING).stream()
                .flatMap(name -> catalog.column(name).stream())
                .findFirst()
                .ifPresent(column -> layout.embedding(
                        column.name(), read ? column.embeddingForm().orElse(null) : null));
        for (String time : roles.of(ColumnRole.CREATED_AT)) {
            catalog.column(time).ifPresent(column -> layout.time(time, column.baseType()));
        }
        return layout.build();
    }
}
