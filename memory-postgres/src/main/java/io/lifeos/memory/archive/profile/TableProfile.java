package io.lifeos.memory.archive.profile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** The program that made a table of memories, by name. */
public enum TableProfile {
    /** {@code archival_memory} in its plain shape, and tables like it. */
    ARCHIVAL_MEMORY,

    /** {@code archival_memory} of Continuous Claude and its successors. */
    CONTINUOUS_CLAUDE,

    /** {@code archival_passages} of Letta, and its older {@code agent_passages} and {@code passages}. */
    LETTA,

    /** A collection of Mem0, by default {@code mem0}. */
    MEM0,

    /** {@code langchain_pg_embedding} of LangChain's PGVector. */
    LANGCHAIN,

    /** A table of LangChain's PGVectorStore. */
    LANGCHAIN_STORE,

    /** A table of LangChain4j's PgVectorEmbeddingStore. */
    LANGCHAIN4J,

    /** {@code vector_store} of Spring AI. */
    SPRING_AI,

    /** {@code data_...} of LlamaIndex. Rows are identified by {@code node_id}, because {@code id} is not stable. */
    LLAMA_INDEX,

    /** {@code memory_units} of Hindsight, one schema per tenant. */
    HINDSIGHT,

    /** Any table, whose columns the user names. */
    GENERIC;

    /**
     * Returns the name of the profile for people.
     *
     * @return lower-case words with hyphens, such as {@code continuous-claude}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the profile of a name.
     *
     * @param label its {@link #label()}
     * @return the profile
     * @throws IllegalArgumentException if there is none of that name; the message lists all
     * @throws NullPointerException if it is null
     */
    public static TableProfile of(String label) {
        Objects.requireNonNull(label, "The name of the profile is null.");
        return Arrays.stream(values())
                .filter(profile -> profile.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no profile " + label + "; there are "
                        + Arrays.stream(values()).map(TableProfile::label).collect(Collectors.joining(", ")) + "."));
    }
}
