package io.lifeos.memory.archive.table;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * The settings that all kinds of archives have. Every setter refuses null with a {@link NullPointerException}.
 *
 * @param <B> the builder of one kind
 */
public abstract class ArchiveBuilder<B extends ArchiveBuilder<B>> {

    private TableSpec table = TableSpec.detected();
    private boolean includeLeftOut;
    private boolean embeddings = true;
    private ZoneId sourceZone = ZoneOffset.UTC;
    private final Set<String> leftOutColumns = new LinkedHashSet<>();

    /** For the kinds of archives that this library has. */
    protected ArchiveBuilder() {}

    /**
     * Sets the table, and the meaning of its columns.
     *
     * @param which the table; {@link TableSpec#detected()} unless set. That of a file need not have a name
     * @return this builder
     */
    public B table(TableSpec which) {
        this.table = require(which, "table");
        return self();
    }

    /**
     * Sets whether retired rows are read too: those whose {@code is_deleted} is true or {@code is_active} is false, whose
     * {@code deleted_at}, {@code archived_at} or {@code superseded_by} is set, whose {@code valid_to} or {@code expires_at}
     * has passed, whose {@code status} says so, and the like, as columns or members of the metadata; and rows that a tool or
     * the system said. Rows without a content never are.
     *
     * @param include true to read them; false unless set
     * @return this builder
     */
    public B includeLeftOut(boolean include) {
        this.includeLeftOut = include;
        return self();
    }

    /**
     * Sets whether embeddings are read and hashed.
     *
     * @param read false to ignore the column that holds them; true unless set
     * @return this builder
     */
    public B embeddings(boolean read) {
        this.embeddings = read;
        return self();
    }

    /**
     * Sets the zone of a time that names none.
     *
     * @param zone the zone in which the application wrote it; UTC unless set, never that of this machine
     * @return this builder
     */
    public B sourceZone(ZoneId zone) {
        this.sourceZone = require(zone, "zone");
        return self();
    }

    /**
     * Leaves out columns that are not worth keeping, such as large binary ones. Everything else that a row has is kept with
     * its fact; what is left out is neither read nor compared. Called again, it leaves out more.
     *
     * @param columns their names, as the catalog has them; neither the content nor part of the id. One that the table does
     *     not have is refused when it is read
     * @return this builder
     */
    public B leaveOut(String... columns) {
        for (String column : require(columns, "columns")) {
            leftOutColumns.add(require(column, "name of a column"));
        }
        return self();
    }

    /**
     * This builder, as its own kind.
     *
     * @return this
     */
    protected abstract B self();

    /**
     * The settings made so far.
     *
     * @return the settings
     */
    protected ArchiveOptions options() {
        return new ArchiveOptions(table, includeLeftOut, embeddings, sourceZone, leftOutColumns);
    }

    /**
     * Refuses null with a sentence.
     *
     * @param value the value of a setting
     * @param name the name of the setting
     * @param <T> its type
     * @return the value
     * @throws NullPointerException if it is null
     */
    protected static <T> T require(T value, String name) {
        return Objects.requireNonNull(value, () -> "The " + name + " is null; leave it out to keep the default.");
    }
}
