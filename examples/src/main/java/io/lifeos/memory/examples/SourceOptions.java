package io.lifeos.memory.examples;

import io.lifeos.memory.postgres.PostgresArchive;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the archival memories are, and which of them are meant. */
final class SourceOptions {

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "where the archival memories are: postgresql://user:password@host:5432/database;"
                    + " by default the environment's DATABASE_URL, which other users of this machine cannot see")
    private @Nullable String databaseUrl;

    @Option(names = "--table", paramLabel = "NAME", description = "their table; by default archival_memory")
    private @Nullable String table;

    @Option(names = "--include-left-out", description = "take soft-deleted and superseded rows, too")
    private boolean includeLeftOut;

    @Option(names = "--no-embeddings", description = "leave embeddings where they are")
    private boolean noEmbeddings;

    @Option(
            names = "--source-zone",
            paramLabel = "ZONE",
            description = "the time zone of a created_at that has none; by default UTC")
    private @Nullable ZoneId sourceZone;

    PostgresArchive archive() {
        PostgresArchive.Builder builder =
                PostgresArchive.builder().includeLeftOut(includeLeftOut).embeddings(!noEmbeddings);
        if (table != null) {
            builder.table(table);
        }
        if (sourceZone != null) {
            builder.sourceZone(sourceZone);
        }
        return (databaseUrl == null ? builder.fromEnvironment() : builder.url(databaseUrl)).build();
    }
}
