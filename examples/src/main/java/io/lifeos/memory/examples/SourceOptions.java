package io.lifeos.memory.examples;

import io.lifeos.memory.postgres.ArchivalTable;
import io.lifeos.memory.postgres.Archive;
import io.lifeos.memory.postgres.FileArchive;
import io.lifeos.memory.postgres.FileFormat;
import io.lifeos.memory.postgres.PostgresArchive;
import java.nio.file.Path;
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

    @Option(
            names = "--from-file",
            paramLabel = "FILE",
            description = "take the rows from a dump of their table instead: one JSON object a line (.jsonl, .ndjson,"
                    + " .json), or CSV with a header (.csv)")
    private @Nullable Path file;

    @Option(
            names = "--file-format",
            paramLabel = "FORMAT",
            description = "jsonl or csv; by default as the file's name ends")
    private @Nullable String fileFormat;

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

    Archive archive() {
        if (file == null && fileFormat != null) {
            throw new IllegalArgumentException("A format is given, but no file; name it by --from-file.");
        } else if (file == null) {
            return postgres();
        } else if (databaseUrl != null) {
            throw new IllegalArgumentException("The rows come from a database or from a file, and not from both.");
        }
        return dump(file);
    }

    private FileArchive dump(Path named) {
        FileArchive.Builder builder =
                FileArchive.builder(named).includeLeftOut(includeLeftOut).embeddings(!noEmbeddings);
        if (fileFormat != null) {
            builder.format(FileFormat.of(fileFormat));
        }
        if (table != null) {
            builder.table(ArchivalTable.named(table));
        }
        if (sourceZone != null) {
            builder.sourceZone(sourceZone);
        }
        return builder.build();
    }

    private PostgresArchive postgres() {
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
