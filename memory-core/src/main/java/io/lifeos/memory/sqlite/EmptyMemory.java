package io.lifeos.memory.sqlite;

import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.table.FullTextIndex;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/** The data source for an absent file: each connection is a private, unwritable memory without facts. */
final class EmptyMemory extends SQLiteDataSource {

    private final Path file;

    EmptyMemory(Path file) {
        this.file = file;
        setUrl("jdbc:sqlite::memory:");
    }

    @Override
    public SQLiteConnection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        SQLiteConnection connection = super.getConnection(user, password);
        try {
            new SchemaInstaller(file).run(connection);
            FullTextIndex.prepare(connection);
            new Jdbc(connection).execute("PRAGMA query_only = ON");
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}
