package io.lifeos.memory.recall.ranking;

import io.lifeos.memory.sqlite.table.FullTextIndex;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A cache of the number of facts that hold each term. Counting takes a walk through the index, so a count is kept until the
 * memory has grown by a tenth. A count of 0 is quickly found and not kept, as the next fact may hold the term. Safe for use by
 * several threads.
 */
final class DocumentFrequencies {

    private static final int MOST_TERMS = 10_000;
    private static final long FEW_FACTS = 100;

    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MOST_TERMS;
        }
    };

    /** Returns the number of facts that hold a term, as it is or lately was. */
    long of(String term, FullTextIndex index, long facts) throws SQLException {
        synchronized (counts) {
            Count known = counts.get(term);
            if (known != null && facts <= known.facts + known.facts / 10 && known.facts > FEW_FACTS) {
                return known.frequency;
            }
        }
        Count count = new Count(index.frequency(term), facts);
        if (count.frequency > 0) {
            synchronized (counts) {
                counts.put(term, count);
            }
        }
        return count.frequency;
    }

    private record Count(long frequency, long facts) {}
}
