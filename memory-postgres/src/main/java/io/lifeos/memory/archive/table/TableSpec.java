package io.lifeos.memory.archive.table;

import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.fact.CheckReturnValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table that holds the memories, and the meaning of its columns. What is not said here follows from the profile, and that
 * from the table's name and columns. Immutable: each method gives another one, and refuses null with a {@link
 * NullPointerException}.
 *
 * <pre>{@code
 * PostgresArchive archive = PostgresArchive.builder()
 *         .url(url)
 *         .table(TableSpec.named("memories").id("key").content("body").createdAt("noted_on"))
 *         .build();
 * }</pre>
 *
 * <p>Names of columns stand as the catalog has them, without quotes. They are looked up there when the table is read: one
 * that the table does not have is a {@link io.lifeos.memory.archive.MappingException}, which lists the real ones. None is ever taken as SQL.
 */
@CheckReturnValue
public final class TableSpec {

    private final @Nullable TableName name;
    private final @Nullable String schema;
    private final @Nullable TableProfile profile;
    private final Map<ColumnRole, List<String>> columns;
    private final @Nullable String contentMember;
    private final Map<String, String> scopes;
    private final @Nullable String role;

    private TableSpec(
            @Nullable TableName name,
            @Nullable String schema,
            @Nullable TableProfile profile,
            Map<ColumnRole, List<String>> columns,
            @Nullable String contentMember,
            Map<String, String> scopes,
            @Nullable String role) {
        this.name = name;
        this.schema = schema;
        this.profile = profile;
        this.columns = columns;
        this.contentMember = contentMember;
        this.scopes = scopes;
        this.role = role;
    }

    /**
     * The only table of memories that the database has, by its shape. If it has several, it cannot be read before one is
     * named.
     *
     * @return a table
     */
    public static TableSpec detected() {
        return new TableSpec(null, null, null, Map.of(), null, Map.of(), null);
    }

    /**
     * The only table of memories that a schema has, by its shape.
     *
     * @param schema its name, as the catalog has it
     * @return a table
     * @throws IllegalArgumentException if the name is blank
     */
    public static TableSpec detectedIn(String schema) {
        if (require(schema, "name of the schema").isBlank()) {
            throw new IllegalArgumentException("The name of the schema is blank.");
        }
        return new TableSpec(null, schema, null, Map.of(), null, Map.of(), null);
    }

    /**
     * A table by its name.
     *
     * @param name {@code name}, found along the role's search path, or {@code schema.name}; a name in double quotes stands
     *     as it is, any other is read in lower case
     * @return a table
     * @throws IllegalArgumentException if it is not the name of a table
     */
    public static TableSpec named(String name) {
        return new TableSpec(
                TableName.parse(require(name, "name of the table")), null, null, Map.of(), null, Map.of(), null);
    }

    /**
     * The program that made the table, where that is not to be told from its shape.
     *
     * @param profile the profile; with {@link TableProfile#GENERIC} no column means anything but those named here, and
     *     those that are plainly a time or a session: {@code created_at}, {@code createdAt}, {@code timestamp} and {@code
     *     session_id}
     * @return the table
     */
    public TableSpec profile(TableProfile profile) {
        return new TableSpec(name, schema, require(profile, "profile"), columns, contentMember, scopes, role);
    }

    /**
     * The columns that tell rows apart; by default the primary key, or a unique index over columns that are never NULL. A
     * column keeps the meaning that it has beside that.
     *
     * @param columns one or more, which together must be unique and never NULL; that is looked at before anything is read
     * @return the table
     */
    public TableSpec id(String... columns) {
        return with(ColumnRole.KEY, columns);
    }

    /**
     * The column with the memory itself.
     *
     * @param column its name
     * @return the table
     */
    public TableSpec content(String column) {
        return with(ColumnRole.CONTENT, column);
    }

    /**
     * The member of the JSON metadata with the memory itself, if no column holds it. The other members are the metadata.
     *
     * @param member its name; a member that is no string is no content
     * @return the table
     */
    public TableSpec contentMember(String member) {
        return new TableSpec(
                name, schema, profile, columnsWith(ColumnRole.CONTENT, List.of()), requireName(member), scopes, role);
    }

    /**
     * The column with what is known about the memory.
     *
     * @param column its name
     * @return the table
     */
    public TableSpec metadata(String column) {
        return with(ColumnRole.METADATA, column);
    }

    /**
     * The columns with the time at which it happened: a time, ISO 8601 text, or a number of seconds, milliseconds or
     * microseconds since 1970.
     *
     * @param columns one or more: the first that is not NULL in a row and can be read counts
     * @return the table
     */
    public TableSpec createdAt(String... columns) {
        return with(ColumnRole.CREATED_AT, columns);
    }

    /**
     * The column with the session that it belongs to.
     *
     * @param column its name
     * @return the table
     */
    public TableSpec sessionId(String column) {
        return with(ColumnRole.SESSION, column);
    }

    /**
     * The column with what it is about.
     *
     * @param column its name
     * @return the table
     */
    public TableSpec context(String column) {
        return with(ColumnRole.CONTEXT, column);
    }

    /**
     * The columns with its tags: arrays, JSON arrays, or texts with commas.
     *
     * @param columns one or more, which are merged
     * @return the table
     */
    public TableSpec tags(String... columns) {
        return with(ColumnRole.TAGS, columns);
    }

    /**
     * The column that says how sure it is.
     *
     * @param column its name: a number from 0 to 1, or one of the words high (0.9), medium (0.6) and low (0.3)
     * @return the table
     */
    public TableSpec confidence(String column) {
        return with(ColumnRole.CONFIDENCE, column);
    }

    /**
     * The column with its vector.
     *
     * @param column its name
     * @return the table
     */
    public TableSpec embedding(String column) {
        return with(ColumnRole.EMBEDDING, column);
    }

    /**
     * The column that names the model of its vector.
     *
     * @param column its name
     * @return the table
     */
    public TableSpec embeddingModel(String column) {
        return with(ColumnRole.MODEL, column);
    }

    /**
     * The columns that say whose it is: they become members of the fact's metadata.
     *
     * @param columns one or more
     * @return the table
     */
    public TableSpec scope(String... columns) {
        return with(ColumnRole.SCOPE, columns);
    }

    /**
     * The column that says who said a memory, or the member of the metadata that does. Facts that it calls the assistant's
     * own words, such as {@code assistant}, {@code ai}, {@code model} or {@code bot}, are marked as such; rows of a tool or
     * the system, such as {@code tool}, {@code function}, {@code system} or {@code developer}, are left out and counted,
     * unless what is left out is asked for. Upper and lower case are the same. If none is named, a column or member that is
     * called like a role is one if all its values are such words, and both a person's and an assistant's are among them; in
     * {@code archival_memory} none is.
     *
     * @param name a column, or else a member of the metadata, such as {@code role}
     * @return the table
     */
    public TableSpec role(String name) {
        return new TableSpec(this.name, schema, profile, columns, contentMember, scopes, requireName(name));
    }

    /**
     * Reads only rows of one owner: those with that value. Called again for another scope, both must match.
     *
     * @param scope a column, or a member of the JSON metadata, such as {@code user_id}
     * @param value its value as PostgreSQL writes it
     * @return the table
     * @throws IllegalArgumentException if the value cannot be a text of PostgreSQL, or the scope was given another
     */
    public TableSpec whereScope(String scope, String value) {
        if (require(value, "value of a scope").indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "The value of the scope " + scope + " has a NUL character, which no text of PostgreSQL has.");
        }
        Map<String, String> more = new LinkedHashMap<>(scopes);
        String other = more.put(requireName(scope), value);
        if (other != null && !other.equals(value)) {
            throw new IllegalArgumentException("The scope " + scope + " is asked to be two values, " + other + " and "
                    + value + "; no row has both; make one run for each.");
        }
        return new TableSpec(name, schema, profile, columns, contentMember, Collections.unmodifiableMap(more), role);
    }

    /**
     * Returns the name of the table.
     *
     * @return its name; empty if it is to be found
     */
    public Optional<TableName> name() {
        return Optional.ofNullable(name);
    }

    /**
     * Returns the schema in which the table is to be found.
     *
     * @return its name; empty if any
     */
    public Optional<String> schema() {
        return Optional.ofNullable(schema);
    }

    /**
     * Returns the given profile.
     *
     * @return the profile; empty if it follows from the table
     */
    public Optional<TableProfile> profile() {
        return Optional.ofNullable(profile);
    }

    /**
     * Returns the columns that were given a role.
     *
     * @return their names by role, the preferred one first
     */
    public Map<ColumnRole, List<String>> columns() {
        return columns;
    }

    /**
     * Returns the member of the JSON metadata with the memory itself.
     *
     * @return its name; empty if none was given
     */
    public Optional<String> contentMember() {
        return Optional.ofNullable(contentMember);
    }

    /**
     * Returns the column, or member of the metadata, that says who said a memory.
     *
     * @return its name; empty if none was given
     */
    public Optional<String> role() {
        return Optional.ofNullable(role);
    }

    /**
     * Returns the scopes by which rows are chosen.
     *
     * @return the wanted value of each scope; empty if rows of all owners are read
     */
    public Map<String, String> scopes() {
        return scopes;
    }

    /** Names the table, if it has a name. */
    @Override
    public String toString() {
        return "TableSpec[" + (name == null ? "detected" : name.sql()) + "]";
    }

    private TableSpec with(ColumnRole role, String... columns) {
        List<String> names = new ArrayList<>();
        for (String column : require(columns, "list of columns")) {
            names.add(requireName(column));
        }
        return new TableSpec(name, schema, profile, columnsWith(role, names), contentMember, scopes, this.role);
    }

    private Map<ColumnRole, List<String>> columnsWith(ColumnRole role, List<String> names) {
        Map<ColumnRole, List<String>> more = new EnumMap<>(ColumnRole.class);
        more.putAll(columns);
        more.put(role, List.copyOf(names));
        return Collections.unmodifiableMap(more);
    }

    private static String requireName(String name) {
        if (require(name, "name of a column").isBlank()) {
            throw new IllegalArgumentException("The name of a column is blank.");
        }
        return name;
    }

    private static <T> T require(T value, String name) {
        return Objects.requireNonNull(value, () -> "The " + name + " is null; give one, or leave the step out.");
    }
}
