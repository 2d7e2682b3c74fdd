package io.lifeos.memory.archive.row;

import java.util.List;

/**
 * The place of a value in a row: a column, or a member somewhere in its JSON.
 *
 * @param column the column
 * @param members the names of the members that lead to the value, from the outside in; empty if it is the column itself
 */
public record FieldPath(String column, List<String> members) {

    /** Copies the names. */
    public FieldPath {
        members = List.copyOf(members);
    }

    /**
     * The place that is a column.
     *
     * @param name the column
     * @return the place
     */
    public static FieldPath column(String name) {
        return new FieldPath(name, List.of());
    }

    /**
     * The place in the JSON of a column.
     *
     * @param column the column
     * @param names the names of the members that lead to it
     * @return the place
     */
    public static FieldPath member(String column, String... names) {
        return new FieldPath(column, List.of(names));
    }

    /**
     * Tells whether it is a column itself.
     *
     * @return false if it is in the JSON of one
     */
    public boolean isColumn() {
        return members.isEmpty();
    }

    /**
     * The name of the innermost thing.
     *
     * @return the last member, or else the column
     */
    public String name() {
        return isColumn() ? column : members.get(members.size() - 1);
    }

    /** The place as PostgreSQL writes it, but without quotes: {@code metadata->>user_id}. */
    @Override
    public String toString() {
        if (isColumn()) {
            return column;
        }
        List<String> outer = members.subList(0, members.size() - 1);
        return column + (outer.isEmpty() ? "" : "->" + String.join("->", outer)) + "->>" + name();
    }
}
