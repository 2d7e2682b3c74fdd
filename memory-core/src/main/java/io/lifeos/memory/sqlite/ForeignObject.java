package io.lifeos.memory.sqlite;

/**
 * Something on a table of ours that is neither ours nor the Python program's, and runs with statements on that table.
 *
 * @param kind what it is, in a word or two
 * @param name its name
 * @param table the table
 * @param remedy how to remove it: a statement, or a sentence's part
 * @param runsOnReading true if reading the table is enough to run it
 */
record ForeignObject(String kind, String name, String table, String remedy, boolean runsOnReading) {

    static ForeignObject trigger(String name, String table) {
        return new ForeignObject("trigger", name, table, "DROP TRIGGER " + TableShape.quoted(name), false);
    }

    static ForeignObject index(String name, String table) {
        return new ForeignObject("index", name, table, "DROP INDEX " + TableShape.quoted(name), false);
    }

    static ForeignObject constraint(String name, String table) {
        return new ForeignObject("constraint", name, table, "an export, imported elsewhere, leaves it behind", false);
    }

    static ForeignObject generatedColumn(String name, String table) {
        return new ForeignObject(
                "generated column",
                name,
                table,
                "ALTER TABLE " + TableShape.quoted(table) + " DROP COLUMN " + TableShape.quoted(name),
                true);
    }

    /** Names it, and how to remove it. */
    String sentence() {
        return "the " + kind + " " + name + " of " + table + " (" + remedy + ")";
    }
}
