package io.lifeos.memory.archive.row;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toUnmodifiableList;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.UnreadColumn;
import io.lifeos.memory.archive.known.KnownPrograms;
import io.lifeos.memory.archive.known.Profile.AssistantMark;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.profile.TableProfile;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The columns of a table of memories and their meaning, as a snapshot found them. Immutable. */
public final class TableLayout {

    private static final List<String> TIME_MEMBERS = List.of("created_at", "createdAt", "timestamp");

    private final TableProfile profile;
    private final String schema;
    private final String name;
    private final String qualifiedName;
    private final List<ArchiveColumn> columns;
    private final List<UnreadColumn> unread;
    private final Map<ColumnRole, List<String>> byRole;
    private final List<String> key;
    private final boolean integerKey;
    private final Map<String, SourceTime> times;
    private final SourceTime sourceTime;
    private final @Nullable String embedding;
    private final @Nullable EmbeddingForm embeddingForm;
    private final boolean filtered;
    private final int mappingVersion;
    private final ContentText.Form contentForm;
    private final @Nullable String contentMember;
    private final FoundFields found;

    private TableLayout(Builder builder) {
        this.profile = builder.profile;
        this.schema = builder.schema;
        this.name = builder.name;
        this.qualifiedName = builder.qualifiedName;
        this.columns = List.copyOf(builder.columns);
        this.unread = List.copyOf(builder.unread);
        this.byRole = columns.stream()
                .collect(groupingBy(ArchiveColumn::role, mapping(ArchiveColumn::name, toUnmodifiableList())));
        this.key = List.copyOf(builder.key);
        this.integerKey = builder.integerKey;
        this.times = Collections.unmodifiableMap(new LinkedHashMap<>(builder.times));
        this.sourceTime = times.values().stream().findFirst().orElse(SourceTime.ofType("", builder.sourceZone));
        this.embedding = builder.embedding;
        this.embeddingForm = builder.embeddingForm;
        this.filtered = builder.filtered;
        this.mappingVersion = builder.mappingVersion;
        this.contentForm = builder.contentForm;
        this.contentMember = builder.contentMember;
        this.found = builder.found;
    }

    /**
     * A builder, for those that read a kind of archive.
     *
     * @param profile the profile by which the columns are understood
     * @param sourceZone the zone of a time that names none
     * @return a builder of a layout without a name and without columns
     */
    public static Builder builder(TableProfile profile, ZoneId sourceZone) {
        return new Builder(profile, sourceZone);
    }

    /** {@return the profile of the program whose tables look like this one, or the one that was given} */
    public TableProfile profile() {
        return profile;
    }

    /**
     * Returns the warning that the program's tables deserve if this key identifies the rows.
     *
     * @return a sentence; empty if there is nothing to say
     */
    public Optional<String> keyWarning() {
        return KnownPrograms.of(profile).keyWarning(key);
    }

    /** {@return the name of the table alone, as the catalog has it} */
    public String name() {
        return name;
    }

    /** {@return the name of the table's schema, as the catalog has it} */
    public String schema() {
        return schema;
    }

    /** {@return schema and name as SQL, both in double quotes} */
    public String qualifiedName() {
        return qualifiedName;
    }

    /** {@return the columns that are read, in the table's own order; key columns are among them} */
    public List<ArchiveColumn> columns() {
        return columns;
    }

    /** {@return the columns, and parts of columns, that are not read, each with the reason} */
    public List<UnreadColumn> unread() {
        return unread;
    }

    /**
     * The column that has a role, of those that only one can have.
     *
     * @param role the role
     * @return its name; empty if no column has it
     */
    public Optional<String> columnOf(ColumnRole role) {
        List<String> all = columnsOf(role);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
    }

    /**
     * The columns that have a role.
     *
     * @param role the role
     * @return their names, in the table's own order
     */
    public List<String> columnsOf(ColumnRole role) {
        return byRole.getOrDefault(role, List.of());
    }

    /** {@return the columns that identify a row, in the order of {@link ArchivalId#parts()}} */
    public List<String> key() {
        return key;
    }

    /** {@return the type and zone of the column {@link ArchivalMemory#createdAt()}} */
    public SourceTime sourceTime() {
        return sourceTime;
    }

    /**
     * The columns that may hold the time of a memory's creation.
     *
     * @return the format of each, by name; the first that is set in a row and can be read counts
     */
    public Map<String, SourceTime> times() {
        return times;
    }

    /**
     * Members of the metadata that may hold the time of a memory's creation if no column does.
     *
     * @return their names, the preferred one first
     */
    public List<String> timeMembers() {
        return TIME_MEMBERS;
    }

    /**
     * Members of the metadata that may name the session if no column does.
     *
     * @return their names, the preferred one first
     */
    public List<String> sessionMembers() {
        return KnownPrograms.of(profile).sessionMembers();
    }

    /** {@return the mark of a memory that an assistant said; empty if there is none} */
    public Optional<AssistantMark> assistantMark() {
        return KnownPrograms.of(profile).assistant();
    }

    /** {@return the meaning that columns and members have in every program, such as whose a memory is} */
    public FoundFields found() {
        return found;
    }

    /**
     * Tells whether only the rows of one owner are read.
     *
     * @return true if the archive was given a scope by {@link io.lifeos.memory.archive.table.TableSpec#whereScope(String,
     *     String)}
     */
    public boolean isFiltered() {
        return filtered;
    }

    /** {@return the {@link MappingVersion} by which rows are understood} */
    public int mappingVersion() {
        return mappingVersion;
    }

    /**
     * The column with the embeddings.
     *
     * @return its name, even if it is not read, or its type cannot be; empty if there is none
     */
    public Optional<String> embeddingColumn() {
        return Optional.ofNullable(embedding);
    }

    /** {@return the name of the column that is the metadata; empty if there is none} */
    public Optional<String> metadata() {
        return columnOf(ColumnRole.METADATA);
    }

    /**
     * The memory in the content of a row.
     *
     * @param row a row of this table
     * @return the memory, and the kind of the content if it holds none
     */
    public ContentText contentOf(ArchivalMemory row) {
        String text = row.text(ColumnRole.CONTENT).orElse(null);
        return text == null && contentMember != null
                ? ContentText.ofMember(row.metadata().orElse(null), contentMember)
                : ContentText.of(contentForm, text);
    }

    /** {@return the form in which the embedding travels and is hashed; empty if it does as text, or there is none} */
    public Optional<EmbeddingForm> embeddingForm() {
        return Optional.ofNullable(embeddingForm);
    }

    /** {@return true if the {@linkplain ArchivalId#value() stored values} of ids are numbers: the key is one integer column} */
    public boolean hasIntegerKey() {
        return integerKey;
    }

    /**
     * Makes the id of a row.
     *
     * @param parts the texts of the key's columns, in the order of {@link #key()}
     * @return the id
     */
    public ArchivalId id(List<String> parts) {
        if (parts.size() > 1) {
            return ArchivalId.ofParts(parts);
        }
        String id = parts.get(0);
        return integerKey ? ArchivalId.ofInteger(Long.parseLong(id)) : ArchivalId.ofText(id);
    }

    /** Builds a layout. */
    public static final class Builder {

        private final TableProfile profile;
        private final ZoneId sourceZone;
        private String schema = "";
        private String name = "";
        private String qualifiedName = "";
        private List<ArchiveColumn> columns = List.of();
        private List<UnreadColumn> unread = List.of();
        private List<String> key = List.of();
        private boolean integerKey;
        private final Map<String, SourceTime> times = new LinkedHashMap<>();
        private @Nullable String embedding;
        private @Nullable EmbeddingForm embeddingForm;
        private boolean filtered;
        private int mappingVersion = MappingVersion.CURRENT;
        private ContentText.Form contentForm = ContentText.Form.TEXT;
        private @Nullable String contentMember;
        private FoundFields found = FoundFields.NONE;

        private Builder(TableProfile profile, ZoneId sourceZone) {
            this.profile = profile;
            this.sourceZone = sourceZone;
        }

        /**
         * Names the table.
         *
         * @param schemaName its schema; empty if it has none
         * @param tableName its name
         * @param quoted both as SQL
         * @return this builder
         */
        public Builder named(String schemaName, String tableName, String quoted) {
            this.schema = schemaName;
            this.name = tableName;
            this.qualifiedName = quoted;
            return this;
        }

        /**
         * Sets the columns.
         *
         * @param read those that are read, in the table's own order
         * @param notRead the others, and parts of columns that are not read
         * @return this builder
         */
        public Builder columns(List<ArchiveColumn> read, List<UnreadColumn> notRead) {
            this.columns = read;
            this.unread = notRead;
            return this;
        }

        /**
         * Sets the key.
         *
         * @param names its columns
         * @param integer true if it is one column of an integer type
         * @return this builder
         */
        public Builder key(List<String> names, boolean integer) {
            this.key = names;
            this.integerKey = integer;
            return this;
        }

        /**
         * Adds a column that may hold the time of a row, after those added before.
         *
         * @param column its name
         * @param type its type, as PostgreSQL writes it
         * @return this builder
         */
        public Builder time(String column, String type) {
            times.put(column, SourceTime.ofType(type, sourceZone));
            return this;
        }

        /**
         * Sets the column with the embeddings.
         *
         * @param column its name, even if it is not read
         * @param form the form in which it travels; null if it travels as text or is not read
         * @return this builder
         */
        public Builder embedding(String column, @Nullable EmbeddingForm form) {
            this.embedding = column;
            this.embeddingForm = form;
            return this;
        }

        /**
         * Sets whether only the rows of one owner are read.
         *
         * @param only true if so; false unless set
         * @return this builder
         */
        public Builder filtered(boolean only) {
            this.filtered = only;
            return this;
        }

        /**
         * Sets the version of the rules by which rows are understood; the current one unless set.
         *
         * @param version a {@link MappingVersion}
         * @return this builder
         */
        public Builder mappingVersion(int version) {
            this.mappingVersion = version;
            return this;
        }

        /**
         * Sets how contents are read.
         *
         * @param form the form of the column that is the content; text unless set
         * @param member the member of the metadata that is the content; null if a column is
         * @return this builder
         */
        public Builder content(ContentText.Form form, @Nullable String member) {
            this.contentForm = form;
            this.contentMember = member;
            return this;
        }

        /**
         * Sets what was found by names and values.
         *
         * @param fields what was found; nothing unless set
         * @return this builder
         */
        public Builder found(FoundFields fields) {
            this.found = fields;
            return this;
        }

        /** {@return the layout} */
        public TableLayout build() {
            return new TableLayout(this);
        }
    }
}
