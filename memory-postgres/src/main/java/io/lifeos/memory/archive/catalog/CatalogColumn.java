package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.row.ContentText;
import io.lifeos.memory.archive.row.EmbeddingForm;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column as the catalog describes it.
 *
 * @param name its name
 * @param type its type in a form that a cast understands, without a length
 * @param baseType the same, or the underlying type of a domain
 * @param typeSchema the schema of the base type, quoted
 * @param modifier the modifier of the type, such as the dimension of a vector; -1 if there is none
 * @param extension the extension that the base type belongs to, or null
 * @param generated true if PostgreSQL computes it from the other columns
 */
public record CatalogColumn(
        String name,
        String type,
        String baseType,
        String typeSchema,
        int modifier,
        @Nullable String extension,
        boolean generated) {

    /** The type that a dump shows of a column of which some values are texts and others are lists or objects. */
    public static final String TEXT_OR_JSON = "text or jsonb";

    private static final Set<String> TEXTS = Set.of("text[]", "character varying[]", "character[]");

    /** A column of a type that belongs to PostgreSQL itself, if no catalog is available. */
    public static CatalogColumn of(String name, String type) {
        return new CatalogColumn(name, type, type, "pg_catalog", -1, null, false);
    }

    /** A column of vectors, if no catalog is available. */
    public static CatalogColumn vector(String name) {
        return new CatalogColumn(name, "vector", "public.vector", "public", -1, "vector", false);
    }

    boolean isInteger() {
        return baseType.equals("smallint") || baseType.equals("integer") || baseType.equals("bigint");
    }

    public boolean isJson() {
        return baseType.equals("json") || baseType.equals("jsonb");
    }

    /** The form in which contents of this type are read. */
    ContentText.Form contentForm() {
        if (isJson()) {
            return ContentText.Form.JSON;
        } else if (baseType.equals(TEXT_OR_JSON)) {
            return ContentText.Form.TEXT_OR_JSON;
        }
        return TEXTS.contains(baseType) ? ContentText.Form.ARRAY : ContentText.Form.TEXT;
    }

    public boolean isArray() {
        return baseType.endsWith("[]");
    }

    public boolean isDoubleArray() {
        return baseType.equals("double precision[]");
    }

    /** The form in which embeddings of this type travel; empty if they travel as text only. */
    Optional<EmbeddingForm> embeddingForm() {
        if (isOfPgvector("vector") || isOfPgvector("halfvec")) {
            return Optional.of(EmbeddingForm.PGVECTOR);
        }
        return baseType.equals("real[]") ? Optional.of(EmbeddingForm.REAL_ARRAY) : Optional.empty();
    }

    public boolean isOfPgvector(String typeName) {
        return "vector".equals(extension) && baseType.equals(typeSchema + "." + typeName);
    }
}
