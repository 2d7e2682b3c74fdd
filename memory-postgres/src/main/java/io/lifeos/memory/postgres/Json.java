package io.lifeos.memory.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** JSON without limits: a row is as large as it is, and a limit could only fail a sound one. */
final class Json {

    static final JsonFactory FACTORY =
            JsonFactory.builder().streamReadConstraints(unlimited()).build();

    private Json() {}

    static StreamReadConstraints unlimited() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .build();
    }
}
