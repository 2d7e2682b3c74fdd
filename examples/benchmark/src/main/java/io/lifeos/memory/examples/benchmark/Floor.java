package io.lifeos.memory.examples.benchmark;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.examples.benchmark.ArchiveTable.Embeddings;
import io.lifeos.memory.examples.postgres.TemporaryFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * The cost of moving the bytes with the two databases' own tools: {@code psql} copies the table out, the {@code sqlite3}
 * shell imports it and fills the facts, the links and the full-text index with one statement each. Nothing is mapped,
 * hashed or logged, and no entity is looked for.
 */
final class Floor {

    private static final String TIME = "to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')";

    private final String psql;
    private final String sqlite;
    private final ArchiveTable table;

    Floor(String psql, String sqlite, String url, ArchiveTable table) {
        this.psql = psql + " -X -q -v ON_ERROR_STOP=1 -d \"" + url + "\" -f ";
        this.sqlite = sqlite;
        this.table = table;
    }

    static String version(String sqlite) throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.create("lifeos-benchmark")) {
            return shell(sqlite, ":memory:", folder.path().resolve("version.sql"), "SELECT sqlite_version();");
        }
    }

    Run run(Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("floor.db");
        String script = script(folder);
        Stopwatch watch = new Stopwatch();
        String counts = shell(sqlite, file.toString(), folder.resolve("import.sql"), script);
        Run run = watch.stop(null, Files.size(file));
        if (!counts.endsWith(table.rows() + " " + table.rows())) {
            throw new IllegalStateException("The floor holds other rows than the source: " + counts);
        }
        return run;
    }

    private static String shell(String sqlite, String database, Path scriptFile, String script)
            throws IOException, InterruptedException {
        Files.writeString(scriptFile, script);
        Process process = new ProcessBuilder(sqlite, "-batch", "-bail", database)
                .redirectInput(scriptFile.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("sqlite3 failed: " + output);
        }
        return output;
    }

    private String script(Path folder) throws IOException {
        boolean embedded = table.embeddings() != Embeddings.NONE;
        StringJoiner script = new StringJoiner("\n", "", "\n");
        script.add("PRAGMA journal_mode = WAL;").add("PRAGMA synchronous = FULL;");
        schema(folder.resolve("empty")).forEach(create -> script.add(create + ";"));
        script.add("CREATE TEMP TABLE staging (id INTEGER, content TEXT, timestamp TEXT, metadata TEXT);");
        script.add(".import --csv --schema temp '|" + psql(folder.resolve("rows.sql"), copyRows()) + "' staging");
        script.add("INSERT INTO facts (id, content, context, timestamp, source, metadata, recorded_at)"
                + " SELECT id, content, 'migrated from archival_memory', timestamp, 'archival_memory',"
                + " nullif(metadata, ''), timestamp FROM staging;");
        if (embedded) {
            script.add("BEGIN;");
            script.add(".read '|" + psql(folder.resolve("links.sql"), copyLinks()) + "'");
            script.add("COMMIT;");
        } else {
            script.add("INSERT INTO fact_embeddings"
                    + " (fact_id, source_id, postgres_memory_id, postgres_id, row_hash, embedding_synced_at)"
                    + " SELECT id, 1, id, id, randomblob(32), timestamp FROM staging;");
        }
        script.add("INSERT INTO facts_fts (rowid, content, context) SELECT id, content, context FROM facts;");
        script.add("SELECT (SELECT count(*) FROM facts_fts_docsize) || ' ' || (SELECT count(*) FROM fact_embeddings);");
        return script.toString();
    }

    private String psql(Path file, String copy) throws IOException {
        Files.writeString(file, copy + ";\n");
        return psql + "\"" + file + "\"";
    }

    private static String copyRows() {
        return "COPY (SELECT id, content, " + TIME + ", metadata FROM archival_memory ORDER BY id)"
                + " TO STDOUT (FORMAT csv)";
    }

    /** Copies links as SQL, which the shell reads faster than hexadecimal text that it has to convert. */
    private String copyLinks() {
        String bytes = table.embeddings() == Embeddings.VECTOR
                ? "substr(vector_send(embedding), 5)"
                : "(SELECT string_agg(float4send(number), ''::bytea) FROM unnest(embedding) AS number)";
        return "COPY (SELECT 'INSERT INTO fact_embeddings (fact_id, source_id, postgres_memory_id, postgres_id,"
                + " row_hash, embedding_synced_at, dimensions, embedding) VALUES (' || id || ',1,' || id || ',' || id"
                + " || ',randomblob(32),''' || " + TIME + " || '''," + MemoryGenerator.DIMENSIONS
                + ",X''' || encode(" + bytes + ", 'hex') || ''');' FROM archival_memory ORDER BY id) TO STDOUT";
    }

    /** The tables and indexes that a memory of ours has for the same things, without its triggers. */
    private static List<String> schema(Path emptyMemory) {
        try (MemoryStore memory = MemoryStore.open(emptyMemory)) {
            return memory.database().read(connection -> {
                List<String> creates = new ArrayList<>();
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT sql FROM sqlite_master"
                                + " WHERE type IN ('table', 'index') AND sql IS NOT NULL"
                                + " AND tbl_name IN ('facts', 'fact_embeddings', 'facts_fts') ORDER BY rowid")) {
                    while (rows.next()) {
                        creates.add(rows.getString(1));
                    }
                }
                return creates;
            });
        }
    }
}
