package io.lifeos.memory.sqlite;

import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteLimits;
import org.sqlite.core.DB;

/**
 * One line of the result of SQLite's own integrity check.
 *
 * @param text the line
 */
record StructureFinding(String text) {

    private static final Pattern OF_AN_INDEX = Pattern.compile("(row|wrong #|non-unique|rowid) .*\\bindex \\S+");
    private static final Pattern OF_THE_FULL_TEXT =
            Pattern.compile("((malformed|unable to validate the) inverted index|fts5:) .*");
    private static final Pattern OF_A_VALUE =
            Pattern.compile("(NULL value in|CHECK constraint failed in|\\w+ value in|non-\\w+ value in) .*");

    private static final String CHECK = "PRAGMA integrity_check";

    /** Runs the check on a fresh connection: one that has searched before relies on its cached full-text structure. */
    static List<StructureFinding> of(Connection fresh) throws SQLException {
        List<StructureFinding> findings = new ArrayList<>();
        addTo(findings, fresh);
        return findings;
    }

    /**
     * Runs the check without walking through the full text, for those who {@linkplain
     * io.lifeos.memory.sqlite.table.FullTextIndex#verify() compare} that with the facts. SQLite cannot be asked to leave a
     * virtual table out, but comes to it last; there FTS5 fails at once, as its statements are longer than allowed.
     */
    static List<StructureFinding> besideFullText(Connection fresh) throws SQLException {
        Jdbc jdbc = new Jdbc(fresh);
        if (jdbc.number("SELECT count(*) FROM main.sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'") != 1
                || !new FullTextTable(fresh).isThere()) {
            return of(fresh);
        }
        List<StructureFinding> findings = new ArrayList<>();
        // In one snapshot, as a schema that another connection changes meanwhile could not be read again under the
        // limit.
        jdbc.execute("BEGIN");
        try {
            jdbc.exists("SELECT 1 FROM main." + FullTextTable.NAME + " LIMIT 0");
            addBesideFullText(findings, fresh);
        } finally {
            jdbc.execute("ROLLBACK");
        }
        return findings;
    }

    private static void addBesideFullText(List<StructureFinding> findings, Connection fresh) throws SQLException {
        DB sqlite = fresh.unwrap(SQLiteConnection.class).getDatabase();
        int longest = sqlite.limit(SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH.getId(), CHECK.length());
        try {
            addTo(findings, fresh);
        } catch (SQLException e) {
            if (SqliteErrors.primaryCode(e) != SQLiteErrorCode.SQLITE_TOOBIG) {
                throw e;
            }
        } finally {
            sqlite.limit(SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH.getId(), longest);
        }
    }

    private static void addTo(List<StructureFinding> findings, Connection fresh) throws SQLException {
        new Jdbc(fresh).forEach(CHECK, row -> {
            String text = String.valueOf(row.getString(1));
            if (!text.equals("ok")) {
                findings.add(new StructureFinding(text));
            }
        });
    }

    /** Tells whether an index is not in step with its table, which is sound; the index can be rebuilt from it. */
    boolean isOfAnIndex() {
        return OF_AN_INDEX.matcher(text).matches();
    }

    /** Tells whether the full-text index itself is broken; it can be rebuilt from the facts. */
    boolean isOfTheFullText() {
        return OF_THE_FULL_TEXT.matcher(text).matches();
    }

    /** Tells whether the damaged part can be rebuilt from the sound ones. */
    boolean isCurable() {
        return isOfAnIndex() || isOfTheFullText();
    }

    /** Tells whether a row holds a value that its table does not allow, which is not damage. */
    boolean isOfAValue() {
        return OF_A_VALUE.matcher(text).matches();
    }

    String sentence() {
        return "Integrity: " + text;
    }
}
