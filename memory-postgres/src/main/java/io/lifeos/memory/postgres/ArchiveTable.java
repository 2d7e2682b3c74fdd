package io.lifeos.memory.postgres;

import io.lifeos.memory.fact.SourceUnavailableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a snapshot learnt of its table: the columns, what they mean, and how a row is hashed. Immutable. */
public final class ArchiveTable {

    /** Changes whenever the meaning of a row hash does, and with it what counts as changed. */
    private static final String HASH_VERSION = "lifeos-archival-memory/1";

    private static final String EMBEDDING = "embedding";

    private static final int BYTEA_OID = 17;

    private static final Map<String, ColumnRole> ROLES = Map.of(
            "content", ColumnRole.CONTENT,
            "metadata", ColumnRole.METADATA,
            "created_at", ColumnRole.CREATED_AT,
            "session_id", ColumnRole.SESSION);

    private static final Set<String> COUNTERS = Set.of(
            "recall_count",
            "last_recalled",
            "push_count",
            "last_pushed_at",
            "access_count",
            "last_accessed",
            "last_accessed_at",
            "accessed_at");

    private final String schema;
    private final String name;
    private final String qualifiedName;
    private final List<ArchiveColumn> columns;
    private final List<String> key;
    private final @Nullable EmbeddingForm embeddingForm;
    private final boolean integerKey;
    private final boolean roundsEmbedding;
    private final SourceTime sourceTime;

    private ArchiveTable(CatalogTable table, List<CatalogColumn> read, ZoneId sourceZone) {
        this.schema = table.schema();
        this.name = table.name();
        this.qualifiedName = table.sql();
        this.key = table.key().stream().map(CatalogColumn::name).toList();
        this.columns = read.stream()
                .map(column -> new ArchiveColumn(column.name(), column.type(), role(column)))
                .toList();
        this.integerKey = key.size() == 1 && table.key().get(0).isInteger();
        Optional<CatalogColumn> embedding = named(EMBEDDING, read);
        this.embeddingForm = embedding.map(EmbeddingForm::of).orElse(null);
        this.roundsEmbedding = embedding.filter(CatalogColumn::isDoubleArray).isPresent();
        String timeType = named("created_at", read).map(CatalogColumn::baseType).orElse("");
        this.sourceTime = SourceTime.ofType(timeType, sourceZone);
    }

    static ArchiveTable of(CatalogTable table, boolean embeddings, ZoneId sourceZone) {
        List<String> names = table.columns().stream().map(CatalogColumn::name).toList();
        if (!names.contains("content")) {
            throw new SourceUnavailableException("The table " + table.sql()
                    + " has no column content, so it holds no archival memories; it has " + names + ".");
        }
        if (table.key().isEmpty()) {
            throw new SourceUnavailableException("The table " + table.sql() + " has no primary key, and no unique"
                    + " index over NOT NULL columns only, so its rows cannot be told apart; add one.");
        }
        List<CatalogColumn> read = table.columns().stream()
                .filter(column -> embeddings || !column.name().equals(EMBEDDING))
                .toList();
        return new ArchiveTable(table, read, sourceZone);
    }

    /**
     * The name of the table alone.
     *
     * @return the name, as the catalog has it
     */
    public String name() {
        return name;
    }

    /**
     * The schema of the table.
     *
     * @return its name, as the catalog has it
     */
    public String schema() {
        return schema;
    }

    /**
     * The name with the schema, as SQL.
     *
     * @return both in double quotes
     */
    public String qualifiedName() {
        return qualifiedName;
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
     * What is hashed before the row: the version, the name of each column after its length, and the zone of times that
     * have none, as a row means something else in another.
     */
    byte[] hashHeader() {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(utf8(HASH_VERSION));
        for (ArchiveColumn column : columns) {
            if (column.hashed()) {
                byte[] columnName = utf8(column.name());
                pieces.add(int4(columnName.length));
                pieces.add(columnName);
            }
            if (column.role() == ColumnRole.CREATED_AT && sourceTime.dependsOnZone()) {
                pieces.add(utf8(sourceTime.zone().getId()));
            }
        }
        ByteBuffer header =
                ByteBuffer.allocate(pieces.stream().mapToInt(p -> p.length).sum());
        pieces.forEach(header::put);
        return header.array();
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
            texts.remove(EMBEDDING);
            return new ArchivalMemory(id, texts, Optional.of(embeddingForm.unpack(packed)));
        }
        String text = texts.get(EMBEDDING);
        return new ArchivalMemory(
                id, texts, roundsEmbedding && text != null ? Embedding.rounded(text) : Optional.empty());
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

    private ColumnRole role(CatalogColumn column) {
        if (column.name().equals(EMBEDDING) && (column.isDoubleArray() || EmbeddingForm.of(column) != null)) {
            return ColumnRole.EMBEDDING;
        }
        ColumnRole role = ROLES.get(column.name());
        if (role != null) {
            return role;
        }
        if (key.contains(column.name())) {
            return ColumnRole.KEY;
        }
        return COUNTERS.contains(column.name()) ? ColumnRole.COUNTER : ColumnRole.EXTRA;
    }

    private static Optional<CatalogColumn> named(String name, List<CatalogColumn> columns) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
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
