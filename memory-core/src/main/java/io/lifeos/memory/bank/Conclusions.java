package io.lifeos.memory.bank;

import io.lifeos.memory.sqlite.table.KeyTable;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
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

    private final KeyTable keys;

    /**
     * Binds to a connection.
     *
     * @param connection the connection that a transaction gives
     */
    public Conclusions(Connection connection) {
        this.keys = new KeyTable(connection);
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
        all.addAll(FactRanges.ids(keys.notes(name).getOrDefault(name, "")));
        keys.putNote(name, FactRanges.of(all.stream().mapToLong(Long::longValue).toArray()));
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
        Map<String, String> notes = keys.notes(GIVEN);
        notes.values().removeIf(given -> !FactRanges.anyOf(ids, given));
        List<Long> conclusions = new ArrayList<>();
        for (String name : notes.keySet()) {
            String[] words = name.split(" ", -1);
            conclusions.addAll(keys.startingWith(new KeyTable.Key(decoded(words[1]), decoded(words[2]))));
            keys.removeNote(name);
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
