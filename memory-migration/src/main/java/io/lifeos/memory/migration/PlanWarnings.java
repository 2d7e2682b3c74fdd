package io.lifeos.memory.migration;

import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.RowSecurity;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.VectorGroup;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.ContentText;
import io.lifeos.memory.archive.row.FoundFields;
import io.lifeos.memory.archive.row.FoundFields.Scope;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.migration.flow.ChangedContents;
import io.lifeos.memory.migration.flow.PlainNames;
import io.lifeos.memory.migration.flow.PositionKey;
import io.lifeos.memory.migration.link.Links;
import io.lifeos.memory.sqlite.table.LinkTable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The warnings that a careful owner should read before a migration, as sentences. */
final class PlanWarnings {

    static final String NONE_SELECTED = "No row is selected: all are left out.";

    private static final int MOST_NAMED = 5;

    private final TableLayout table;
    private final ArchiveSummary rows;
    private final Optional<String> defaultModel;
    private final Optional<Instant> undatedTime;
    private final List<String> warnings = new ArrayList<>();

    private PlanWarnings(TableLayout table, ArchiveSummary rows, MigrationOptions options) {
        this.table = table;
        this.rows = rows;
        this.defaultModel = options.embeddingModel();
        this.undatedTime = options.undatedTime();
    }

    static List<String> of(
            TableLayout table, ArchiveSummary rows, List<ScopeCount> scopes, MigrationOptions options, boolean named) {
        PlanWarnings of = new PlanWarnings(table, rows, options);
        of.warnings.addAll(ofMerging(scopes));
        of.aboutRows();
        of.aboutVectors();
        of.aboutBulk();
        of.warnIf(
                !named,
                "The server hides its identity from this role: the source needs a name before it can be migrated.");
        return of.warnings;
    }

    /**
     * The warnings of a run: those of a plan, of the rows that it brought over. Nothing is read for them but owners, and
     * those from the file, as a run reads the source once; so they name those whom another source brought, too.
     */
    static List<String> ofRun(ArchiveSnapshot snapshot, Links links, MigrationOptions options, MappingTally mapping) {
        List<ScopeCount> owners = options.dryRun()
                ? snapshot.scopes()
                : scopes(links, snapshot.table().found());
        List<String> warnings = new ArrayList<>(of(snapshot.table(), mapping.summary(), owners, options, true));
        if (snapshot.selected() == 0 && snapshot.leftOut() > 0) {
            warnings.add(NONE_SELECTED);
        }
        warnings.addAll(ofContents(snapshot.leftOutByReason()));
        ofUnreadableTimes(mapping.unreadableTimes(), options).ifPresent(warnings::add);
        return warnings;
    }

    /**
     * Owners are counted in the whole file, by the names that this table has for them, or else by their kind, as the metadata
     * of a fact is read more closely than the names in all rows are; other scopes in the table's own facts.
     */
    private static List<ScopeCount> scopes(Links links, FoundFields found) {
        List<ScopeCount> counts = new ArrayList<>();
        Map<String, LinkTable.Values> mixed = new TreeMap<>(links.mixedOwners(ScopeCount.MOST_VALUES));
        found.owners().forEach((kind, scope) -> {
            LinkTable.Values facts = mixed.remove(kind.word());
            if (facts != null) {
                counts.add(count(scope.name(), facts));
            }
        });
        mixed.forEach((kind, facts) -> counts.add(count(kind, facts)));
        List<String> others = found.scopes().stream()
                .filter(scope -> !found.owners().containsValue(scope))
                .map(Scope::name)
                .toList();
        if (!others.isEmpty()) {
            links.members(others, ScopeCount.MOST_VALUES).forEach((name, facts) -> counts.add(count(name, facts)));
        }
        return counts;
    }

    private static ScopeCount count(String scope, LinkTable.Values facts) {
        return new ScopeCount(scope, facts.first(), facts.more(), 0);
    }

    /** Names the owners whose rows would be mixed in one memory. */
    static List<String> ofMerging(List<ScopeCount> scopes) {
        return scopes.stream()
                .filter(ScopeCount::isMixed)
                .map(PlanWarnings::merging)
                .toList();
    }

    /** Tells what a run would do with rows that it knows. */
    static List<String> ofKnownRows(ChangedContents known, MigrationOptions options) {
        List<String> of = new ArrayList<>();
        if (known.areTooMany()) {
            of.add(ChangedContentsException.explained(known)
                    + (options.acceptsChangedContents()
                            ? " They are accepted, and the facts will be rewritten."
                            : " Unless they are accepted, a migration stops before it writes anything."));
        }
        if (known.marks() > 0) {
            of.add(
                    number(known.marks())
                            + " facts would be marked as an assistant's words, or no longer be: recall leaves those out unless asked.");
        }
        return of;
    }

    /** Names the first of the rows whose time cannot be read. */
    static Optional<String> ofUnreadableTimes(Listed<Object> rows, MigrationOptions options) {
        return rows.first().stream()
                .findFirst()
                .map(first -> number(rows.count()) + " rows have a time that cannot be read, the first of them row "
                        + first + ": " + theyGet(options.undatedTime()));
    }

    private static String theyGet(Optional<Instant> undatedTime) {
        return "they get " + undatedTime.map(Instant::toString).orElse("that of their first import") + ".";
    }

    private static String looksLike(List<String> columns) {
        return columns.isEmpty() ? "" : ", though " + String.join(" and ", columns) + " may be one by the name";
    }

    private static String merging(ScopeCount scope) {
        List<String> named = scope.values().entrySet().stream()
                .limit(MOST_NAMED)
                .map(value -> value.getKey() + " (" + number(value.getValue()) + ")")
                .collect(Collectors.toCollection(ArrayList::new));
        long others = scope.values().size() + scope.moreValues() - named.size();
        if (others > 0) {
            named.add(number(others) + " more");
        }
        return "Rows of several owners come together in this memory, by " + scope.scope() + ": "
                + String.join(", ", named)
                + "; take the rows of one, or tell them apart in a recall, by owner or by that member of the metadata.";
    }

    /** Names rows that do have a content, but none that is taken for a memory. */
    private static List<String> ofContents(Map<String, Long> leftOut) {
        List<String> of = new ArrayList<>();
        if (leftOut.containsKey(ContentText.NO_TEXT)) {
            of.add(
                    number(leftOut.get(ContentText.NO_TEXT))
                            + " rows have a content that is no text, such as a number, or a list without one: they are left out.");
        }
        if (leftOut.containsKey(ContentText.SAYING_NULL)) {
            of.add(number(leftOut.get(ContentText.SAYING_NULL))
                    + " rows have a content that spells NULL: they are left out.");
        }
        return of;
    }

    private void aboutRows() {
        warnIf(rows.rows() > 0 && rows.selected() == 0, NONE_SELECTED);
        warnings.addAll(ofContents(rows.leftOut()));
        warnIf(
                rows.withoutTime() > 0,
                number(rows.withoutTime()) + " rows have no time" + looksLike(PlainNames.times(table)) + ": "
                        + theyGet(undatedTime));
        warnIf(
                rows.withoutZone() > 0 && table.sourceTime().zone().equals(ZoneOffset.UTC),
                number(rows.withoutZone())
                        + " times name no zone, and are read as UTC; if they were written in another,"
                        + " name it as the zone of the source (--source-zone).");
        List<String> sessions = PlainNames.sessions(table);
        warnIf(
                !sessions.isEmpty(),
                "No column is named as the session" + looksLike(sessions) + ": name it if it is one.");
        warnIf(
                rows.assistantOutput() > 0,
                number(rows.assistantOutput())
                        + " rows are an assistant's own words or conclusions: recall leaves them out unless asked.");
        table.keyWarning().ifPresent(warnings::add);
        PositionKey.warning(table).ifPresent(warnings::add);
        List<String> likely = table.found().likelyOwners();
        warnIf(
                !likely.isEmpty(),
                String.join(" and ", likely) + (likely.size() == 1 ? " looks" : " look")
                        + " like an owner, but may be none: name it as a scope if it tells whose a memory is.");
        warnIf(
                rows.rowSecurity() != RowSecurity.OFF,
                "Row-level security is on, but not for this role: it reads the rows of all owners.");
    }

    private void aboutBulk() {
        table.columns().forEach(column -> {
            if (column.type().equals("bytea")) {
                warnings.add("The column " + column.name()
                        + " is binary: it is kept with each fact, as a text twice as long, and asks for as much memory;"
                        + " leave it out (--leave-out) unless it is needed.");
            } else if (column.type().equals("tsvector") && column.role() != ColumnRole.KEY) {
                warnings.add(
                        "The column " + column.name() + " is a search index: it is kept with each fact; leave it out"
                                + " (--leave-out) unless it is needed.");
            }
        });
    }

    private void aboutVectors() {
        warnIf(
                table.embeddingColumn().isPresent()
                        && table.columnOf(ColumnRole.EMBEDDING).isEmpty()
                        && table.columns().stream()
                                .anyMatch(c -> table.embeddingColumn()
                                        .filter(c.name()::equals)
                                        .isPresent()),
                "The column " + table.embeddingColumn().orElse("")
                        + " is of a type that is no vector: it is kept as text.");
        warnOfVectors(
                v -> v.dimensions() == 0, "embeddings cannot be read as vectors of float32: they are kept as text.");
        warnOfVectors(
                v -> v.dimensions() > 0 && v.model().or(() -> defaultModel).isEmpty(),
                "vectors name no model: they are found by any embedder of their dimension, right or wrong; name their model.");
        warnOfVectors(
                v -> v.endsInZero() && v.declared().isEmpty(),
                "vectors end in zeros and declare no size: they may be padded, and are kept as they are.");
        warnOfVectors(
                v -> v.declared().isPresent()
                        && v.keptDimensions() != v.declared().getAsInt(),
                "vectors declare another size than they have, and are not filled up with zeros to it:"
                        + " they are kept as they are.");
        List<String> spaces = rows.vectors().stream()
                .filter(v -> v.dimensions() > 0)
                .map(v -> v.model().or(() -> defaultModel).orElse("no model") + " of " + v.keptDimensions())
                .distinct()
                .toList();
        warnIf(
                spaces.size() > 1,
                "The vectors are of " + spaces.size() + " spaces ("
                        + spaces.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                        + (spaces.size() > MOST_NAMED ? ", ..." : "")
                        + "): an embedder finds those of its own model and dimension only.");
    }

    private void warnOfVectors(Predicate<VectorGroup> which, String saying) {
        long number = rows.vectors().stream()
                .filter(which)
                .mapToLong(VectorGroup::rows)
                .sum();
        warnIf(number > 0, number(number) + " " + saying);
    }

    private void warnIf(boolean condition, String warning) {
        if (condition) {
            warnings.add(warning);
        }
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
