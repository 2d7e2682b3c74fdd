package io.lifeos.memory.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Python program that this library succeeds, as far as its file goes: creates a memory as it left one, and issues its
 * statements on a memory, with its settings of SQLite.
 */
public final class PythonMemory implements AutoCloseable {

    private final Connection connection;

    private PythonMemory(Connection connection) {
        this.connection = connection;
    }

    /** The tables of a file, as they grew over time. The version that the file names does not tell which it is. */
    public enum Shape {
        /** No facts.is_active and entities.summary yet, and as the next. */
        FIRST("1), (4"),
        /** With columns in entity_mentions and preferences that were given up later, and as the next. */
        SECOND("1), (4"),
        /** No subagents yet, and as the next. */
        THIRD("2"),
        /** No facts.is_assistant_output yet. */
        FOURTH("3"),
        /** Complete. */
        FIFTH("4");

        private final String versions;

        Shape(String versions) {
            this.versions = versions;
        }

        /** Whether this is the shape or a later one. */
        public boolean isFrom(Shape earliest) {
            return compareTo(earliest) >= 0;
        }

        private String from(Shape earliest, String sql) {
            return isFrom(earliest) ? sql : "";
        }

        private String until(Shape latest, String sql) {
            return compareTo(latest) <= 0 ? sql : "";
        }

        private List<String> tables() {
            return List.of(
                    "CREATE TABLE entities (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, type TEXT NOT NULL"
                            + " CHECK(type IN ('token', 'user', 'strategy', 'other'))"
                            + from(SECOND, ", summary TEXT") + ", metadata TEXT,"
                            + " created_at DATETIME DEFAULT CURRENT_TIMESTAMP,"
                            + " updated_at DATETIME DEFAULT CURRENT_TIMESTAMP, UNIQUE(name, type))",
                    "CREATE TABLE user_identities (id INTEGER PRIMARY KEY AUTOINCREMENT, canonical_name TEXT NOT NULL UNIQUE,"
                            + " telegram_username TEXT, twitter_username TEXT, created_at DATETIME DEFAULT CURRENT_TIMESTAMP,"
                            + " updated_at DATETIME DEFAULT CURRENT_TIMESTAMP)",
                    "CREATE TABLE facts (id INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL, context TEXT,"
                            + " timestamp DATETIME DEFAULT CURRENT_TIMESTAMP, source TEXT CHECK(source IN ('telegram',"
                            + " 'treasury', 'x', 'bags_intel', 'buy_tracker', 'system', 'assistant', NULL)),"
                            + " confidence REAL DEFAULT 1.0 CHECK(confidence >= 0.0 AND confidence <= 1.0)"
                            + from(SECOND, ", is_active INTEGER DEFAULT 1 CHECK(is_active IN (0, 1))")
                            + from(
                                    FIFTH,
                                    ", is_assistant_output INTEGER DEFAULT 0 CHECK(is_assistant_output IN (0, 1))")
                            + ", entity_id INTEGER REFERENCES entities(id) ON DELETE SET NULL,"
                            + " user_id INTEGER REFERENCES user_identities(id) ON DELETE SET NULL, session_id TEXT)",
                    "CREATE TABLE entity_mentions (id INTEGER PRIMARY KEY AUTOINCREMENT,"
                            + " fact_id INTEGER NOT NULL REFERENCES facts(id) ON DELETE CASCADE,"
                            + " entity_id INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE,"
                            + " mention_text TEXT NOT NULL, position INTEGER"
                            + until(SECOND, ", entity_name TEXT, entity_type TEXT") + ")",
                    "CREATE TABLE preferences (id INTEGER PRIMARY KEY AUTOINCREMENT,"
                            + " user_id INTEGER NOT NULL REFERENCES user_identities(id) ON DELETE CASCADE,"
                            + " category TEXT NOT NULL, preference_key TEXT NOT NULL, preference_value TEXT NOT NULL,"
                            + until(SECOND, " \"key\" TEXT, \"value\" TEXT,")
                            + " confidence REAL DEFAULT 0.5 CHECK(confidence >= 0.0 AND confidence <= 1.0),"
                            + " evidence_count INTEGER DEFAULT 1, created_at DATETIME DEFAULT CURRENT_TIMESTAMP,"
                            + " updated_at DATETIME DEFAULT CURRENT_TIMESTAMP, UNIQUE(user_id, category, preference_key))",
                    "CREATE TABLE sessions (id TEXT PRIMARY KEY,"
                            + " user_id INTEGER NOT NULL REFERENCES user_identities(id) ON DELETE CASCADE,"
                            + " platform TEXT NOT NULL CHECK(platform IN ('telegram', 'x', 'system')), context TEXT,"
                            + " started_at DATETIME DEFAULT CURRENT_TIMESTAMP, last_active DATETIME DEFAULT CURRENT_TIMESTAMP)",
                    "CREATE TABLE fact_embeddings (id INTEGER PRIMARY KEY AUTOINCREMENT,"
                            + " fact_id INTEGER NOT NULL UNIQUE REFERENCES facts(id) ON DELETE CASCADE,"
                            + " postgres_id INTEGER, embedding_synced_at DATETIME)",
                    "CREATE TABLE schema_info (version INTEGER PRIMARY KEY, applied_at DATETIME DEFAULT CURRENT_TIMESTAMP)",
                    "INSERT INTO schema_info (version) VALUES (" + versions + ")",
                    isFrom(FOURTH)
                            ? "CREATE TABLE subagents (id TEXT PRIMARY KEY, session_id TEXT, subagent_type TEXT,"
                                    + " description TEXT, prompt TEXT, status TEXT, started_at DATETIME,"
                                    + " completed_at DATETIME, tokens_used INTEGER, output_file TEXT, error TEXT,"
                                    + " metadata TEXT, created_at DATETIME DEFAULT CURRENT_TIMESTAMP)"
                            : "SELECT 1",
                    "CREATE VIRTUAL TABLE facts_fts USING fts5(content, context, content=facts, content_rowid=id,"
                            + " tokenize='porter unicode61')",
                    "CREATE TRIGGER facts_ai AFTER INSERT ON facts BEGIN INSERT INTO facts_fts(rowid, content, context)"
                            + " VALUES (new.id, new.content, new.context); END",
                    "CREATE TRIGGER facts_ad AFTER DELETE ON facts BEGIN INSERT INTO facts_fts(facts_fts, rowid, content,"
                            + " context) VALUES ('delete', old.id, old.content, old.context); END",
                    "CREATE TRIGGER facts_au AFTER UPDATE ON facts BEGIN INSERT INTO facts_fts(facts_fts, rowid, content,"
                            + " context) VALUES ('delete', old.id, old.content, old.context); INSERT INTO facts_fts(rowid,"
                            + " content, context) VALUES (new.id, new.content, new.context); END",
                    "CREATE INDEX idx_facts_timestamp ON facts(timestamp DESC)",
                    "CREATE INDEX idx_facts_source ON facts(source)",
                    isFrom(SECOND) ? "CREATE INDEX idx_facts_is_active ON facts(is_active)" : "SELECT 1",
                    "CREATE INDEX idx_entity_mentions_fact_id ON entity_mentions(fact_id)",
                    "CREATE INDEX idx_entity_mentions_entity_id ON entity_mentions(entity_id)");
        }
    }

    /** Creates its folder and file, readable by others as it left them, without any fact. */
    public static Path create(Path root, Shape shape) throws IOException, SQLException {
        Files.createDirectories(root.resolve("memory"));
        Path file = Files.createFile(root.resolve("jarvis.db"));
        try (PythonMemory python = open(root)) {
            for (String sql : shape.tables()) {
                python.execute(sql);
            }
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        return root;
    }

    /** Creates a memory with a row of each oddity, and a daily log. */
    public static Path createWithOddities(Path root, Shape shape) throws IOException, SQLException {
        create(root, shape);
        try (PythonMemory python = open(root)) {
            String fact = "INSERT INTO facts (content, context, timestamp, source, confidence) VALUES (?, ?, ?, ?, ?)";
            python.execute(
                    fact, "KR8TIV sold, with microseconds", "trading", "2026-01-25 15:07:40.123456", "treasury", 0.9);
            python.execute(fact, "KR8TIV bought, in whole seconds", null, "2026-01-25 15:07:41", "x_posting", 1.0);
            python.execute(fact, "KR8TIV held, with a T", null, "2026-01-25T15:07:39.500000", "reflect_engine", 0.5);
            python.execute(
                    fact, "KR8TIV seen without confidence", null, "2026-01-26 00:00:00", "preference_tracking", null);
            python.execute(fact, "KR8TIV at no time", null, null, null, 1.0);
            python.execute(fact, "KR8TIV at a spoilt time", null, "yesterday", "system", 1.0);
            python.execute("INSERT INTO facts (content) VALUES ('KR8TIV just now')");
            if (shape.isFrom(Shape.SECOND)) {
                python.execute("INSERT INTO facts (content, is_active) VALUES ('KR8TIV neither active nor not', NULL)");
                python.execute("INSERT INTO facts (content, is_active) VALUES ('KR8TIV forgotten', 0)");
            }
            if (shape.isFrom(Shape.FIFTH)) {
                python.execute(
                        "INSERT INTO facts (content, is_assistant_output) VALUES ('KR8TIV, the assistant said', 1)");
            }
            python.mention(1, "KR8TIV", "token");
            python.mention(1, "KR8TIV", "token");
            python.mention(2, "X", "other");
            python.execute("INSERT INTO user_identities (canonical_name) VALUES ('alice')");
            python.execute("INSERT INTO sessions (id, user_id, platform) VALUES ('s1', 1, 'telegram')");
            python.execute("INSERT INTO preferences (user_id, category, preference_key, preference_value)"
                    + " VALUES (1, 'style', 'tone', 'dry')");
            python.link(3, 41);
            python.link(4, "9f1c2c5e-0000-4000-8000-000000000001");
        }
        Path log = root.resolve("memory/2026-01-25.md");
        Files.writeString(
                log, "# Daily Log: 2026-01-25\n\n## 15:07:40 UTC\n\nKR8TIV sold\n\n---\n", StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(root.resolve("memory"), PosixFilePermissions.fromString("rwxr-xr-x"));
        return root;
    }

    /** Opens a memory, its own or one of ours. */
    public static PythonMemory open(Path root) throws SQLException {
        PythonMemory python = new PythonMemory(DriverManager.getConnection("jdbc:sqlite:" + root.resolve("jarvis.db")));
        for (String pragma :
                List.of("busy_timeout=5000", "journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL")) {
            python.execute("PRAGMA " + pragma);
        }
        return python;
    }

    /** Retains a fact, as it does, and gives its id. */
    public long retain(String content, @Nullable String timestamp) throws SQLException {
        execute(
                "INSERT INTO facts (content, context, timestamp, source, confidence, is_assistant_output)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                content,
                "trading",
                timestamp,
                "reflect_engine",
                0.8,
                0);
        return Long.parseLong(query("SELECT last_insert_rowid()").get(0));
    }

    /** Says that a fact mentions an entity, which is added if it is new. */
    public void mention(long fact, String name, String type) throws SQLException {
        if (query("SELECT id, type FROM entities WHERE name = ?", name).isEmpty()) {
            String now = "2026-01-25T15:07:40.123456";
            execute(
                    "INSERT INTO entities (name, type, created_at, updated_at) VALUES (?, ?, ?, ?)",
                    name,
                    type,
                    now,
                    now);
        }
        execute(
                "INSERT INTO entity_mentions (fact_id, entity_id, mention_text) VALUES (?, ?, ?)",
                fact,
                query("SELECT id, type FROM entities WHERE name = ?", name).get(0),
                name);
    }

    /** Says that a fact was a row of PostgreSQL. */
    public void link(long fact, Object postgresId) throws SQLException {
        execute("INSERT OR REPLACE INTO fact_embeddings (fact_id, postgres_id) VALUES (?, ?)", fact, postgresId);
    }

    /** The ids of the facts that its search finds. */
    public List<String> search(String words) throws SQLException {
        return query(
                "SELECT f.id, f.content, f.context, f.source, f.confidence, f.timestamp, bm25(facts_fts)"
                        + " FROM facts_fts fts JOIN facts f ON fts.rowid = f.id WHERE facts_fts MATCH ?"
                        + " AND f.confidence >= ? AND f.timestamp >= ? AND f.is_active = 1"
                        + " AND f.is_assistant_output = 0 ORDER BY bm25(facts_fts) LIMIT ?",
                words,
                0.0,
                "2020-01-01 00:00:00",
                1_000_000);
    }

    /** Executes one statement. */
    public void execute(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            statement.execute();
        }
    }

    /** The first column of a query. */
    public List<String> query(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            List<String> firstColumn = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    firstColumn.add(rows.getString(1));
                }
            }
            return firstColumn;
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** All rows of some queries of a file, as text. */
    public static List<String> everything(Path file, List<String> queries) throws SQLException {
        List<String> everything = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String query : queries) {
                try (ResultSet rows = statement.executeQuery(query)) {
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        StringBuilder row = new StringBuilder(query);
                        for (int i = 1; i <= columns; i++) {
                            row.append(" | ").append(rows.getObject(i));
                        }
                        everything.add(row.toString());
                    }
                }
            }
        }
        return everything;
    }

    /** Queries for all that a file holds now, by tables, columns and schema, which still ask for no more when more is there. */
    public static List<String> queriesForEverything(Path root) throws SQLException {
        try (PythonMemory python = open(root)) {
            List<String> queries =
                    new ArrayList<>(python.query("SELECT 'SELECT ' || (SELECT group_concat('quote(\"' || name"
                            + " || '\"), typeof(\"' || name || '\")') FROM pragma_table_info(t.name)) || ' FROM ' || t.name"
                            + " || ' ORDER BY rowid' FROM sqlite_schema t WHERE type = 'table' AND name NOT LIKE 'facts_fts_%'"
                            + " AND name NOT IN ('sqlite_sequence', 'schema_info') ORDER BY name"));
            String names = "'"
                    + String.join(
                            "', '",
                            python.query("SELECT name FROM sqlite_schema WHERE type IN ('index',"
                                    + " 'trigger') OR name LIKE 'facts_fts%'"))
                    + "'";
            queries.add(
                    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name IN (" + names + ") ORDER BY name");
            queries.add("SELECT version FROM schema_info WHERE version < 5 ORDER BY version");
            return queries;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
