package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.known.ColumnRoles;
import io.lifeos.memory.archive.profile.ColumnRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns that are not worth reading.
 *
 * @param names their names
 */
record LeftOutColumns(Set<String> names) {

    /** The reason not to read a column. */
    Optional<String> reason(CatalogColumn column) {
        return names.contains(column.name()) ? Optional.of("it was to be left out") : Optional.empty();
    }

    /**
     * The roles of the other columns.
     *
     * @throws MappingException if the table lacks a column that was named, or one of them is its id or its content
     */
    ColumnRoles others(CatalogTable table, ColumnRoles roles) {
        List<String> columns = table.columnNames();
        Stream<String> contents = roles.contentMember() == null
                ? roles.of(ColumnRole.CONTENT).stream()
                : roles.of(ColumnRole.METADATA).stream();
        Set<String> needed = Stream.concat(
                        contents.filter(columns::contains).limit(1),
                        table.key().stream().map(CatalogColumn::name))
                .collect(Collectors.toSet());
        for (String name : names) {
            if (!columns.contains(name)) {
                throw new MappingException("The table " + table.sql() + " has no column " + name
                        + " to be left out; it has " + columns + ".");
            } else if (needed.contains(name)) {
                throw new MappingException("The column " + name + " of " + table.sql()
                        + " cannot be left out: it is the content, or tells rows apart; nothing was read.");
            }
        }
        return roles.without(names);
    }
}
