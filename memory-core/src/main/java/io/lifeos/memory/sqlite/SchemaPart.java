package io.lifeos.memory.sqlite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement of the schema.
 *
 * @param kind the kind of object that it creates
 * @param name the name of that object; empty for a setting
 * @param sql the statement
 */
record SchemaPart(Kind kind, String name, String sql) {

    private static final Pattern CREATE =
            Pattern.compile("CREATE (?:UNIQUE )?(TABLE|VIRTUAL TABLE|INDEX|TRIGGER) (\\w+).*", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("(?m)^  ([a-z_]+\\b.*?),?$");

    private static final Pattern CONSTRAINT = Pattern.compile("(?m)^  ((?:PRIMARY KEY|UNIQUE) .*?),?$");
    private static final Pattern OPTIONS = Pattern.compile("(?m)^\\)(.*);$");

    /** The kinds of objects that a statement creates. */
    enum Kind {
        TABLE,
        VIRTUAL_TABLE,
        INDEX,
        TRIGGER,
        SETTING
    }

    static SchemaPart of(String sql) {
        Matcher create = CREATE.matcher(sql);
        return create.matches()
                ? new SchemaPart(Kind.valueOf(create.group(1).replace(' ', '_')), create.group(2), sql)
                : new SchemaPart(Kind.SETTING, "", sql);
    }

    /** Returns the columns of a table by name, each as it is declared. */
    Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        Matcher column = COLUMN.matcher(sql);
        while (column.find()) {
            String declaration = column.group(1);
            columns.put(declaration.split(" ", 2)[0], declaration);
        }
        return columns;
    }

    /** Returns the constraints of a table that are not those of one column. */
    List<String> constraints() {
        return CONSTRAINT.matcher(sql).results().map(match -> match.group(1)).toList();
    }

    /** Returns what a table's statement says after the columns, such as " WITHOUT ROWID". */
    String options() {
        Matcher options = OPTIONS.matcher(sql);
        return options.find() ? options.group(1) : "";
    }
}
