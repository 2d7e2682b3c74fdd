package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.known.ColumnRoles;
import io.lifeos.memory.archive.known.WantedTable;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ContentText;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.archive.table.ArchiveOptions;
import io.lifeos.memory.fact.SourceUnavailableException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A table with the meaning of its columns.
 *
 * @param catalog the table as the catalog describes it
 * @param layout the meaning of its columns
 * @param fields the fields that are read of each row
 * @param selection the rows that are read
 * @param findings the part of the meaning that the rows show
 */
public record MappedTable(
        CatalogTable catalog, TableLayout layout, Fields fields, Selection selection, Findings findings) {

    private static final Map<String, String> NO_TEXTS = Map.of(
            "bytea", "bytea: binary data, or a text that is encrypted",
            "tsvector", "tsvector: a search index, without the order of the words",
            "oid", "oid: the number of a large object, which lies elsewhere");

    /**
     * Finds the meaning of the columns of a table by their names alone.
     *
     * @throws SourceUnavailableException if nothing distinguishes its rows
     * @throws MappingException if no column is the content, or its type cannot be one
     */
    public static MappedTable of(CatalogTable catalog, ArchiveOptions options) {
        return of(catalog, options, MappingVersion.CURRENT, Findings.NONE);
    }

    /** The same table, with what its rows show. */
    public MappedTable with(Findings found, ArchiveOptions options) {
        return of(catalog, options, MappingVersion.CURRENT, found);
    }

    /** The meaning that the columns of the table have to a version of the mapping. */
    public MappedTable asOf(int version, ArchiveOptions options) {
        return of(catalog, options, version, findings);
    }

    private static MappedTable of(CatalogTable catalog, ArchiveOptions options, int version, Findings shown) {
        if (catalog.key().isEmpty()) {
            throw new SourceUnavailableException("The table " + catalog.sql() + " has no primary key, and no unique"
                    + " index over NOT NULL columns only, so its rows cannot be told apart; add one, or name the columns"
                    + " of its id.");
        }
        WantedTable wanted = new WantedTable(options.table());
        boolean first = version == MappingVersion.FIRST;
        LeftOutColumns leftOut = new LeftOutColumns(options.leftOutColumns());
        ColumnRoles known = leftOut.others(
                catalog, first ? wanted.rolesOfFirstVersion(catalog.profile()) : wanted.roles(catalog.profile()));
        Findings found = first
                ? Findings.NONE
                : new Findings(
                        shown.members(),
                        RoleFinder.named(catalog, known, options.table()).or(shown::role));
        ColumnRoles roles = first ? known : OwnerFinder.roles(catalog, RoleFinder.roles(known, found.role()));
        Fields fields = Fields.of(catalog, roles, options.embeddings(), leftOut);
        Field content = fields.first(ColumnRole.CONTENT)
                .orElseThrow(() -> new MappingException("The table " + catalog.sql() + " has no "
                        + contentOf(roles) + ", which would be the content of memories; it has " + catalog.columnNames()
                        + "; name the column that is the content."));
        fields.column(ColumnRole.CONTENT).ifPresent(column -> requireText(catalog, column));
        List<LeftOutRule> ofContent =
                first ? List.of(ContentRules.ofFirstVersion(content)) : contentRules(fields, roles);
        TableLayout layout = layout(catalog, roles, fields, options, version)
                .found(first ? OwnerFinder.ofFirstVersion(fields) : OwnerFinder.find(fields, found))
                .build();
        List<LeftOutRule> more = first ? List.of() : foundRules(fields, found, options.sourceZone());
        return new MappedTable(catalog, layout, fields, Selection.of(fields, ofContent, more, options, first), found);
    }

    private static void requireText(CatalogTable catalog, CatalogColumn content) {
        String reason = NO_TEXTS.get(content.baseType());
        if (reason != null) {
            throw new MappingException("The column " + content.name() + " of " + catalog.sql()
                    + " cannot be the content, as it is of type " + reason
                    + "; nothing was read; name a column of texts as"
                    + " the content, or put a view over the table that makes one of it.");
        }
    }

    private static List<LeftOutRule> contentRules(Fields fields, ColumnRoles roles) {
        return fields.column(ColumnRole.CONTENT)
                .map(column -> ContentRules.ofColumn(column, column.contentForm()))
                .orElseGet(() -> ContentRules.ofMember(
                        fields.column(ColumnRole.METADATA).orElseThrow(),
                        Objects.requireNonNull(roles.contentMember())));
    }

    private static List<LeftOutRule> foundRules(Fields fields, Findings found, ZoneId zone) {
        List<LeftOutRule> rules = new ArrayList<>(Retirement.rules(fields, found, zone));
        found.role().ifPresent(role -> rules.add(RoleFinder.rule(fields, role)));
        return rules;
    }

    private static String contentOf(ColumnRoles roles) {
        if (roles.contentMember() != null) {
            return "JSON column of metadata with the member " + roles.contentMember();
        }
        List<String> columns = roles.of(ColumnRole.CONTENT);
        return columns.isEmpty() ? "column named as such" : "column " + String.join(" or ", columns);
    }

    private static TableLayout.Builder layout(
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
        if (version != MappingVersion.FIRST) {
            layout.content(
                    fields.column(ColumnRole.CONTENT)
                            .map(CatalogColumn::contentForm)
                            .orElse(ContentText.Form.TEXT),
                    roles.contentMember());
        }
        boolean read = fields.first(ColumnRole.EMBEDDING).isPresent();
        roles.of(ColumnRole.EMBEDDING).stream()
                .flatMap(name -> catalog.column(name).stream())
                .findFirst()
                .ifPresent(column -> layout.embedding(
                        column.name(), read ? column.embeddingForm().orElse(null) : null));
        for (String time : roles.of(ColumnRole.CREATED_AT)) {
            catalog.column(time).ifPresent(column -> layout.time(time, column.baseType()));
        }
        return layout;
    }
}
