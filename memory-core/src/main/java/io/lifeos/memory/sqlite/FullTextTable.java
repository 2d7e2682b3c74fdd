package io.lifeos.memory.sqlite;

import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.SchemaPart.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The full-text index as a table of the file, which another program may have made anew in another way. */
final class FullTextTable {

    static final String NAME = "facts_fts";

    private final Jdbc jdbc;

    FullTextTable(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /** Tells whether there is one that was made with other columns or another tokenizer, and so holds other terms. */
    boolean isOfAnotherKind() throws SQLException {
        Optional<String> sql = sql();
        return sql.isPresent() && !tokens(sql.get()).equals(tokens(part().sql()));
    }

    boolean isThere() throws SQLException {
        return sql().isPresent();
    }

    private Optional<String> sql() throws SQLException {
        return jdbc.first(
                "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?", row -> row.getString(1), NAME);
    }

    /** The Python program puts names into quotes that ours does not. */
    private static List<String> tokens(String sql) {
        return SqlTokens.of(sql).stream().map(token -> token.replace("'", "")).toList();
    }

    private static SchemaPart part() {
        return Schema.parts().stream()
                .filter(part -> part.kind() == Kind.VIRTUAL_TABLE)
                .findFirst()
                .orElseThrow();
    }

    /** Makes it anew, with our columns and tokenizer. Must be called in a transaction. */
    void replace() throws SQLException {
        jdbc.execute("DROP TABLE " + NAME);
        for (SchemaPart part : Schema.parts()) {
            if (part.kind() == Kind.VIRTUAL_TABLE || part.sql().startsWith("INSERT INTO " + NAME)) {
                jdbc.execute(part.sql());
            }
        }
    }
}
