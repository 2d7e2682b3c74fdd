package io.lifeos.memory.sqlite;

import java.util.Locale;

/** The kinds of values that a column prefers, which is all that SQLite makes of a declared type. */
public enum ColumnAffinity {
    /** Whole numbers. */
    INTEGER("INT"),
    /** Text. */
    TEXT("TEXT"),
    /** None: each value stays what it is. */
    BLOB("BLOB"),
    /** Floating-point numbers. */
    REAL("REAL"),
    /** Numbers. */
    NUMERIC("NUMERIC");

    private final String type;

    ColumnAffinity(String type) {
        this.type = type;
    }

    /** Returns the type to declare. A key of the type INT, unlike INTEGER, is not SQLite's own row number. */
    String type() {
        return type;
    }

    /** Returns the affinity of a declared type, by SQLite's own rules. */
    static ColumnAffinity of(String declared, boolean strict) {
        String type = declared.toUpperCase(Locale.ROOT);
        if (type.contains("INT")) {
            return INTEGER;
        } else if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
            return TEXT;
        } else if (type.isEmpty() || type.contains("BLOB") || (strict && type.equals("ANY"))) {
            return BLOB;
        } else if (type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB")) {
            return REAL;
        }
        return NUMERIC;
    }
}
