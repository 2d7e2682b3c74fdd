package io.lifeos.memory.archive.file;

import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.table.ArchiveBuilder;
import io.lifeos.memory.archive.table.ArchiveOptions;
import io.lifeos.memory.archive.table.TableName;
import io.lifeos.memory.fact.CheckReturnValue;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The archival memories that a table in PostgreSQL held, read from a file to which it was dumped: JSON Lines, with one
 * object per row, or CSV. It serves those whose server is gone.
 *
 * <pre>{@code
 * try (FileArchive archive = FileArchive.of(Path.of("mem0.jsonl"));
 *         MemoryStore memory = MemoryStore.open()) {
 *     Migrator.from(archive).into(memory).build().migrate();
 * }
 * }</pre>
 *
 * <p>The columns are understood as those of a {@link io.lifeos.memory.postgres.PostgresArchive} are: by the profile that
 * they show together with the name of the table, which is that of the file without its extension unless one is given, or as
 * an {@link io.lifeos.memory.archive.table.TableSpec} says. A file lacks the rest of a catalog's information:
 *
 * <ul>
 *   <li>The id is the column {@code id}, or its equivalent in the profile's tables, unless named. An id that is written
 *       as an integer is one, any other is a text.
 *   <li>A vector is a JSON array of numbers, or one as pgvector or PostgreSQL write it. It is rounded to float32; if any of
 *       its numbers is more precise than that, its text is kept too.
 *   <li>A value from a side table, such as the name of LangChain's collection, is read if each row has it itself: as
 *       {@code collection}. Tags are {@code tags}.
 *   <li>In CSV each value is a text, even in the metadata of the fact.
 * </ul>
 *
 * <p>The source is known by the name of the table: {@code file/} and that name. Reading the same file
 * again therefore changes nothing, wherever it lies, and a newer dump of the same table under the same name brings what has
 * changed.
 *
 * <p>Each reading goes through the whole file, twice, and lays its rows out in a temporary database below {@code
 * java.io.tmpdir}, which only its owner can read and which takes about as much space as the file. It is deleted at the end.
 * The file may change later; if it changes while it is read, or if the thread is interrupted, that is a failure. Each
 * failure names the file, and the line if one is at fault. It is a {@link io.lifeos.memory.archive.MappingException} if it
 * is not clear what a column means, a named one is not there, two rows have one id or one has none, or the file is the
 * export of a memory.
 *
 * <p>A line that is too large for the heap, a tenth of which it may take, is passed over and named; the others are read.
 *
 * <p>Safe for use by several threads.
 */
public sealed interface FileArchive extends Archive permits OpenFileArchive {

    /**
     * The rows in a file, whose name ends in {@code .jsonl}, {@code .ndjson}, {@code .json} or {@code .csv}.
     *
     * @param file the file
     * @return the archive; nothing is read yet
     * @throws IllegalArgumentException if its name does not show its format
     * @throws NullPointerException if it is null
     */
    @CheckReturnValue
    static FileArchive of(Path file) {
        return builder(file).build();
    }

    /**
     * A builder for an archive with its own settings.
     *
     * @param file the file
     * @return a builder; every setter refuses null with a {@link NullPointerException}
     * @throws NullPointerException if it is null
     */
    @CheckReturnValue
    static Builder builder(Path file) {
        return new Builder(file);
    }

    /** Builds an archive from a file and the settings for reading it. */
    final class Builder extends ArchiveBuilder<Builder> {

        private final Path file;
        private @Nullable FileFormat format;

        private Builder(Path file) {
            this.file = Objects.requireNonNull(file, "The file is null; name the file with the rows.");
        }

        /**
         * Sets the format of the rows; by default, the file's name shows it.
         *
         * @param format the format
         * @return this builder
         */
        public Builder format(FileFormat format) {
            this.format = require(format, "format");
            return this;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * The archive. Nothing is read yet.
         *
         * @return the archive
         * @throws IllegalArgumentException if no format is given, and the file's name does not show it
         */
        public FileArchive build() {
            DumpFile source = new DumpFile(file, format == null ? FileFormat.of(file) : format, LongLines.NONE);
            ArchiveOptions options = options();
            TableName name = options.table().name().orElseGet(() -> new TableName(null, nameWithoutExtension()));
            return new OpenFileArchive(source, name, options);
        }

        private String nameWithoutExtension() {
            String name = String.valueOf(file.getFileName());
            int dot = name.lastIndexOf('.');
            return dot > 0 ? name.substring(0, dot) : name;
        }
    }
}
