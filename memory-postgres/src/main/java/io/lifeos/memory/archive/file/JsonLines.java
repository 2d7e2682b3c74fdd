package io.lifeos.memory.archive.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.catalog.JsonObjectText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows that are written as one JSON object a line. */
final class JsonLines implements FileRows {

    private static final String EXPORT = "lifeos-memory";

    private final Path file;
    private final BufferedReader reader;
    private final Set<String> columns = new LinkedHashSet<>();
    private long line;
    private boolean begun;

    JsonLines(Path file, Reader reader) {
        this.file = file;
        this.reader = new BufferedReader(reader);
    }

    @Override
    public Collection<String> columns() {
        return columns;
    }

    @Override
    public @Nullable FileRow next() throws IOException {
        String text = reader.readLine();
        line++;
        while (text != null && text.isBlank()) {
            text = reader.readLine();
            line++;
        }
        if (text == null && !begun) {
            throw new EmptyFileException();
        }
        return text == null ? null : row(text);
    }

    private FileRow row(String text) throws MalformedFileException {
        JsonObjectText object = parse(text);
        Map<String, FileRow.Value> values = new LinkedHashMap<>();
        for (JsonObjectText.Member member : object.members()) {
            if (member.text() != null) {
                values.put(member.name(), new FileRow.Value(member.text(), type(member)));
            }
        }
        long names = object.members().stream()
                .map(JsonObjectText.Member::name)
                .distinct()
                .count();
        if (names < object.members().size()) {
            throw new MalformedFileException(line, "has two members of one name; name the columns apart in the export");
        }
        requireNoExport(values);
        object.members().forEach(member -> columns.add(member.name()));
        return new FileRow(line, values, Map.of());
    }

    private JsonObjectText parse(String text) throws MalformedFileException {
        try {
            return JsonObjectText.parse(text);
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " (column " + e.getLocation().getColumnNr() + ")";
            throw new MalformedFileException(
                    line,
                    text.startsWith("[")
                            ? "is an array, and not one object a line; take the objects out of it, such as by jq -c '.[]'"
                            : "is not one whole JSON object" + place + "; repair it, or export the table once more");
        } catch (IOException e) {
            throw new IllegalStateException("A text can always be read.", e);
        }
    }

    /** Rejects the export of a memory, which begins with an object that names its format. */
    private void requireNoExport(Map<String, FileRow.Value> values) {
        FileRow.Value format = values.get("format");
        if (!begun && format != null && format.text().startsWith(EXPORT)) {
            throw new MappingException("The file " + file + " is the export of a memory (" + format.text()
                    + "), not of a table; nothing was read; import it into a memory instead of migrating it.");
        }
        begun = true;
    }

    private static FileRow.Type type(JsonObjectText.Member member) {
        return switch (member.kind()) {
            case VALUE_NUMBER_INT -> FileRow.Type.BIGINT;
            case VALUE_NUMBER_FLOAT -> FileRow.Type.NUMERIC;
            case VALUE_TRUE, VALUE_FALSE -> FileRow.Type.BOOLEAN;
            case START_OBJECT, START_ARRAY -> FileRow.Type.JSONB;
            default -> FileRow.Type.TEXT;
        };
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
