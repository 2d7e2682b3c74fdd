package io.lifeos.memory.sqlite.query;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.listing.FactPage;
import io.lifeos.memory.listing.PageRequest;
import io.lifeos.memory.sqlite.table.FactTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The facts that a filter admits, in the order of time and id, the latest first. Facts whose times cannot be read have no
 * place in it. Use it within one read.
 */
public final class FactList {

    private static final String READABLE = " AND " + StoredTimeSql.IS_TIME;

    private static final String IN_ORDER = " ORDER BY " + StoredTimeSql.TIME + " DESC, f.id DESC";

    private static final String AFTER = " AND (" + StoredTimeSql.TIME + ", f.id) < (?, ?)";

    /** An offset puts a time on the day before or after the one that is written, at most. */
    private static final int DAYS_OF_OFFSETS = 2;

    /** No day that can be written comes after these. */
    private static final Instant LAST_DAYS = Instant.parse("9999-12-29T00:00:00Z");

    /** The conditions that few facts may meet, and that an index tells at once if they do. */
    private static final List<Class<? extends Condition>> FEW =
            List.of(Condition.OwnedBy.class, Condition.HasId.class, Condition.InSession.class);

    private final Connection connection;
    private final FactFilter filter;

    /**
     * Binds to a connection.
     *
     * @param connection a connection to the file
     * @param filter the facts that are wanted
     */
    public FactList(Connection connection, FactFilter filter) {
        this.connection = connection;
        this.filter = filter;
    }

    /** Counts the facts, those without a readable time included. */
    public long count() throws SQLException {
        FactFilterSql wanted = FactFilterSql.ofAll(filter);
        return new Jdbc(connection)
                .number("SELECT count(*) FROM facts f WHERE " + wanted.condition(), wanted.parametersAfter());
    }

    /**
     * Reads the ids of all facts, whether their times can be read or not, if an index leads to them and they are few.
     *
     * @param most the most that is few
     * @return the ids; empty if they are more, or if all facts would have to be looked at to know
     */
    public Optional<Set<Long>> ifAtMost(int most) throws SQLException {
        if (!isNarrowedBy(FEW)) {
            return Optional.empty();
        }
        FactFilterSql wanted = FactFilterSql.ofAll(filter);
        List<Long> ids = new Jdbc(connection)
                .query(
                        "SELECT f.id FROM facts f WHERE " + wanted.condition() + " LIMIT ?",
                        row -> row.getLong(1),
                        wanted.parametersBetween(List.of(), most + 1));
        return ids.size() > most ? Optional.empty() : Optional.of(new HashSet<>(ids));
    }

    /** Reads the ids of all facts, whether their times can be read or not, ascending. */
    public long[] idsAscending() throws SQLException {
        FactFilterSql wanted = FactFilterSql.ofAll(filter);
        return ids(wanted.condition() + " ORDER BY f.id", wanted.parametersAfter());
    }

    /** Reads the ids of all facts, in order. */
    public long[] ids() throws SQLException {
        FactFilterSql wanted = FactFilterSql.ofAll(filter);
        return ids(wanted.condition() + READABLE + IN_ORDER, wanted.parametersAfter());
    }

    private long[] ids(String condition, Object[] parameters) throws SQLException {
        LongStream.Builder ids = LongStream.builder();
        new Jdbc(connection)
                .forEach("SELECT f.id FROM facts f WHERE " + condition, row -> ids.add(row.getLong(1)), parameters);
        return ids.build().toArray();
    }

    /**
     * Reads those of some facts that the filter admits now.
     *
     * @param ids the ids, in the order that is wanted
     * @return the facts
     */
    public List<Fact> read(List<Long> ids) throws SQLException {
        Set<Long> admitted = FactFilterSql.of(filter).admitted(connection, ids);
        return inOrder(ids.stream().filter(admitted::contains).toList());
    }

    /** Reads the first facts. */
    public List<Fact> first(int limit) throws SQLException {
        return facts(placed(Optional.empty(), limit));
    }

    /** Reads a page. */
    public FactPage page(PageRequest request) throws SQLException {
        int limit = request.limit();
        List<Placed> found = placed(request.after(), limit + 1);
        if (found.size() <= limit) {
            return FactPage.of(facts(found), Optional.empty());
        }
        Placed last = found.get(limit - 1);
        PageRequest.Place end = new PageRequest.Place(StoredTime.parse(last.time), last.id);
        return FactPage.of(facts(found.subList(0, limit)), Optional.of(new PageRequest(limit, Optional.of(end))));
    }

    /** A fact, with its time as text that sorts. */
    private record Placed(long id, String time) {}

    private List<Placed> placed(Optional<PageRequest.Place> after, int limit) throws SQLException {
        FactFilterSql wanted = FactFilterSql.ofAll(filter);
        String condition = wanted.condition() + READABLE;
        List<Object> parameters = new ArrayList<>(wanted.parameters());
        if (after.isPresent()) {
            condition += AFTER;
            parameters.add(StoredTime.format(after.get().happenedAt()));
            parameters.add(after.get().id());
        }
        if (isNarrowedBy(FEW) || isNarrowedBy(List.of(Condition.Mentions.class))) {
            parameters.add(limit);
            return placed(condition + IN_ORDER + " LIMIT ?", parameters.toArray());
        }
        if (after.isPresent() && after.get().happenedAt().isBefore(LAST_DAYS)) {
            condition += " AND f.timestamp < ?";
            parameters.add(StoredTime.day(after.get().happenedAt())
                    .plusDays(DAYS_OF_OFFSETS)
                    .toString());
        }
        return latestDays(condition, parameters, limit);
    }

    /** Times as text sort by day in all spellings, so that the index of times tells which days to look at. */
    private List<Placed> latestDays(String condition, List<Object> parameters, int limit) throws SQLException {
        List<Object> twice = new ArrayList<>(parameters);
        twice.add(limit);
        twice.addAll(parameters);
        twice.add(limit);
        return placed(
                "f.timestamp >= (SELECT date(substr(min(timestamp), 1, 10), '-" + DAYS_OF_OFFSETS
                        + " days') FROM (SELECT f.timestamp FROM facts f WHERE " + condition
                        + " ORDER BY f.timestamp DESC LIMIT ?)) AND " + condition + IN_ORDER + " LIMIT ?",
                twice.toArray());
    }

    /** Tells whether an index leads from one of some kinds of conditions to the facts. */
    private boolean isNarrowedBy(List<Class<? extends Condition>> kinds) {
        Condition condition = filter.condition();
        List<Condition> parts = condition instanceof Condition.All all ? all.conditions() : List.of(condition);
        return parts.stream().anyMatch(part -> kinds.stream().anyMatch(kind -> kind.isInstance(part)));
    }

    private List<Placed> placed(String condition, Object[] parameters) throws SQLException {
        return new Jdbc(connection)
                .query(
                        "SELECT f.id, " + StoredTimeSql.TIME + " FROM facts f WHERE " + condition,
                        row -> new Placed(row.getLong(1), row.getString(2)),
                        parameters);
    }

    private List<Fact> facts(List<Placed> placed) throws SQLException {
        return inOrder(placed.stream().map(Placed::id).toList());
    }

    private List<Fact> inOrder(List<Long> ids) throws SQLException {
        Map<Long, Fact> facts = new FactTable(connection).findReadable(ids);
        return ids.stream().map(facts::get).filter(Objects::nonNull).toList();
    }
}
