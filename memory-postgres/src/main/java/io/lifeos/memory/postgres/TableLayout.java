package io.lifeos.memory.postgres;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toUnmodifiableList;

import io.lifeos.memory.fact.SourceUnavailableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a snapshot learnt of its table: the columns, what they mean, and how a row is hashed. Immutable. */
public final class TableLayout {

    /** Changes whenever the meaning of a row hash does, and with it what counts as changed. */
    private static final String HASH_VERSION = "lifeos-archival-memory/2";

    private static final int BYTEA_OID = 17;

    private static final List<String> TIME_MEMBERS = List.of("created_at", "createdAt", "timestamp");

    private final CatalogTable table;
    private final Shape shape;
    private final Fields fields;
    private final List<ArchiveColumn> columns;
    private final Map<ColumnRole, List<String>> byRole;
    private final List<String> key;
    private final @Nullable String embedding;
    private final @Nullable EmbeddingForm embeddingForm;
    private final boolean integerKey;
    private final boolean roundsEmbedding;
    private final Map<String, SourceTime> times = new LinkedHashMap<>();
    private final SourceTime sourceTime;
    private final boolean filtered;

    private TableLayout(CatalogTable table, ColumnRoles roles, ArchiveOptions options) {
        ZoneId sourceZone = options.sourceZone();
        this.filtered = !options.table().scopes().isEmpty();
        this.table = table;
        this.shape = Shape.of(table.profile());
        this.fields = Fields.of(table, roles, options.embeddings());
        this.columns = fields.all().stream().map(Field::column).toList();
        this.byRole = columns.stream()
                .collect(groupingBy(ArchiveColumn::role, mapping(ArchiveColumn::name, toUnmodifiableList())));
        this.key = table.key().stream().map(CatalogColumn::name).toList();
        this.integerKey = key.size() == 1 && table.key().get(0).isInteger();
        this.embedding = roles.of(ColumnRole.EMBEDDING).stream()
                .filter(name -> table.column(name).isPresent())
                .findFirst()
                .orElse(null);
        Optional<CatalogColumn> vector = columnOf(ColumnRole.EMBEDDING).flatMap(table::column);
        this.embeddingForm = vector.map(EmbeddingForm::of).orElse(null);
        this.roundsEmbedding = vector.filter(CatalogColumn::isDoubleArray).isPresent();
        for (String time : roles.of(ColumnRole.CREATED_AT)) {
            table.column(time).ifPresent(column -> times.put(time, SourceTime.ofType(column.baseType(), sourceZone)));
        }
        this.sourceTime = times.values().stream().findFirst().orElse(SourceTime.ofType("", sourceZone));
    }

    static TableLayout of(CatalogTable table, ArchiveOptions options) {
        ColumnRoles roles =
                Shape.of(table.profile()).roles().overriddenBy(options.table().roles());
        if (table.key().isEmpty()) {
            throw new SourceUnavailableException("The table " + table.sql() + " has no primary key, and no unique"
                    + " index over NOT NULL columns only, so its rows cannot be told apart; add one, or name the columns"
                    + " of its id.");
        }
        TableLayout layout = new TableLayout(table, roles, options);
        if (layout.columnOf(ColumnRole.CONTENT).isEmpty()) {
            throw new MappingException("The table " + table.sql() + " has no "
                    + contentOf(roles) + ", which would be the content of memories; it has " + table.columnNames()
                    + "; name the column that is the content.");
        }
        return layout;
    }

    private static String contentOf(ColumnRoles roles) {
        if (roles.contentMember() != null) {
            return "JSON column of metadata with the member " + roles.contentMember();
        }
        List<String> columns = roles.of(ColumnRole.CONTENT);
        return columns.isEmpty() ? "column named as such" : "column " + String.join(" or ", columns);
    }

    /**
     * The program whose tables look like this one.
     *
     * @return the profile by which its columns are understood, where nothing else was said
     */
    public TableProfile profile() {
        return table.profile();
    }

    /**
     * The name of the table alone.
     *
     * @return the name, as the catalog has it
     */
    public String name() {
        return table.name();
    }

    /**
     * The schema of the table.
     *
     * @return its name, as the catalog has it
     */
    public String schema() {
        return table.schema();
    }

    /**
     * The name with the schema, as SQL.
     *
     * @return both in double quotes
     */
    public String qualifiedName() {
        return table.sql();
    }

    /**
     * The columns that are read, in the table's own order.
     *
     * @return the columns; key columns are among them
     */
    public List<ArchiveColumn> columns() {
        return columns;
    }

    /**
     * The columns, and parts of columns, that are not read.
     *
     * @return each with the reason
     */
    public List<UnreadColumn> unread() {
        return fields.unread();
    }

    /**
     * The column that has a role, of those that only one can have.
     *
     * @param role the role
     * @return its name; empty if no column has it
     */
    public Optional<String> columnOf(ColumnRole role) {
        return columnsOf(role).stream().findFirst();
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

    /**
     * The columns that identify a row.
     *
     * @return their names, in the order of {@link ArchivalId#parts()}
     */
    public List<String> key() {
        return key;
    }

    /**
     * How to understand {@link ArchivalMemory#createdAt()}.
     *
     * @return the type and zone of that column
     */
    public SourceTime sourceTime() {
        return sourceTime;
    }

    /**
     * The columns that may say when a memory came to be.
     *
     * @return how to understand each, by name; the first that is set in a row and can be read counts
     */
    public Map<String, SourceTime> times() {
        return Collections.unmodifiableMap(times);
    }

    /**
     * Members of the metadata that may say when a memory came to be, where no column does.
     *
     * @return their names, the preferred one first
     */
    public List<String> timeMembers() {
        return TIME_MEMBERS;
    }

    /**
     * Members of the metadata that may name the session, where no column does.
     *
     * @return their names, the preferred one first
     */
    public List<String> sessionMembers() {
        return shape.session();
    }

    /**
     * How a memory shows that an assistant said it.
     *
     * @return the mark; empty if none does
     */
    public Optional<AssistantMark> assistantMark() {
        return shape.assistant();
    }

    /**
     * What says whose a memory is: columns, and members of the metadata.
     *
     * @return their names
     */
    public List<String> scopes() {
        return Stream.concat(columnsOf(ColumnRole.SCOPE).stream(), shape.scopes().stream())
                .toList();
    }

    /**
     * Whether rows of one owner only are read.
     *
     * @return true if the archive was given a scope by {@link ArchivalTable#whereScope(String, String)}
     */
    public boolean isFiltered() {
        return filtered;
    }

    /**
     * The column with the embeddings.
     *
     * @return its name, even if it is not read, or is of no type that can be; empty if there is none
     */
    public Optional<String> embeddingColumn() {
        return Optional.ofNullable(embedding);
    }

    List<Field> fields() {
        return fields.all();
    }

    /** What is read as the content. */
    Field content() {
        return fields.all().stream()
                .filter(field -> field.column().role() == ColumnRole.CONTENT)
                .findFirst()
                .orElseThrow();
    }

    Optional<String> metadata() {
        return columnOf(ColumnRole.METADATA);
    }

    /** Whether the time of a row can depend on the zone of times that have none. */
    private boolean dependsOnZone() {
        return metadata().isPresent() || times.values().stream().anyMatch(SourceTime::dependsOnZone);
    }

    /**
     * The row hash of a memory, over its {@linkplain ArchiveColumn#hashed() hashed} columns: equal to the one that
     * PostgreSQL computes if, and only if, each of them is equal.
     *
     * @param memory a memory of this table; a column that it lacks counts as NULL
     * @return the hash
     */
    public RowHash hash(ArchivalMemory memory) {
        MessageDigest digest = sha256();
        digest.update(hashHeader());
        List<byte @Nullable []> fields = hashFields(memory);
        digest.update(int4(fields.size()));
        for (byte[] field : fields) {
            digest.update(int4(BYTEA_OID));
            digest.update(int4(field == null ? -1 : field.length));
            if (field != null) {
                digest.update(field);
            }
        }
        return RowHash.of(digest.digest());
    }

    /**
     * What is hashed before the row: the version, the profile, the role and name of each column after its length, whether
     * the fact has it as JSON, the order of the times, and the zone of those that have none, as a row means something else
     * under others.
     */
    byte[] hashHeader() {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(utf8(HASH_VERSION));
        pieces.add(utf8(profile().label()));
        for (ArchiveColumn column : columns) {
            if (column.hashed()) {
                addName(column.role() + (isCarriedAsJson(column) ? " as JSON " : " ") + column.name(), pieces);
            }
        }
        times.keySet().forEach(time -> addName(time, pieces));
        if (dependsOnZone()) {
            pieces.add(utf8(sourceTime.zone().getId()));
        }
        ByteBuffer header =
                ByteBuffer.allocate(pieces.stream().mapToInt(p -> p.length).sum());
        pieces.forEach(header::put);
        return header.array();
    }

    private static void addName(String name, List<byte[]> pieces) {
        byte[] bytes = utf8(name);
        pieces.add(int4(bytes.length));
        pieces.add(bytes);
    }

    private static boolean isCarriedAsJson(ArchiveColumn column) {
        return column.isOfJsonType() && (column.role() == ColumnRole.SCOPE || column.role() == ColumnRole.FIELD);
    }

    /** The id of a row that begins with the parts of the key. */
    ArchivalId id(ResultSet row) throws SQLException {
        List<String> parts = new ArrayList<>();
        for (int i = 1; i <= key.size(); i++) {
            parts.add(row.getString(i));
        }
        return id(parts);
    }

    private ArchivalId id(List<String> parts) {
        if (parts.size() > 1) {
            return ArchivalId.ofParts(parts);
        }
        String id = parts.get(0);
        return integerKey ? ArchivalId.ofInteger(Long.parseLong(id)) : ArchivalId.ofText(id);
    }

    /** The memory of a row: its texts, and its packed embedding, which is not kept as a text too. */
    ArchivalMemory memory(ArchivalId id, Map<String, @Nullable String> texts, byte @Nullable [] packed) {
        if (embeddingForm != null && packed != null) {
            texts.remove(embedding);
            return new ArchivalMemory(this, id, texts, Optional.of(embeddingForm.unpack(packed)));
        }
        String text = roundsEmbedding ? texts.get(embedding) : null;
        return new ArchivalMemory(this, id, texts, text == null ? Optional.empty() : Embedding.rounded(text));
    }

    /** Whether an id's {@linkplain ArchivalId#value() stored value} is a number. */
    boolean hasIntegerKey() {
        return integerKey;
    }

    /** How the embedding travels; null if there is none, or if it travels as text. */
    @Nullable EmbeddingForm embeddingForm() {
        return embeddingForm;
    }

    /** The fields of the row as PostgreSQL's {@code record_send} has them: a packed embedding is its text, then its bytes. */
    private List<byte @Nullable []> hashFields(ArchivalMemory memory) {
        List<byte @Nullable []> fields = new ArrayList<>();
        for (ArchiveColumn column : columns) {
            if (column.hashed()) {
                String text = memory.texts().get(column.name());
                fields.add(text == null ? null : utf8(text));
            }
            if (embeddingForm != null && column.role() == ColumnRole.EMBEDDING) {
                fields.add(memory.embedding().map(embeddingForm::pack).orElse(null));
            }
        }
        return fields;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] int4(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
