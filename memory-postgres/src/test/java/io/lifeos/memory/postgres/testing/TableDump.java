package io.lifeos.memory.postgres.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Writes the rows of a query into a file, as people do with psql. */
public final class TableDump {

    private TableDump() {}

    /** By the ending of the file's name: one object a row, or CSV. */
    public static void write(TestDatabase database, String query, Path file) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            if (file.toString().endsWith(".csv")) {
                writeCsv(statement, query, file);
            } else {
                writeJsonLines(statement, query, file);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server may write where its data are, and reads that out again. */
    private static void writeCsv(Statement statement, String query, Path file) throws SQLException, IOException {
        String folder;
        try (ResultSet row = statement.executeQuery("SHOW data_directory")) {
            row.next();
            folder = row.getString(1);
        }
        statement.execute("COPY (" + query + ") TO '" + folder + "/dump.csv' WITH (FORMAT csv, HEADER)");
        try (ResultSet row = statement.executeQuery("SELECT pg_read_binary_file('dump.csv')")) {
            row.next();
            Files.write(file, row.getBytes(1));
        }
    }

    private static void writeJsonLines(Statement statement, String query, Path file) throws SQLException, IOException {
        try (Writer to = Files.newBufferedWriter(file);
                ResultSet rows = statement.executeQuery("SELECT row_to_json(t) FROM (" + query + ") t")) {
            while (rows.next()) {
                to.append(rows.getString(1)).append('\n');
            }
        }
    }
}
