package io.lifeos.memory.examples.tool;

import io.lifeos.memory.sqlite.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What the tool was built of, and what it runs on. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties built = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            built.load(Objects.requireNonNull(in, "version.properties"));
        }
        return new String[] {
            MigrateArchivalMemory.NAME + " " + built.getProperty("version") + ", commit " + built.getProperty("commit"),
            "Java " + Runtime.version() + ", SQLite " + built.getProperty("sqlite") + ", file version " + Schema.VERSION
        };
    }
}
