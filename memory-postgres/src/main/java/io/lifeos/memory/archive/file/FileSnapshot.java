package io.lifeos.memory.archive.file;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.catalog.CatalogColumn;
import io.lifeos.memory.archive.catalog.CatalogTable;
import io.lifeos.memory.archive.catalog.JsonObjectText;
import io.lifeos.memory.archive.catalog.MappedTable;
import io.lifeos.memory.archive.catalog.MissingContent;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchivePage;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.archive.row.RowSize;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.archive.row.UnreadRow;
import io.lifeos.memory.archive.table.ArchiveOptions;
import io.lifeos.memory.archive.table.TableName;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.json.Json;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A view of a file: its rows as they were when it was opened, in a temporary database. The file is read twice, first to
 * learn its columns and then to take its rows, and is not needed after that.
 */
final class FileSnapshot implements ArchiveSnapshot {

    private static final int SUMMARISED_AT_ONCE = 100;

    private final DumpFile source;
    private final DumpFile.Version version;
    private final TableName name;
    private final ArchiveOptions options;
    private final MappedTable mapped;
    private final TableLayout table;
    private final StagedRows rows;
    private boolean closed;

    private FileSnapshot(
            DumpFile source,
            DumpFile.Version version,
            TableName name,
            ArchiveOptions options,
            MappedTable mapped,
            StagedRows rows) {
        this.source = source;
        this.version = version;
        this.name = name;
        this.options = options;
        this.mapped = mapped;
        this.table = mapped.layout();
        this.rows = rows;
    }

    /** Reads the whole file. */
    static FileSnapshot open(DumpFile source, TableName name, ArchiveOptions options) {
        DumpFile.Version version = source.version();
        return open(source.withoutLongLines(), version, name, options, MappingVersion.CURRENT);
    }

    private static FileSnapshot open(
            DumpFile source, DumpFile.Version version, TableName name, ArchiveOptions options, int mappingVersion) {
        FileColumns learnt = new FileColumns(name, options.table());
        FileFindings shown = new FileFindings();
        CatalogTable catalog = source.read(file -> {
            for (FileRow row = file.next(); row != null; row = file.next()) {
                learnt.add(row);
                shown.add(row);
            }
            return learnt.describe(file.columns());
        });
        MappedTable plain = MappedTable.of(catalog, options);
        MappedTable table =
                plain.with(shown.of(plain, options.table()), options).asOf(mappingVersion, options);
        StagedRows rows = stage(source, new FileRowReader(source, table));
        FileSnapshot snapshot = new FileSnapshot(source, version, name, options, table, rows);
        try {
            snapshot.requireSound();
            return snapshot;
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    private static StagedRows stage(DumpFile source, FileRowReader reader) {
        return staging(source, () -> {
            StagedRows rows = StagedRows.create();
            try {
                source.read(file -> addAll(source, file, reader, rows));
                rows.finish();
                return rows;
            } catch (SQLException | RuntimeException e) {
                rows.close();
                throw e;
            }
        });
    }

    private static long addAll(DumpFile source, FileRows file, FileRowReader reader, StagedRows rows)
            throws IOException {
        long count = 0;
        for (FileRow row = file.next(); row != null; row = file.next()) {
            StagedRows.Row staged = reader.read(row);
            staging(source, () -> rows.add(staged));
            count++;
        }
        return count;
    }

    private void requireSound() {
        if (!source.version().equals(version)) {
            throw new SourceUnavailableException(
                    "The file " + source.path() + " was changed while it was read; nothing was stored; begin again when"
                            + " it is complete.",
                    true);
        }
        Optional<StagedRows.Twins> twins = read(rows::twins);
        if (twins.isPresent()) {
            throw new MappingException("Lines " + twins.get().first() + " and "
                    + twins.get().second() + " of " + source.path() + " have the same "
                    + String.join(" and ", table.key()) + " " + twins.get().id()
                    + ", by which rows are told apart; nothing was stored; keep one of them, or name other columns as the"
                    + " id.");
        }
    }

    /** The name of the table, wherever the file lies. */
    @Override
    public Optional<String> identity() {
        return Optional.of("file/" + (name.schema() == null ? "" : name.schema() + ".") + name.name());
    }

    @Override
    public boolean provesIdentity() {
        return false;
    }

    @Override
    public TableLayout table() {
        return table;
    }

    @Override
    public synchronized long selected() {
        return read(() -> rows.selected());
    }

    @Override
    public synchronized Map<String, Long> leftOutByReason() {
        return read(rows::leftOut);
    }

    @Override
    public List<ArchivalId> ids(@Nullable ArchivalId after, int limit) {
        return keys(after, limit).stream().map(RowDigest::id).toList();
    }

    @Override
    public synchronized String missingContent() {
        MissingContent missing = new MissingContent(mapped);
        return missing.sentence(missing.json().map(this::members).orElse(List.of()));
    }

    private List<String> members(CatalogColumn json) {
        List<String> read = table.columns().stream()
                .filter(column -> column.role() != ColumnRole.KEY)
                .map(ArchiveColumn::name)
                .toList();
        Set<String> members = new TreeSet<>();
        for (List<@Nullable String> texts : read(() -> rows.some(MissingContent.ROWS_LOOKED_AT))) {
            JsonObjectText.of(texts.get(read.indexOf(json.name()))).stream()
                    .flatMap(object -> object.members().stream())
                    .map(JsonObjectText.Member::name)
                    .forEach(members::add);
        }
        return members.stream().limit(MissingContent.MOST_MEMBERS).toList();
    }

    @Override
    public synchronized ArchiveSummary summary() {
        return summarised().summary(leftOutByReason());
    }

    @Override
    public synchronized List<ScopeCount> scopes() {
        return summarised().scopes();
    }

    private FileSummary summarised() {
        FileSummary summary = new FileSummary(table);
        List<ArchivalId> page = ids(null, SUMMARISED_AT_ONCE);
        while (!page.isEmpty()) {
            memories(page).forEach(summary::add);
            page = ids(page.get(page.size() - 1), SUMMARISED_AT_ONCE);
        }
        return summary;
    }

    @Override
    public synchronized List<RowDigest> keys(@Nullable ArchivalId after, int limit) {
        ArchivePage.requireLimit(limit);
        return read(() -> rows.keys(after, limit, this::id));
    }

    @Override
    public List<RowSize> sizes(@Nullable ArchivalId after, int limit) {
        return keys(after, limit).stream()
                .map(key -> new RowSize(key.id(), key.bytes()))
                .toList();
    }

    @Override
    public List<UnreadRow> unread() {
        return source.passedOver().unread();
    }

    @Override
    public synchronized List<ArchivalMemory> memories(List<ArchivalId> ids) {
        List<ArchivalMemory> memories = new ArrayList<>();
        for (ArchivalId id : ids) {
            read(() -> rows.content(id)).ifPresent(content -> memories.add(memory(id, content)));
        }
        return memories;
    }

    @Override
    public synchronized List<ArchivalId> ofOtherScope(List<ArchivalId> ids) {
        List<ArchivalId> others = new ArrayList<>();
        for (ArchivalId id : ids) {
            if (read(() -> rows.isOfOtherScope(id))) {
                others.add(id);
            }
        }
        return others;
    }

    /** Reads the file once more, which must be as it was. */
    @Override
    public ArchiveSnapshot asOf(int mappingVersion) {
        MappingVersion.require(mappingVersion);
        return open(source, version, name, options, mappingVersion);
    }

    @Override
    public synchronized Map<ArchivalId, String> leftOut(List<ArchivalId> ids) {
        Map<ArchivalId, String> reasons = new HashMap<>();
        for (ArchivalId id : ids) {
            read(() -> rows.leftOut(id)).ifPresent(reason -> reasons.put(id, reason));
        }
        return reasons;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            rows.close();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** Names the table. */
    @Override
    public String toString() {
        return "ArchiveSnapshot[" + table.qualifiedName() + " of " + source.path() + "]";
    }

    private ArchivalId id(Object value) {
        if (value instanceof Number number) {
            return ArchivalId.ofInteger(number.longValue());
        }
        String text = value.toString();
        return table.key().size() == 1 ? ArchivalId.ofText(text) : ArchivalId.ofParts(Json.texts(text));
    }

    private ArchivalMemory memory(ArchivalId id, StagedRows.Content content) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        int next = 0;
        for (ArchiveColumn column : table.columns()) {
            if (column.role() != ColumnRole.KEY) {
                texts.put(column.name(), content.texts().get(next++));
            }
        }
        return new ArchivalMemory(table, id, texts, content.embedding());
    }

    /** Something that uses the temporary database. */
    @FunctionalInterface
    private interface Staging<T> {
        T run() throws SQLException, IOException;
    }

    private static <T> T staging(DumpFile source, Staging<T> work) {
        try {
            return work.run();
        } catch (SQLException | IOException e) {
            throw new SourceUnavailableException("The rows of " + source.path()
                    + " could not be laid out in the temporary folder " + temporaryFolder() + " (" + e.getMessage()
                    + "); nothing was stored; free space there, or name another folder by -Djava.io.tmpdir=DIR.");
        }
    }

    /** Something that reads the temporary database. */
    @FunctionalInterface
    private interface Reading<T> {
        T run() throws SQLException;
    }

    private <T> T read(Reading<T> work) {
        if (closed) {
            throw new IllegalStateException(
                    "The snapshot of " + source.path() + " is closed, and its rows are gone; open another one.");
        }
        try {
            return work.run();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private SourceUnavailableException unreadable(SQLException e) {
        return new SourceUnavailableException("The rows of " + source.path()
                + " could not be read back from the temporary folder " + temporaryFolder() + " (" + e.getMessage()
                + "); the file is as it was; begin again, and if it fails again name another folder by"
                + " -Djava.io.tmpdir=DIR.");
    }

    private static String temporaryFolder() {
        return System.getProperty("java.io.tmpdir");
    }
}
