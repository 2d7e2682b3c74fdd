package io.lifeos.memory;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.preference.Preference;
import io.lifeos.memory.reflect.PeriodFacts;
import io.lifeos.memory.reflect.ReflectionPeriod;
import io.lifeos.memory.sqlite.query.FactList;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The facts of a period, by their ids as of one moment, so that no fact is given to a reflector that its section does not name.
 *
 * @param database the file
 * @param filter what admits them
 * @param period the period
 * @param ids their ids, the earliest first
 * @param preferences the preferences that were last stated in the period
 */
record StoredPeriodFacts(
        DatabaseManager database,
        FactFilter filter,
        ReflectionPeriod period,
        List<Long> ids,
        List<Preference> preferences)
        implements PeriodFacts {

    private static final int READ_AT_ONCE = 500;

    @Override
    public long count() {
        return ids.size();
    }

    @Override
    public Stream<Fact> facts() {
        return IntStream.iterate(0, from -> from < ids.size(), from -> from + READ_AT_ONCE)
                .mapToObj(from -> read(ids.subList(from, Math.min(ids.size(), from + READ_AT_ONCE))))
                .flatMap(List::stream);
    }

    private List<Fact> read(List<Long> some) {
        return database.read(connection -> new FactList(connection, filter).read(some));
    }

    /** Returns the time of the latest fact; there is at least one. */
    Instant latest() {
        return read(ids.subList(ids.size() - 1, ids.size())).stream()
                .map(Fact::happenedAt)
                .findFirst()
                .orElse(period.from());
    }

    /** Returns a hash of all that a reflector is given: it tells whether any of it changed. */
    String state() {
        MessageDigest digest = sha256();
        facts().forEach(fact -> add(
                digest,
                fact.id(),
                fact.content(),
                fact.context(),
                fact.source(),
                fact.confidence(),
                StoredTime.format(fact.happenedAt()),
                fact.sessionId(),
                fact.metadata(),
                fact.entities(),
                fact.owners()));
        preferences.forEach(preference -> add(digest, preference));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Each value with its length, so that no two lists of values read the same. */
    private static void add(MessageDigest digest, Object... values) {
        for (Object value : values) {
            byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }
}
