package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.profile.ColumnRole;
import java.util.Collection;
import java.util.Optional;

/** Describes a table none of whose rows has a content where it was looked for: the columns and members that they do have. */
public final class MissingContent {

    /** The rows that are looked at for their members. */
    public static final int ROWS_LOOKED_AT = 100;

    /** The members that are named. */
    public static final int MOST_MEMBERS = 20;

    private final MappedTable table;
    private final Field content;

    /**
     * Describes a table.
     *
     * @throws IllegalArgumentException if it has no content at all
     */
    public MissingContent(MappedTable table) {
        this.table = table;
        this.content = table.fields()
                .first(ColumnRole.CONTENT)
                .orElseThrow(() -> new IllegalArgumentException("The table has no content."));
    }

    /** The JSON column among whose members the content was looked for; empty if it is a column of its own. */
    public Optional<CatalogColumn> json() {
        return table.catalog().column(content.column().name()).isPresent()
                ? Optional.empty()
                : table.fields().column(ColumnRole.METADATA);
    }

    /**
     * Says it in a sentence.
     *
     * @param members the members of {@link #json()} in some rows
     */
    public String sentence(Collection<String> members) {
        String nowhere = "No row of " + table.catalog().sql() + " has a content in "
                + content.column().name();
        if (json().isEmpty()) {
            return nowhere + "; its columns are "
                    + String.join(", ", table.catalog().columnNames()) + ".";
        }
        return nowhere + "; " + json().orElseThrow().name()
                + (members.isEmpty() ? " has no members." : " has the members " + String.join(", ", members) + ".");
    }
}
