package io.lifeos.memory.migration;

import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.file.FileArchive;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.ArchiveBuilder;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** A memory that the first version made, and the tables and dumps that it was migrated from; see make.sh beside them. */
final class FirstVersion {

    /** Every table by the name that the memory knows it by, and how it is read. */
    static final Map<String, TableSpec> TABLES = new TreeMap<>(Map.ofEntries(
            table("claude", "claude.archival_memory"),
            table("plain", "plain.archival_memory"),
            table("letta", "letta.archival_passages"),
            table("mem0", "mem0.memories"),
            table("langchain", "chain.langchain_pg_embedding"),
            table("langchain-store", "chain.notes_store"),
            table("langchain4j", "chain.assistant_notes"),
            table("spring-ai", "spring.vector_store"),
            table("llama-index", "llama.data_notes"),
            table("hindsight", "hindsight.memory_units"),
            Map.entry(
                    "messages",
                    own("messages")
                            .id("conversation", "place")
                            .content("body")
                            .createdAt("said_at")
                            .sessionId("conversation")
                            .embedding("likeness")
                            .scope("who")),
            Map.entry(
                    "readings",
                    own("readings").id("place", "noted_at").content("note").embedding("likeness")),
            Map.entry(
                    "user-memories",
                    own("user_memories")
                            .content("memory")
                            .createdAt("updated_at")
                            .scope("user_id")),
            Map.entry(
                    "chat-history",
                    own("chat_history")
                            .contentMember("content")
                            .metadata("message")
                            .sessionId("session_id")
                            .createdAt("created_at"))));

    /** A dump that was migrated under a name, and one that was not, so that it is known by its table. */
    static final Map<String, TableSpec> DUMPS = Map.of(
            "contacts.csv",
            TableSpec.detected()
                    .profile(TableProfile.GENERIC)
                    .id("number")
                    .content("about")
                    .createdAt("noted")
                    .embedding("embedding"),
            "notes.jsonl",
            TableSpec.detected());

    private FirstVersion() {}

    private static Map.Entry<String, TableSpec> table(String name, String table) {
        return Map.entry(name, TableSpec.named(table));
    }

    private static TableSpec own(String table) {
        return TableSpec.named("own." + table).profile(TableProfile.GENERIC);
    }

    /** All tables and dumps, by what the memory knows them by, read as before but for a setting. Those who ask close them. */
    static Map<String, Archive> archives(TestDatabase source, Path folder, Consumer<ArchiveBuilder<?>> setting) {
        Map<String, Archive> archives = new TreeMap<>();
        TABLES.forEach((name, table) -> {
            PostgresArchive.Builder archive =
                    PostgresArchive.builder().url(source.url()).table(table);
            setting.accept(archive);
            archives.put("first/" + name, archive.build());
        });
        DUMPS.forEach((name, table) -> {
            FileArchive.Builder archive =
                    FileArchive.builder(copy(name, folder)).table(table);
            setting.accept(archive);
            archives.put(name.equals("notes.jsonl") ? "file/notes" : "first/contacts", archive.build());
        });
        return archives;
    }

    /** The name to give to the source, if it was given one. */
    static Optional<String> name(String identity) {
        return Optional.of(identity).filter(known -> !known.startsWith("file/"));
    }

    /** Fills an empty database with the tables. */
    static void createSource(TestDatabase database) {
        database.execute(text("source.sql").split(";\\R", -1));
    }

    /** A file that lies beside the memory. */
    static String text(String resource) {
        return new String(bytes(resource), StandardCharsets.UTF_8);
    }

    /** Puts the memory, as it was closed, into a new folder. */
    static Path unpack(Path folder) throws IOException {
        Path root = MigratedRows.createFolder(folder.resolve("root"));
        try (ZipInputStream zip = new ZipInputStream(open("memory.zip"))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = root.resolve(entry.getName());
                Path parent = Objects.requireNonNull(file.getParent());
                if (!Files.exists(parent)) {
                    MigratedRows.createFolder(parent);
                }
                Files.copy(zip, file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        }
        return root;
    }

    private static Path copy(String resource, Path folder) {
        try {
            return Files.write(folder.resolve(resource), bytes(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        return FirstVersion.class.getResourceAsStream("/first-version/" + resource);
    }

    /**
     * Queries for every value of the tables that a file has now, by the tables' names. They ask for no more when the tables
     * have more columns, so that what was there can be compared.
     */
    static Map<String, String> queries(Path root) throws SQLException {
        try (Connection connection = connect(root)) {
            return rows(
                            connection,
                            "SELECT t.name, 'SELECT ' || (SELECT group_concat('quote(' || name || ')') FROM"
                                    + " pragma_table_info(t.name)) || ' FROM ' || t.name FROM sqlite_schema t"
                                    + " WHERE type = 'table' AND name <> 'schema_info' AND name NOT LIKE 'sqlite_%'"
                                    + " AND name NOT LIKE 'facts_fts%'")
                    .stream()
                    .map(row -> row.split("\\|", 2))
                    .collect(Collectors.toMap(row -> row[0], row -> row[1], (one, other) -> one, TreeMap::new));
        }
    }

    /** What the queries find now, in an order of its own. */
    static Map<String, List<String>> everything(Path root, Map<String, String> queries) throws SQLException {
        Map<String, List<String>> everything = new TreeMap<>();
        try (Connection connection = connect(root)) {
            for (Map.Entry<String, String> query : queries.entrySet()) {
                everything.put(
                        query.getKey(),
                        rows(connection, query.getValue()).stream().sorted().toList());
            }
        }
        return everything;
    }

    /** The rows of a query, without asking this library for it. */
    static List<String> rows(Path root, String sql) throws SQLException {
        try (Connection connection = connect(root)) {
            return rows(connection, sql);
        }
    }

    private static Connection connect(Path root) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + root.resolve("jarvis.db"));
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(rows.getString(i));
                }
                found.add(row.stream().map(String::valueOf).collect(Collectors.joining("|")));
            }
        }
        return found;
    }

    /** Every file of a memory that people read, by its name. */
    static Map<String, String> markdown(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return new TreeMap<>(files.filter(file -> file.toString().endsWith(".md"))
                    .collect(Collectors.toMap(file -> root.relativize(file).toString(), FirstVersion::read)));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
