package io.lifeos.memory.migration.flow;

import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.FieldPath;
import io.lifeos.memory.archive.row.TableLayout;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A key that is perhaps a place in a list. A program that keeps the last messages of a conversation gives each of them
 * another place as the list moves, and so the place of a message is no id.
 */
public final class PositionKey {

    private static final Set<String> PLACES = Set.of(
            "sequence_id",
            "sequence_number",
            "sequence",
            "seq",
            "position",
            "place",
            "ordinal",
            "idx",
            "index",
            "turn",
            "turn_index",
            "message_index",
            "message_position",
            "message_number",
            "message_order");

    /** A name that needs no quotes on a command line. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]+");

    private PositionKey() {}

    /**
     * Proposes another id.
     *
     * @param table the table
     * @return a sentence; empty if the key does not look like a place
     */
    public static Optional<String> warning(TableLayout table) {
        List<String> places = table.key().stream().filter(PositionKey::isPlace).toList();
        if (places.isEmpty()) {
            return Optional.empty();
        }
        Set<String> proposed = proposed(table);
        String option = proposed.stream().allMatch(name -> PLAIN.matcher(name).matches())
                ? " (--id " + String.join(",", proposed) + ")"
                : "";
        return Optional.of("Rows are told apart by " + String.join(", ", places)
                + ", which looks like a place in a list: once the list moves, each place holds another message; if so, name"
                + " as the id, before the first run, what stays with a message, such as " + String.join(", ", proposed)
                + option + "; a run is refused while two rows agree in all of these, or one lacks any of them.");
    }

    /** Session, time, who said it and what: the columns of this table that say so, or look by their names as if they did. */
    private static Set<String> proposed(TableLayout table) {
        Set<String> proposed = new LinkedHashSet<>(table.columnsOf(ColumnRole.SESSION));
        proposed.addAll(PlainNames.sessions(table));
        proposed.addAll(table.key());
        Stream.concat(table.times().keySet().stream(), PlainNames.times(table).stream())
                .findFirst()
                .ifPresent(proposed::add);
        table.found().role().filter(FieldPath::isColumn).map(FieldPath::column).ifPresent(proposed::add);
        proposed.addAll(table.columnsOf(ColumnRole.CONTENT));
        proposed.removeIf(PositionKey::isPlace);
        return proposed;
    }

    private static boolean isPlace(String column) {
        return PLACES.contains(column.toLowerCase(Locale.ROOT));
    }
}
