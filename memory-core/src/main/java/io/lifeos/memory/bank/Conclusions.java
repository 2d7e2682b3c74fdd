package io.lifeos.memory.bank;

import io.lifeos.memory.jdbc.Jdbc;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What conclusions were drawn from, as the file itself knows: for each reflection that concluded anything, the facts that it was
 * ever given. Sections do not name conclusions that a later reflection forgot, nor those of a reflection that a crash ended, and
 * a person may delete them. Bound to a connection, and to be used within one transaction only.
 */
public final class Conclusions {

    private static final String GIVEN = "reflected ";

    private static final String OF_KEYS = "SELECT k.fact_id FROM fact_keys k JOIN facts f ON f.id = k.fact_id WHERE k.scope = ?1"
            + " AND k.key > ?2 AND k.key < ?2 || ':' AND substr(k.key, length(?2) + 1) NOT GLOB '*[^0-9]*'";

    private final Jdbc jdbc;

    /**
     * Binds to a connection.
     *
     * @param connection the connection that a transaction gives
     */
    public Conclusions(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /**
     * Notes what a reflection was given, in addition to what it was given before. To be called before it concludes anything.
     *
     * @param key the name of the summary's section
     * @param facts the ids of the facts
     */
    public void note(SectionKey key, Collection<Long> facts) throws SQLException {
        String name = GIVEN + encoded(key.scope()) + " " + encoded(key.conclusions());
        TreeSet<Long> all = new TreeSet<>(facts);
        jdbc.forEach(
                "SELECT value FROM memory_properties WHERE name = ?",
                row -> all.addAll(FactRanges.ids(row.getString(1))),
                name);
        jdbc.update(
                "INSERT OR REPLACE INTO memory_properties (name, value) VALUES (?, ?)",
                name,
                FactRanges.of(all.stream().mapToLong(Long::longValue).toArray()));
    }

    /**
     * Finds what was concluded by reflections that were given any of some facts, forgotten or not, and drops the notes of these
     * reflections, as the conclusions are to be erased.
     *
     * @param facts the ids of the facts
     * @return the ids of the conclusions
     */
    public List<Long> take(Collection<Long> facts) throws SQLException {
        TreeSet<Long> ids = new TreeSet<>(facts);
        Map<String, String> notes = new HashMap<>();
        jdbc.forEach(
                "SELECT name, value FROM memory_properties WHERE name GLOB ?",
                row -> notes.put(row.getString(1), row.getString(2)),
                GIVEN + "*");
        notes.values().removeIf(given -> !FactRanges.anyOf(ids, given));
        List<Long> conclusions = new ArrayList<>();
        for (String name : notes.keySet()) {
            String[] words = name.split(" ", -1);
            conclusions.addAll(jdbc.query(OF_KEYS, row -> row.getLong(1), decoded(words[1]), decoded(words[2])));
            jdbc.update("DELETE FROM memory_properties WHERE name = ?", name);
        }
        return conclusions;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
