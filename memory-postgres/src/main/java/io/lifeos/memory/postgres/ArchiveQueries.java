package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.catalog.CatalogColumn;
import io.lifeos.memory.archive.catalog.Field;
import io.lifeos.memory.archive.catalog.Fields;
import io.lifeos.memory.archive.catalog.LeftOutRule;
import io.lifeos.memory.archive.catalog.MappedTable;
import io.lifeos.memory.archive.catalog.RowSql;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.EmbeddingForm;
import io.lifeos.memory.archive.row.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The statements that read a table, which they call {@code a}. */
final class ArchiveQueries {

    private final TableLayout table;
    private final Fields fields;
    private final List<CatalogColumn> key;
    private final String selected;
    private final List<LeftOutRule> rules;
    private final @Nullable String otherScope;
    private final @Nullable PackedEmbedding embedding;

    ArchiveQueries(MappedTable mapped) {
        this.table = mapped.layout();
        this.fields = mapped.fields();
        this.key = mapped.catalog().key();
        this.selected = mapped.selection().condition();
        this.rules = mapped.selection().rules();
        this.otherScope = mapped.selection().otherScope().orElse(null);
        this.embedding = fields.column(ColumnRole.EMBEDDING)
                .flatMap(column -> table.embeddingForm().map(form -> PackedEmbedding.of(form, column)))
                .orElse(null);
    }

    /** Counts the rows by the place, in the selection's rules, of the first that leaves a row out; NULL if none does. */
    String counts() {
        return "SELECT reason, count(*) FROM (SELECT " + reason(rules) + " AS reason" + from()
                + ") AS counted GROUP BY reason ORDER BY reason";
    }

    private static String reason(List<LeftOutRule> rules) {
        return SummaryQueries.firstOf(rules.stream().map(LeftOutRule::sql).toList());
    }

    /** Counts the rows that have no whole key, and the keys that several rows have. */
    String unfitKeys() {
        String missing = key.stream()
                .map(part -> RowSql.column(part.name()) + " IS NULL")
                .collect(Collectors.joining(" OR "));
        return "SELECT (SELECT count(*)" + from() + " WHERE " + missing + "), (SELECT count(*) FROM (SELECT" + from()
                + " GROUP BY " + eachKey(part -> RowSql.column(part.name())) + " HAVING count(*) > 1) AS alike)";
    }

    /** A page of keys. Parameters: the parts of the key after which it begins, if it does so, and the limit. */
    String ids(boolean after) {
        return page(eachKey(ArchiveQueries::text), after);
    }

    /** The same with row sizes, which PostgreSQL knows without unpacking the row. Parameters: as for {@link #ids}. */
    String sizedIds(boolean after) {
        List<String> sizes = new ArrayList<>();
        for (Field field : read()) {
            sizes.add(
                    isPacked(field)
                            ? "coalesce(pg_column_size("
                                    + RowSql.column(field.column().name()) + "), 0)"
                            : "coalesce(octet_length(" + text(field) + "), 0)");
        }
        return page(eachKey(ArchiveQueries::text) + ", " + String.join(" + ", sizes), after);
    }

    /**
     * The same with row hashes and row sizes, in a subquery with a limit, so that each row is put together once. Parameters:
     * {@link io.lifeos.memory.archive.row.RowHasher#header()}, then as for {@link #ids}.
     */
    String hashedIds(boolean after) {
        String parts =
                IntStream.range(0, key.size()).mapToObj(i -> "part" + i + ", ").collect(Collectors.joining());
        String named = IntStream.range(0, key.size())
                .mapToObj(i -> text(key.get(i)) + " AS part" + i + ", ")
                .collect(Collectors.joining());
        String row = "record_send(ROW(" + String.join(", ", hashFields()) + ")) AS sent";
        return "SELECT " + parts + "sha256(?::bytea || sent), octet_length(sent) FROM (" + page(named + row, after)
                + ") AS page";
    }

    /**
     * The rows of some keys, in the order of the keys. Parameters: a text array for each part of the key. Columns: the parts
     * of the key, the text of each column that is not merely a key, and the packed embedding if there is one.
     */
    String rows() {
        List<String> texts = new ArrayList<>();
        read().forEach(field -> texts.add(text(field)));
        if (embedding != null) {
            texts.add(embedding.packed());
        }
        return "SELECT " + eachKey(ArchiveQueries::text) + ", " + String.join(", ", texts) + fromWanted() + " WHERE "
                + selected + " ORDER BY wanted.place";
    }

    /**
     * The rows nearest to a question, by an index if PostgreSQL finds one fit. Parameters: the question and the limit.
     * Columns: the parts of the key, and the cosine distance.
     */
    String nearest(VectorColumn vectors, int dimensions) {
        return "SELECT " + eachKey(ArchiveQueries::text) + ", " + vectors.distance(dimensions) + " AS distance" + from()
                + " WHERE " + selected + " AND " + vectors.comparable(dimensions) + " ORDER BY distance LIMIT ?";
    }

    /**
     * The rows of some keys that are nearest to a question. All are compared: a query with an offset does not use an index
     * of vectors. Parameters: the question, a text array for each part of the key, and the limit. Columns: the place of the
     * key, from 1, and the cosine distance.
     */
    String nearestOf(VectorColumn vectors, int dimensions) {
        return "SELECT place, distance FROM (SELECT wanted.place, " + vectors.distance(dimensions) + " AS distance"
                + fromWanted() + " WHERE " + selected + " AND " + vectors.comparable(dimensions)
                + " OFFSET 0) AS compared ORDER BY distance LIMIT ?";
    }

    /** The number of columns of the key. */
    int keySize() {
        return key.size();
    }

    /** Tells whether only the rows of one owner are wanted. */
    boolean hasScope() {
        return otherScope != null;
    }

    /**
     * The keys, among some, whose rows exist but are left out because they belong to another owner. Keys are compared as
     * texts, because those of an earlier table may not have this key's type. Parameters: a text array for each
     * part of the key.
     */
    String ofOtherScope() {
        return "SELECT " + eachKey(ArchiveQueries::text)
                + fromWanted(i -> text(key.get(i)) + " = wanted.part" + i + " COLLATE \"C\"") + " WHERE " + otherScope;
    }

    /**
     * The members of a JSON column in the first rows. Parameters: the number of rows, and the largest number of members.
     */
    String members(CatalogColumn json) {
        String type = json.baseType();
        return "SELECT DISTINCT member FROM (SELECT " + RowSql.column(json.name()) + " AS value" + from()
                + " LIMIT ?) AS looked_at, LATERAL " + type + "_object_keys(CASE " + type
                + "_typeof(value) WHEN 'object' THEN value END) AS member ORDER BY member LIMIT ?";
    }

    /**
     * The keys, among some, whose rows exist but are left out for another reason than their owner, each with the place of
     * the first of the rules. Keys are compared as texts, as in {@link #ofOtherScope}. Parameters: a text array for each part
     * of the key. Columns: the parts of the key and the place.
     */
    String leftOut() {
        return "SELECT * FROM (SELECT " + eachKey(ArchiveQueries::text) + ", " + reason(rules) + " AS reason"
                + fromWanted(i -> text(key.get(i)) + " = wanted.part" + i + " COLLATE \"C\"")
                + (otherScope == null ? "" : " WHERE (" + otherScope + ") IS NOT TRUE")
                + ") AS known WHERE reason IS NOT NULL";
    }

    private String fromWanted() {
        return fromWanted(i -> RowSql.column(key.get(i).name()) + " = wanted.part" + i + "::"
                + key.get(i).type());
    }

    private String fromWanted(IntFunction<String> match) {
        String matches = IntStream.range(0, key.size()).mapToObj(match).collect(Collectors.joining(" AND "));
        String names =
                IntStream.range(0, key.size()).mapToObj(i -> "part" + i + ", ").collect(Collectors.joining());
        String arrays = key.stream().map(part -> "?::text[]").collect(Collectors.joining(", "));
        return " FROM unnest(" + arrays + ") WITH ORDINALITY AS wanted(" + names + "place)" + " JOIN "
                + table.qualifiedName() + " AS a ON " + matches;
    }

    private String page(String columns, boolean after) {
        String begin = " AND (" + eachKey(part -> RowSql.column(part.name())) + ") > ("
                + eachKey(part -> "?::" + part.type()) + ")";
        return "SELECT " + columns + from() + " WHERE " + selected + (after ? begin : "") + " ORDER BY "
                + eachKey(part -> RowSql.column(part.name())) + " LIMIT ?";
    }

    private String from() {
        return " FROM " + table.qualifiedName() + " AS a";
    }

    private String eachKey(Function<CatalogColumn, String> sql) {
        return key.stream().map(sql).collect(Collectors.joining(", "));
    }

    private List<Field> read() {
        return fields.all().stream()
                .filter(field -> field.column().role() != ColumnRole.KEY)
                .toList();
    }

    private List<String> hashFields() {
        List<String> hashed = new ArrayList<>();
        for (Field field : fields.all()) {
            if (field.column().hashed()) {
                hashed.add("convert_to(" + text(field) + ", 'UTF8')");
            }
            if (isPacked(field)) {
                hashed.add(Objects.requireNonNull(embedding).packed());
            }
        }
        return hashed;
    }

    private boolean isPacked(Field field) {
        return embedding != null && field.column().role() == ColumnRole.EMBEDDING;
    }

    private String text(Field field) {
        return embedding != null && isPacked(field) ? embedding.unpackedText() : field.sql();
    }

    private static String text(CatalogColumn column) {
        return RowSql.text(column.name());
    }

    /**
     * The expressions that read an embedding that is a vector of float32.
     *
     * @param unpackedText the text of a value that does not fit such a vector, else NULL
     * @param packed the bytes of a value that does, else NULL
     */
    private record PackedEmbedding(String unpackedText, String packed) {

        static PackedEmbedding of(EmbeddingForm form, CatalogColumn column) {
            String value = RowSql.column(column.name());
            return switch (form) {
                case PGVECTOR -> {
                    String vector = column.typeSchema() + ".vector";
                    yield new PackedEmbedding("NULL::text", vector + "_send(" + value + "::" + vector + ")");
                }
                case REAL_ARRAY -> {
                    String array = value + "::real[]";
                    String fits = "array_ndims(" + array + ") = 1 AND array_lower(" + array + ", 1) = 1"
                            + " AND array_position(" + array + ", NULL) IS NULL";
                    yield new PackedEmbedding(
                            "CASE WHEN " + fits + " THEN NULL ELSE " + array + "::text END",
                            "CASE WHEN " + fits + " THEN array_send(" + array + ") END");
                }
            };
        }
    }
}
