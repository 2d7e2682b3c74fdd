package io.lifeos.memory.sqlite;

import io.lifeos.memory.database.Durability;
import io.lifeos.memory.workspace.Workspace;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A new file, open for writing during each test. */
abstract class OpenFile {

    @TempDir
    Path root;

    SqliteDatabase database;

    @BeforeEach
    void open() {
        Workspace workspace = new Workspace(root);
        workspace.create();
        database = SqliteDatabase.open(workspace.database(), Durability.FULL);
    }

    @AfterEach
    void close() {
        database.close();
    }
}
