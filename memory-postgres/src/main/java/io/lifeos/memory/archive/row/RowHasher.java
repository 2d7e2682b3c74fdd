package io.lifeos.memory.archive.row;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.profile.ColumnRole;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hashes the rows of one table over their {@linkplain ArchiveColumn#hashed() hashed} columns: equal to the hash that
 * PostgreSQL computes if, and only if, each of them is equal.
 */
public final class RowHasher {

    /** Changes whenever the meaning of a row hash does, and with it what counts as changed. */
    private static final String HASH_VERSION = "lifeos-archival-memory/3";

    /** The version under {@link MappingVersion#FIRST}. */
    private static final String FIRST_HASH_VERSION = "lifeos-archival-memory/2";

    private static final int BYTEA_OID = 17;

    private final TableLayout table;
    private final @Nullable EmbeddingForm embeddingForm;

    /** The number of fields that are hashed of a row. */
    private final int fields;

    /** Has taken the header; copied for each row. */
    private final MessageDigest begun = sha256();

    /**
     * Hashes the rows of a table.
     *
     * @param table the table
     */
    public RowHasher(TableLayout table) {
        this.table = table;
        this.embeddingForm = table.embeddingForm().orElse(null);
        this.fields = (int) table.columns().stream()
                .mapToLong(column -> (column.hashed() ? 1 : 0) + (isPacked(column) ? 1 : 0))
                .sum();
        begun.update(header());
    }

    /**
     * Hashes a row. Several threads may do so at once.
     *
     * @param row a row of the table
     * @return its hash
     */
    public RowHash hash(ArchivalMemory row) {
        List<byte[]> pieces = new ArrayList<>(1 + 2 * fields);
        pieces.add(int4(fields));
        for (ArchiveColumn column : table.columns()) {
            if (column.hashed()) {
                String text = row.texts().get(column.name());
                addField(text == null ? null : utf8(text), pieces);
            }
            if (isPacked(column)) {
                addField(
                        row.embedding()
                                .map(Objects.requireNonNull(embeddingForm)::pack)
                                .orElse(null),
                        pieces);
            }
        }
        MessageDigest digest = copy(begun);
        for (byte[] piece : pieces) {
            digest.update(piece);
        }
        return RowHash.of(digest.digest());
    }

    /** A field as PostgreSQL's {@code record_send} has it: its type, its length and its bytes. */
    private static void addField(byte @Nullable [] field, List<byte[]> pieces) {
        pieces.add(ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(BYTEA_OID)
                .putInt(field == null ? -1 : field.length)
                .array());
        if (field != null) {
            pieces.add(field);
        }
    }

    /** A packed embedding is its text, then its bytes. */
    private boolean isPacked(ArchiveColumn column) {
        return embeddingForm != null && column.role() == ColumnRole.EMBEDDING;
    }

    /**
     * The bytes hashed before the row: the version, the profile, the role and name of each column after its length, whether
     * the fact has it as JSON, the order of the times, the columns of the owners, the place of the role, and the zone of times
     * that have none, because a row means something else under others.
     *
     * @return the bytes
     */
    public byte[] header() {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(utf8(table.mappingVersion() == MappingVersion.FIRST ? FIRST_HASH_VERSION : HASH_VERSION));
        pieces.add(utf8(table.profile().label()));
        for (ArchiveColumn column : table.columns()) {
            if (column.hashed()) {
                addName(column.role() + (isCarriedAsJson(column) ? " as JSON " : " ") + column.name(), pieces);
            }
        }
        table.times().keySet().forEach(time -> addName(time, pieces));
        table.found().ownerColumns().forEach(owner -> addName(owner.kind().word() + " " + owner.column(), pieces));
        table.found().role().ifPresent(role -> addName("said by " + role, pieces));
        if (dependsOnZone()) {
            pieces.add(utf8(table.sourceTime().zone().getId()));
        }
        ByteBuffer header =
                ByteBuffer.allocate(pieces.stream().mapToInt(p -> p.length).sum());
        pieces.forEach(header::put);
        return header.array();
    }

    private boolean dependsOnZone() {
        return table.metadata().isPresent() || table.times().values().stream().anyMatch(SourceTime::dependsOnZone);
    }

    private static void addName(String name, List<byte[]> pieces) {
        byte[] bytes = utf8(name);
        pieces.add(int4(bytes.length));
        pieces.add(bytes);
    }

    private static boolean isCarriedAsJson(ArchiveColumn column) {
        return column.isOfJsonType() && (column.role() == ColumnRole.SCOPE || column.role() == ColumnRole.FIELD);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] int4(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The digest of every Java platform can be copied.", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
