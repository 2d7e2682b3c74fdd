package io.lifeos.memory.migration.flow;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.TableLayout;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Columns that mean nothing to a profile, although their names and types suggest something. */
public final class PlainNames {

    private static final Set<String> TIME_TYPES =
            Set.of("timestamp with time zone", "timestamp without time zone", "date");

    /** Parts of the names of times that are not those at which something happened. */
    private static final List<String> OTHER_TIMES =
            List.of("updat", "modif", "access", "delet", "archiv", "expir", "valid", "until", "last", "recall", "sync");

    private static final Set<String> SESSIONS = Set.of(
            "sessionid", "session", "threadid", "conversationid", "chatid", "chatsessionid", "conversation", "thread");

    private PlainNames() {}

    /**
     * Finds the columns that may be the time of a row.
     *
     * @param table the table
     * @return their names; none if one is known as such
     */
    public static List<String> times(TableLayout table) {
        return table.times().isEmpty()
                ? table.columns().stream()
                        .filter(column -> isUnnamed(column) && TIME_TYPES.contains(column.type()))
                        .map(ArchiveColumn::name)
                        .filter(name -> OTHER_TIMES.stream().noneMatch(plain(name)::contains))
                        .toList()
                : List.of();
    }

    /**
     * Finds the columns that may be the session of a row.
     *
     * @param table the table
     * @return their names; none if one is known as such
     */
    public static List<String> sessions(TableLayout table) {
        return table.columnOf(ColumnRole.SESSION).isEmpty()
                ? table.columns().stream()
                        .filter(PlainNames::isUnnamed)
                        .map(ArchiveColumn::name)
                        .filter(name -> SESSIONS.contains(plain(name)))
                        .toList()
                : List.of();
    }

    private static boolean isUnnamed(ArchiveColumn column) {
        return column.role() == ColumnRole.EXTRA
                || column.role() == ColumnRole.FIELD
                || column.role() == ColumnRole.KEY;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "");
    }
}
