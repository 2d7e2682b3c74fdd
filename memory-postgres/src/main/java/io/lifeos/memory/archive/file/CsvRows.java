package io.lifeos.memory.archive.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows that are written as PostgreSQL's {@code COPY ... WITH (FORMAT csv, HEADER)} does. */
final class CsvRows implements FileRows {

    /** The words by which programs spell NULL. A name such as Null is none of them. */
    static final Set<String> NULLS = Set.of("NULL", "null", "\\N");

    private final CsvTokens parser;
    private final List<String> columns = new ArrayList<>();
    private final Set<Integer> spelledNulls = new HashSet<>();
    private long line = 1;

    CsvRows(Reader reader) throws IOException {
        this.parser = CsvTokens.of(reader);
        List<@Nullable String> header = values();
        if (header == null) {
            throw new EmptyFileException();
        }
        for (String column : header) {
            columns.add(column == null ? "" : column);
        }
        if (columns.contains("") || new HashSet<>(columns).size() < columns.size()) {
            throw new MalformedFileException(
                    line,
                    "has a column without a name, or two of one name; it is the header, with a name for each column");
        }
    }

    @Override
    public Collection<String> columns() {
        return columns;
    }

    @Override
    public @Nullable FileRow next() throws IOException {
        List<@Nullable String> texts = values();
        while (texts != null && isEmptyLine(texts)) {
            texts = values();
        }
        if (texts == null) {
            return null;
        } else if (texts.size() != columns.size()) {
            throw new MalformedFileException(
                    line,
                    "has " + texts.size() + " values, but there are " + columns.size()
                            + " columns; repair it, or export the table once more");
        } else if (texts.equals(columns)) {
            throw new MalformedFileException(
                    line,
                    "repeats the names of the columns, as where two exports were joined; take out the lines that do");
        }
        Map<String, FileRow.Value> values = new LinkedHashMap<>();
        Map<String, String> nulls = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            if (text != null && spelledNulls.contains(i)) {
                nulls.put(columns.get(i), text);
            } else if (text != null) {
                values.put(columns.get(i), new FileRow.Value(text, FileRow.Type.TEXT));
            }
        }
        return new FileRow(line, values, nulls);
    }

    /** Replaces the parser's own skipping of empty lines, which strips blanks from the first value of other lines. */
    private boolean isEmptyLine(List<@Nullable String> texts) {
        return columns.size() > 1 && texts.size() == 1 && texts.get(0) == null;
    }

    private @Nullable List<@Nullable String> values() throws IOException {
        try {
            if (parser.nextToken() == null) {
                return null;
            }
            List<@Nullable String> values = new ArrayList<>();
            spelledNulls.clear();
            long begin = parser.currentLocation().getLineNr();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (values.isEmpty()) {
                    begin = parser.currentTokenLocation().getLineNr();
                }
                String text = token == JsonToken.VALUE_NULL ? null : parser.getText();
                if (text != null && NULLS.contains(text) && !parser.isQuoted()) {
                    spelledNulls.add(values.size());
                }
                values.add(text);
            }
            line = begin;
            return values;
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? line : e.getLocation().getLineNr();
            throw new MalformedFileException(
                    at,
                    "is no CSV: quotes are not closed, or something follows them;"
                            + " repair it, or export the table once more");
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
