package io.lifeos.memory.archive.file;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** The format of the rows of a table in a file. The text is UTF-8, with or without a byte order mark. */
public enum FileFormat {
    /**
     * One JSON object per line, whose members are the columns, as {@code psql -At -c 'SELECT row_to_json(t) FROM mem0 t'}
     * writes them. A member that a line lacks is NULL there. Lines with nothing but blanks are skipped.
     */
    JSON_LINES,
    /**
     * Values with commas between them, below a line with the names of the columns, as {@code psql -c '\copy mem0 TO
     * mem0.csv (FORMAT csv, HEADER)'} writes them: an empty value without quotes is NULL, one in quotes
     * may be empty and may hold quotes, doubled, and line breaks.
     */
    CSV;

    /**
     * The name of the format for people.
     *
     * @return the usual extension of a file's name, such as {@code jsonl}
     */
    public String label() {
        return extensions().get(0);
    }

    /**
     * The format of a name.
     *
     * @param label its {@link #label()}, or another extension that is in use for it
     * @return the format
     * @throws IllegalArgumentException if there is none of that name; the message lists all
     * @throws NullPointerException if it is null
     */
    public static FileFormat of(String label) {
        String extension =
                Objects.requireNonNull(label, "The name of the format is null.").toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.extensions().contains(extension))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no format " + label + "; there are "
                        + Arrays.stream(values()).map(FileFormat::label).collect(Collectors.joining(", ")) + "."));
    }

    private List<String> extensions() {
        return switch (this) {
            case JSON_LINES -> List.of("jsonl", "ndjson", "json");
            case CSV -> List.of("csv");
        };
    }

    /** The format that the file's name shows. */
    static FileFormat of(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            return of(name.substring(name.lastIndexOf('.') + 1));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "The name of the file " + file + " does not show its format, as it ends in"
                            + " neither .jsonl, .ndjson, .json nor .csv; say which it is.");
        }
    }
}
