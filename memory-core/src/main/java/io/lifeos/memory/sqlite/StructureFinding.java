package io.lifeos.memory.sqlite;

import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What SQLite's own integrity check says in one line.
 *
 * @param text the line
 */
record StructureFinding(String text) {

    private static final Pattern OF_AN_INDEX = Pattern.compile("(row|wrong #|non-unique|rowid) .*\\bindex \\S+");
    private static final Pattern OF_THE_FULL_TEXT =
            Pattern.compile("((malformed|unable to validate the) inverted index|fts5:) .*");
    private static final Pattern OF_A_VALUE =
            Pattern.compile("(NULL value in|CHECK constraint failed in|\\w+ value in|non-\\w+ value in) .*");

    /** On a fresh connection: one that has searched before checks the full-text index by a structure it remembers. */
    static List<StructureFinding> of(Connection fresh) throws SQLException {
        return new Jdbc(fresh)
                .query("PRAGMA integrity_check", row -> new StructureFinding(String.valueOf(row.getString(1)))).stream()
                        .filter(finding -> !finding.text.equals("ok"))
                        .toList();
    }

    /** Whether an index is not in step with its table, which is sound; the index can be made anew from it. */
    boolean isOfAnIndex() {
        return OF_AN_INDEX.matcher(text).matches();
    }

    /** Whether the full-text index is broken in itself; it can be made anew from the facts. */
    boolean isOfTheFullText() {
        return OF_THE_FULL_TEXT.matcher(text).matches();
    }

    /** Whether what is damaged can be made anew from what is not. */
    boolean isCurable() {
        return isOfAnIndex() || isOfTheFullText();
    }

    /** Whether a row holds what its table does not allow, which is no damage. */
    boolean isOfAValue() {
        return OF_A_VALUE.matcher(text).matches();
    }

    String sentence() {
        return "Integrity: " + text;
    }
}
