package io.lifeos.memory.sqlite.query;

/** The time of a fact in SQL. Other programs write times with a T, without a fraction, or with an offset. */
public final class StoredTimeSql {

    /** The time of {@code f} as this library writes it, which sorts; null if it is no time. */
    public static final String TIME = time("f.timestamp");

    /**
     * The condition that the time of {@code f} looks like one. Unless told otherwise, SQLite assumes that this is
     * rare, and does not use the index of times.
     */
    public static final String IS_READABLE = "likely(f.timestamp"
            + " GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][ T][0-9][0-9]:[0-9][0-9]:[0-9][0-9]*')";

    /** The condition that the time of {@code f} is one, and not of 30 February or 25 o'clock, which only looks like one. */
    public static final String IS_TIME = IS_READABLE
            + " AND date(substr(f.timestamp, 1, 10)) = substr(f.timestamp, 1, 10) AND " + TIME + " >= '0001'";

    private StoredTimeSql() {}

    private static String time(String text) {
        String offset = "ltrim(substr(" + text + ", 20), '.0123456789')";
        String fraction = "ltrim(substr(" + text + ", 20, length(" + text + ") - 19 - length(" + offset + ")), '.')";
        return "(datetime(substr(" + text + ", 1, 19) || " + offset + ") || substr('.' || " + fraction
                + " || '000000', 1, 7))";
    }
}
