package io.lifeos.memory.sqlite;

import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

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

    /** Runs the check on a fresh connection: one that has searched before relies on its cached full-text structure. */
    static List<StructureFinding> of(Connection fresh) throws SQLException {
        return new Jdbc(fresh)
                .query("PRAGMA integrity_check", row -> new StructureFinding(String.valueOf(row.getString(1)))).stream()
                        .filter(finding -> !finding.text.equals("ok"))
                        .toList();
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
