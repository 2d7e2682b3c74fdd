package io.lifeos.memory.postgres.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A server that holds a table of each known program at once, and look-alikes of them. It needs pgvector. */
public final class KnownTables {

    /** The table of each profile that is recognised by its shape. */
    public static final Map<String, String> BY_PROFILE = Map.ofEntries(
            Map.entry("archival-memory", "\"plain\".\"archival_memory\""),
            Map.entry("continuous-claude", "\"public\".\"archival_memory\""),
            Map.entry("letta", "\"public\".\"archival_passages\""),
            Map.entry("mem0", "\"public\".\"mem0\""),
            Map.entry("langchain", "\"public\".\"langchain_pg_embedding\""),
            Map.entry("langchain-store", "\"public\".\"notes_store\""),
            Map.entry("langchain4j", "\"public\".\"assistant_notes\""),
            Map.entry("spring-ai", "\"public\".\"vector_store\""),
            Map.entry("llama-index", "\"public\".\"data_notes\""),
            Map.entry("hindsight", "\"tenant_a\".\"memory_units\""));

    /** Tables that look as if they held memories. */
    public static final List<String> LOOK_ALIKES = List.of(
            "\"public\".\"mem0_entities\"",
            "\"public\".\"mem0migrations\"",
            "\"public\".\"pictures\"",
            "\"public\".\"source_passages\"");

    private KnownTables() {}

    /** The table of a profile. */
    public static String ofProfile(String profile) {
        return Objects.requireNonNull(BY_PROFILE.get(profile));
    }

    /** Creates them all. */
    public static void createIn(TestDatabase database) {
        try (InputStream in = KnownTables.class.getResourceAsStream("/known-tables.sql")) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            database.execute(script.split(";\\R", -1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
