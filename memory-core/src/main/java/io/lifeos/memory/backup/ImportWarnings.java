package io.lifeos.memory.backup;

import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.table.FactErasure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a careful owner should know of an import: what came along in part only, or was not as it should be before. */
final class ImportWarnings {

    private static final int MOST_NAMES = 20;

    private final List<String> warnings = new ArrayList<>();

    void addWithoutChecksum() {
        warnings.add(
                "The export is of the first version and has no checksum, so a change in it that keeps its form was not"
                        + " noticed.");
    }

    void addTables(ImportedTables tables) {
        if (!tables.ofOthers().isEmpty()) {
            warnings.add(
                    "Tables that another program added came along as columns, keys and rows, without their constraints,"
                            + " defaults, indexes and triggers: " + names(tables.ofOthers()) + ".");
        }
        if (!tables.withoutColumns().isEmpty()) {
            warnings.add("Tables that another program added, and that have no rows, did not come along: "
                    + names(tables.withoutColumns()) + ".");
        }
    }

    /** Looks for rows that point to none: they were so in the memory that was exported, as nothing was changed since. */
    void addForeignKeys(Connection connection) throws SQLException {
        Map<String, Integer> dangling = new LinkedHashMap<>();
        new Jdbc(connection)
                .forEach(
                        "PRAGMA foreign_key_check",
                        row -> dangling.merge(
                                "of " + row.getString("table") + " that point to rows of " + row.getString("parent"),
                                1,
                                Integer::sum));
        dangling.forEach((what, rows) -> warnings.add("There are " + rows + " rows " + what
                + " which do not exist, as in the memory that was exported; check names them."));
    }

    void addErased(Connection connection) throws SQLException {
        FactErasure.warningOfCopy(connection).ifPresent(warnings::add);
    }

    static String names(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
        return names.size() <= MOST_NAMES ? first : first + " and " + (names.size() - MOST_NAMES) + " more";
    }

    List<String> list() {
        return List.copyOf(warnings);
    }
}
