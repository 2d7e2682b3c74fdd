package io.lifeos.memory.archive.file;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.catalog.Field;
import io.lifeos.memory.archive.catalog.Fields;
import io.lifeos.memory.archive.catalog.LeftOutRule;
import io.lifeos.memory.archive.catalog.MappedTable;
import io.lifeos.memory.archive.catalog.Selection;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ContentText;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.RowHasher;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.archive.row.VectorText;
import io.lifeos.memory.fact.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the rows of a file into the rows that the table would have had. */
final class FileRowReader {

    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    private final DumpFile source;
    private final TableLayout table;
    private final Fields fields;
    private final Selection selection;
    private final RowHasher hasher;

    FileRowReader(DumpFile source, MappedTable table) {
        this.source = source;
        this.table = table.layout();
        this.fields = table.fields();
        this.selection = table.selection();
        this.hasher = new RowHasher(this.table);
    }

    StagedRows.Row read(FileRow row) {
        Map<String, @Nullable String> values = values(row);
        ArchivalId id = id(row);
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        for (Field field : fields.all()) {
            if (field.column().role() != ColumnRole.KEY) {
                texts.put(field.column().name(), requireText(row.line(), field, values));
            }
        }
        Optional<String> leftOut = selection
                .leftOut(values)
                .map(LeftOutRule::reason)
                .or(() -> Optional.of(ContentText.SAYING_NULL).filter(reason -> saysNull(texts)));
        ArchivalMemory memory = memory(id, texts);
        return new StagedRows.Row(
                row.line(),
                id,
                leftOut.orElse(null),
                selection.isOfOtherScope(values),
                hasher.hash(memory),
                new ArrayList<>(memory.texts().values()),
                memory.embedding());
    }

    /** The texts of a row. A word that spells NULL is none, except to the first version, which knew no such words. */
    private Map<String, @Nullable String> values(FileRow row) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        row.values().forEach((column, value) -> values.put(column, value.text()));
        row.spelledNulls().forEach((column, word) -> {
            if (table.mappingVersion() == MappingVersion.FIRST || isText(column, word)) {
                values.put(column, word);
            }
        });
        return values;
    }

    /** Rows with such a content are counted, and null is JSON as well. */
    private boolean isText(String column, String word) {
        return table.columnOf(ColumnRole.CONTENT).equals(Optional.of(column))
                || (word.equals("null") && table.columnOf(ColumnRole.METADATA).equals(Optional.of(column)));
    }

    /** Quoted or not, such a word alone is no memory. */
    private boolean saysNull(Map<String, @Nullable String> texts) {
        return source.format() == FileFormat.CSV
                && table.mappingVersion() > MappingVersion.FIRST
                && table.columnOf(ColumnRole.CONTENT)
                        .map(texts::get)
                        .filter(CsvRows.NULLS::contains)
                        .isPresent();
    }

    /** Makes a memory, without the text of a vector that float32 holds without loss. */
    private ArchivalMemory memory(ArchivalId id, Map<String, @Nullable String> texts) {
        Optional<String> column = table.columnOf(ColumnRole.EMBEDDING);
        Optional<VectorText> vector = column.map(texts::get).flatMap(VectorText::parse);
        if (vector.isPresent() && vector.get().exact()) {
            texts.put(column.orElseThrow(), null);
        }
        return new ArchivalMemory(table, id, texts, vector.map(VectorText::embedding));
    }

    /** An id has no NULL, so a word that spells it is a text. */
    private ArchivalId id(FileRow row) {
        List<FileRow.Value> parts = new ArrayList<>();
        for (String column : table.key()) {
            FileRow.Value part = row.values().get(column);
            String word = row.spelledNulls().get(column);
            if (part == null && word != null) {
                part = new FileRow.Value(word, FileRow.Type.TEXT);
            } else if (part == null) {
                throw new MappingException("Line " + row.line() + " of " + source.path() + " has no " + column
                        + ", by which rows are told apart; nothing was stored; give it one, or name other columns as the"
                        + " id.");
            }
            parts.add(part);
        }
        return parts.size() == 1
                ? idOf(parts.get(0))
                : ArchivalId.ofParts(parts.stream().map(FileRow.Value::text).toList());
    }

    /**
     * The id of a row: an integer if JSON has it as a number, else a text. CSV does not tell, so each of its ids is judged
     * by itself: it is the one that the row had in PostgreSQL unless a column of texts held an integer.
     */
    private ArchivalId idOf(FileRow.Value id) {
        boolean mayBeInteger = id.type() == FileRow.Type.BIGINT || source.format() == FileFormat.CSV;
        if (mayBeInteger && INTEGER.matcher(id.text()).matches()) {
            try {
                return ArchivalId.ofInteger(Long.parseLong(id.text()));
            } catch (NumberFormatException tooLarge) {
                return ArchivalId.ofText(id.text());
            }
        }
        return ArchivalId.ofText(id.text());
    }

    private @Nullable String requireText(long line, Field field, Map<String, @Nullable String> values) {
        String text = field.reading().of(values);
        if (text != null && !Texts.isUnicode(text)) {
            throw source.malformed(
                    line,
                    "has half of a surrogate pair in " + field.column().name()
                            + ", which is no character; replace it, such as by \\ufffd");
        }
        return text;
    }
}
