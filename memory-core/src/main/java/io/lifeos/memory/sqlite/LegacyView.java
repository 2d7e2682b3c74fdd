package io.lifeos.memory.sqlite;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.SchemaPart.Kind;
import io.lifeos.memory.sqlite.table.FullTextIndex;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a file that lacks tables or columns as if it had them, without touching it: they are temporary tables and views of
 * the connection. Such a file is one of the Python program that was not adopted, or an earlier one of ours.
 */
final class LegacyView {

    private static final Pattern DEFAULT = Pattern.compile("DEFAULT (\\S+)");

    private LegacyView() {}

    static void prepare(Connection reader, Path file) throws SQLException {
        Jdbc jdbc = new Jdbc(reader);
        requireUsableFullText(reader, file);
        for (SchemaPart part : Schema.parts()) {
            boolean present = LegacySchema.has(reader, part);
            if (part.kind() == Kind.VIRTUAL_TABLE && !present) {
                throw unreadable(file, "no full-text index");
            }
            if (part.kind() == Kind.TABLE && !present) {
                jdbc.execute(part.sql()
                        .replaceFirst("CREATE TABLE", "CREATE TEMP TABLE")
                        .replace(" AUTOINCREMENT", ""));
            } else if (part.kind() == Kind.TABLE) {
                addColumns(jdbc, part.name(), LegacySchema.missingColumns(reader, part));
            }
        }
    }

    /** A recall would find nothing by it, and nothing would say so. */
    private static void requireUsableFullText(Connection reader, Path file) throws SQLException {
        FullTextTable fullText = new FullTextTable(reader);
        if (fullText.isOfAnotherKind()) {
            throw unreadable(file, "a full-text index of another kind");
        } else if (fullText.isThere() && new FullTextIndex(reader).isEmptyBesideFacts()) {
            throw unreadable(file, "an empty full-text index");
        }
    }

    private static StoreException unreadable(Path file, String what) {
        return new StoreException("The memory in " + file + " has " + what
                + ", so it cannot be read yet; it was not touched; open it once for writing, which makes the index.");
    }

    private static void addColumns(Jdbc jdbc, String table, List<String> declarations) throws SQLException {
        if (declarations.isEmpty()) {
            return;
        }
        StringBuilder view = new StringBuilder("CREATE TEMP VIEW " + table + " AS SELECT *");
        for (String declaration : declarations) {
            Matcher value = DEFAULT.matcher(declaration);
            view.append(", ").append(value.find() ? value.group(1) : "NULL");
            view.append(" AS ").append(declaration.split(" ", 2)[0]);
        }
        jdbc.execute(view.append(" FROM main.").append(table).toString());
    }
}
