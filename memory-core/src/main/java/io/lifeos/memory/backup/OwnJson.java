package io.lifeos.memory.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads what this package wrote: texts may be as long as contents are, but little nests, and no line has many values. */
final class OwnJson {

    private static final int DEEPEST = 8;
    private static final int LONGEST_NUMBER = 40;
    /** A table of SQLite has 2,000 columns at most, as it is built everywhere. */
    private static final int MOST_TOKENS = 300_000;

    static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxTokenCount(MOST_TOKENS)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private OwnJson() {}
}
