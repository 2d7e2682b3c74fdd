package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.catalog.CatalogColumn;
import io.lifeos.memory.archive.catalog.MappedTable;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.EmbeddingForm;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.archive.row.RowHash;
import io.lifeos.memory.archive.row.RowSize;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.archive.row.VectorText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Maps the rows of results that begin with the parts of the key. */
final class PostgresRows {

    private final TableLayout table;
    private final @Nullable EmbeddingForm form;

    /** The embedding of a {@code double precision[]}, whose text is rounded. */
    private final Optional<String> rounded;

    PostgresRows(MappedTable table) {
        this.table = table.layout();
        this.form = table.layout().embeddingForm().orElse(null);
        this.rounded = table.fields()
                .column(ColumnRole.EMBEDDING)
                .filter(CatalogColumn::isDoubleArray)
                .map(CatalogColumn::name);
    }

    ArchivalId id(ResultSet row) throws SQLException {
        int size = table.key().size();
        List<String> parts = new ArrayList<>(size);
        for (int i = 1; i <= size; i++) {
            parts.add(row.getString(i));
        }
        return table.id(parts);
    }

    /** Reads the hash and the size, after the key. */
    RowDigest digest(ResultSet row) throws SQLException {
        int next = table.key().size() + 1;
        return new RowDigest(id(row), RowHash.of(row.getBytes(next)), row.getLong(next + 1));
    }

    /** Reads the size, after the key. */
    RowSize size(ResultSet row) throws SQLException {
        return new RowSize(id(row), row.getLong(table.key().size() + 1));
    }

    /** Reads the text of each column that is not merely a key, and the packed embedding if there is one, after the key. */
    ArchivalMemory memory(ResultSet row) throws SQLException {
        int next = table.key().size() + 1;
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        for (ArchiveColumn column : table.columns()) {
            if (column.role() != ColumnRole.KEY) {
                texts.put(column.name(), row.getString(next++));
            }
        }
        byte[] packed = form == null ? null : row.getBytes(next);
        if (form != null && packed != null) {
            texts.remove(table.embeddingColumn().orElseThrow());
            return new ArchivalMemory(table, id(row), texts, Optional.of(form.unpack(packed)));
        }
        return new ArchivalMemory(table, id(row), texts, rounded.map(texts::get).flatMap(VectorText::rounded));
    }
}
