package io.lifeos.memory.examples.tool;

import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.file.FileArchive;
import io.lifeos.memory.archive.file.FileFormat;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.migration.MigratorBuilder;
import io.lifeos.memory.postgres.PostgresArchive;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the memories are, and which of them are meant. */
final class SourceOptions {

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "where the memories are: postgresql://user:password@host:5432/database;"
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

    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = "their table, as name or schema.name; by default the only one that looks like it, or, of a"
                    + " file, its name")
    private @Nullable String table;

    @Option(names = "--schema", paramLabel = "NAME", description = "look for the table in this schema only")
    private @Nullable String schema;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "what made the table: archival-memory, continuous-claude, letta, mem0, langchain,"
                    + " langchain-store, langchain4j, spring-ai, llama-index, hindsight, or generic;"
                    + " by default as it looks")
    private @Nullable String profile;

    @Option(
            names = "--where-scope",
            paramLabel = "NAME=VALUE",
            description = "take only rows of one owner, such as user_id=alice; may be repeated, then all must match")
    private List<String> whereScope = new ArrayList<>();

    @Option(
            names = "--include-left-out",
            description =
                    "take retired rows, such as soft-deleted or expired ones, and those of a tool or the system, too")
    private boolean includeLeftOut;

    @Option(names = "--no-embeddings", description = "leave embeddings where they are")
    private boolean noEmbeddings;

    @Option(
            names = "--leave-out",
            paramLabel = "COLUMN",
            split = ",",
            description = "do not keep these columns, such as large binary ones")
    private List<String> leaveOut = new ArrayList<>();

    @Option(
            names = "--source-zone",
            paramLabel = "ZONE",
            description = "the time zone of a time that has none; by default UTC")
    private @Nullable ZoneId sourceZone;

    @Option(
            names = "--source-name",
            paramLabel = "NAME",
            description = "the name under which the source is remembered; needed only if its server hides its identity,"
                    + " or if it was moved")
    private @Nullable String sourceName;

    void configure(MigratorBuilder builder) {
        if (sourceName != null) {
            builder.sourceName(sourceName);
        }
    }

    /** Tells whether only rows of one owner are wanted. */
    boolean isFiltered() {
        return !whereScope.isEmpty();
    }

    Archive archive(MappingOptions mapping) {
        if (file == null) {
            return server(mapping);
        } else if (databaseUrl != null) {
            throw new IllegalArgumentException("The rows come from a database or from a file, and not from both.");
        }
        FileArchive.Builder builder = FileArchive.builder(file)
                .table(mapping.configure(table()))
                .includeLeftOut(includeLeftOut)
                .embeddings(!noEmbeddings)
                .leaveOut(leaveOut.toArray(String[]::new));
        if (fileFormat != null) {
            builder.format(FileFormat.of(fileFormat));
        }
        if (sourceZone != null) {
            builder.sourceZone(sourceZone);
        }
        return builder.build();
    }

    PostgresArchive server(MappingOptions mapping) {
        if (file != null) {
            throw new IllegalArgumentException("Tables are looked for in a database, and not in a file.");
        } else if (fileFormat != null) {
            throw new IllegalArgumentException("A format is given, but no file; name it by --from-file.");
        }
        PostgresArchive.Builder builder = PostgresArchive.builder()
                .table(mapping.configure(table()))
                .includeLeftOut(includeLeftOut)
                .embeddings(!noEmbeddings)
                .leaveOut(leaveOut.toArray(String[]::new));
        if (sourceZone != null) {
            builder.sourceZone(sourceZone);
        }
        return (databaseUrl == null ? builder.fromEnvironment() : builder.url(databaseUrl)).build();
    }

    private TableSpec table() {
        TableSpec meant = named();
        if (profile != null) {
            meant = meant.profile(TableProfile.of(profile));
        }
        for (String scope : whereScope) {
            int equals = scope.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("A scope has a name and a value, such as user_id=alice.");
            }
            meant = meant.whereScope(scope.substring(0, equals), scope.substring(equals + 1));
        }
        return meant;
    }

    private TableSpec named() {
        if (table != null && schema != null) {
            throw new IllegalArgumentException("A named table is not looked for; write --table schema.name.");
        } else if (table != null) {
            return TableSpec.named(table);
        }
        return schema == null ? TableSpec.detected() : TableSpec.detectedIn(schema);
    }
}
