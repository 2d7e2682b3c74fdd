package io.lifeos.memory.workspace;

import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.files.PathFlaws;
import io.lifeos.memory.files.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a memory, as named paths. Everything made here is readable by its owner only: folders 0700, files 0600.
 *
 * <pre>
 * jarvis.db                the facts
 * memory/2026-01-25.md     the daily logs; archives/ is for those put away, late/ for what came after that
 * bank/                    world.md, experience.md, opinions.md, entities/{tokens,users,strategies}/
 * memory.md, SOUL.md, AGENTS.md, USER.md
 * </pre>
 *
 * @param root the folder, as an absolute path
 */
public record Workspace(Path root) {

    private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);

    private static final List<String> FOLDERS =
            List.of("memory/archives", "bank/entities/tokens", "bank/entities/users", "bank/entities/strategies");
    private static final String LATE = "memory/late";
    private static final Set<String> LOG_FOLDERS = Set.of("memory", "memory/archives", LATE);
    private static final Pattern LOG_FILE =
            Pattern.compile("\\.lock|\\.?\\d{4}-\\d\\d-\\d\\d(\\..*)?\\.md(\\.gz|\\.new)?");
    private static final List<String> TEMPLATES = List.of(
            "memory.md", "SOUL.md", "AGENTS.md", "USER.md", "bank/world.md", "bank/experience.md", "bank/opinions.md");

    /** One page. SQLite takes a shorter file for an empty one, and would begin it anew. */
    private static final int SMALLEST_DATABASE = 512;

    /** Makes the path absolute. */
    public Workspace {
        root = Objects.requireNonNull(root, "The root is null; name the memory's folder.")
                .toAbsolutePath()
                .normalize();
    }

    /** {@return the SQLite file, {@code jarvis.db}} */
    public Path database() {
        return root.resolve("jarvis.db");
    }

    /** {@return the file that a migration locks while it runs, {@code jarvis.db.migration-lock}} */
    public Path migrationLock() {
        return root.resolve("jarvis.db.migration-lock");
    }

    /** {@return the folder of the daily logs, {@code memory/}} */
    public Path dailyLogs() {
        return root.resolve("memory");
    }

    /**
     * Returns the log of a day.
     *
     * @param day the day, in UTC
     * @return {@code memory/YYYY-MM-DD.md}
     */
    public Path dailyLog(LocalDate day) {
        return dailyLogs().resolve(name(day));
    }

    /**
     * {@return the folder where a person, or the Python program, puts daily logs away, {@code memory/archives/}; the library
     * writes nothing there, but looks for entries of facts, in files packed by gzip too}
     */
    public Path archives() {
        return dailyLogs().resolve("archives");
    }

    /** {@return the folder of what was to be written to daily logs after they were put away, {@code memory/late/}} */
    public Path lateLogs() {
        return dailyLogs().resolve("late");
    }

    /**
     * Returns the file that takes the place of a day's log once that was put away. The Python program, which moves the log
     * of a day over an older one in {@code archives/}, passes it over.
     *
     * @param day the day, in UTC
     * @return {@code memory/late/YYYY-MM-DD.md}, which exists only if anything was written so late
     */
    public Path lateLog(LocalDate day) {
        return lateLogs().resolve(name(day));
    }

    private static String name(LocalDate day) {
        return Objects.requireNonNull(day, "The day is null; name the day of the log.") + ".md";
    }

    /**
     * Tells whether only a folder can lie at a path of a memory.
     *
     * @param path a path relative to the memory's folder
     * @return true if the memory keeps files below it
     */
    public static boolean isPlaceOfFolder(Path path) {
        Objects.requireNonNull(path, "The path is null; name a path in the memory's folder.");
        return FOLDERS.stream().anyMatch(folder -> Path.of(folder).startsWith(path)) || path.equals(Path.of(LATE));
    }

    /**
     * Tells whether only a file can lie at a path of a memory: a log, a draft or the lock of logs.
     *
     * @param path a path relative to the memory's folder
     * @return true if the memory may write a file there
     */
    public static boolean isPlaceOfFile(Path path) {
        Objects.requireNonNull(path, "The path is null; name a path in the memory's folder.");
        Path folder = path.getParent();
        return folder != null
                && LOG_FOLDERS.contains(folder.toString().replace(File.separatorChar, '/'))
                && LOG_FILE.matcher(path.getFileName().toString()).matches();
    }

    /** {@return the folder of conclusions from facts, {@code bank/}} */
    public Path bank() {
        return root.resolve("bank");
    }

    /** Refuses links through which a write would leave the memory's folder. */
    private void requireOwnPlaces() {
        refuse(database(), flaw(database(), PathFlaws::ofWrittenFile));
        refuse(lateLogs(), PathFlaws.ofFolder(lateLogs()));
        for (String name : FOLDERS) {
            Path folder = root;
            for (Path step : Path.of(name)) {
                folder = folder.resolve(step);
                refuse(folder, PathFlaws.ofFolder(folder));
            }
        }
    }

    /**
     * Creates what is missing. An existing file is never changed; a repeated call, or one after a crash, adds only what
     * is still missing.
     *
     * @throws StoreException if the folder cannot be written, {@link #requireUsable()} finds it unusable, one of its own folders
     *     is a symbolic link, or the database has another name elsewhere
     */
    public void create() {
        requireUsable();
        requireOwnPlaces();
        try {
            for (String folder : FOLDERS) {
                PrivateFiles.createFolders(root.resolve(folder));
            }
            for (String template : TEMPLATES) {
                createFromTemplate(template);
            }
            // Before SQLite opens it, so that it and the files beside it are never readable by others.
            PrivateFiles.createUnlessPresent(database(), new byte[0]);
        } catch (IOException e) {
            throw new StoreException(
                    "The memory's folder " + root + " cannot be written (" + e
                            + "); nothing that exists was changed; check the path and its permissions.",
                    e);
        }
    }

    /**
     * Checks that a memory can lie at these paths, without creating anything.
     *
     * @throws DamagedStoreException if the database is too short for one
     * @throws StoreException if the folder is a file, or the database, or a file that SQLite keeps beside it, is a symbolic
     *     link or no file
     */
    public void requireUsable() {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new StoreException(
                    "The path " + root + " is not a folder; nothing was changed; choose another for the memory.");
        }
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Path file = root.resolve(database().getFileName() + suffix);
            refuse(file, flaw(file, PathFlaws::ofFile));
        }
        long size = database().toFile().length();
        if (size > 0 && size < SMALLEST_DATABASE) {
            throw new DamagedStoreException(
                    "The file " + database() + " has only " + size
                            + " bytes, so it is damaged, or no memory; it was left as it is; restore a backup into another folder.");
        }
    }

    /** Looks for a flaw of a path. */
    @FunctionalInterface
    private interface Look {

        Optional<String> at(Path path) throws IOException;
    }

    private static Optional<String> flaw(Path path, Look look) {
        try {
            return look.at(path);
        } catch (IOException e) {
            throw new StoreException(
                    "The path " + path + " cannot be looked at (" + e + "); nothing was opened; check its permissions.",
                    e);
        }
    }

    private static void refuse(Path path, Optional<String> flaw) {
        flaw.ifPresent(what -> {
            throw new StoreException("The path " + path + " " + what + "; nothing was opened.");
        });
    }

    /**
     * Removes the permissions of other users on the memory's folders and files, which another program created: folders get
     * at most 0700, files 0600. Symbolic links, and files in the folder that are not the memory's, stay as they are. Logs
     * the number of changes and those that failed. A repeated call does nothing.
     */
    public void makePrivate() {
        List<Path> restricted = new ArrayList<>();
        List<Path> failed = new ArrayList<>();
        for (Path path : paths()) {
            try {
                if (PrivateFiles.restrict(path)) {
                    restricted.add(path);
                }
            } catch (IOException e) {
                failed.add(path);
            }
        }
        if (!restricted.isEmpty()) {
            LOG.info("Made {} folders and files of {} private, which others could open.", restricted.size(), root);
        }
        if (!failed.isEmpty()) {
            LOG.warn("Others may open {} folders and files of {}, such as {}.", failed.size(), root, failed.get(0));
        }
    }

    /** Returns the existing folders and files of the memory. */
    private List<Path> paths() {
        List<Path> paths = new ArrayList<>(List.of(root));
        for (String template : TEMPLATES) {
            paths.add(root.resolve(template));
        }
        for (Path folder : List.of(dailyLogs(), bank())) {
            if (Files.isDirectory(folder)) {
                addAll(folder, Integer.MAX_VALUE, paths);
            }
        }
        if (Files.isDirectory(root)) {
            List<Path> inRoot = new ArrayList<>();
            addAll(root, 1, inRoot);
            inRoot.stream()
                    .filter(path -> path.toString().startsWith(database().toString()))
                    .forEach(paths::add);
        }
        return paths;
    }

    private void addAll(Path folder, int depth, List<Path> to) {
        try (Stream<Path> found = Files.walk(folder, depth)) {
            found.forEach(to::add);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn(
                    "Others may open folders and files in {}, which could not be looked through: {}",
                    folder,
                    e.toString());
        }
    }

    private void createFromTemplate(String name) throws IOException {
        try (InputStream template = Workspace.class.getResourceAsStream("templates/" + name)) {
            if (template == null) {
                throw new IllegalStateException("The template " + name + " is missing from the library's jar.");
            }
            PrivateFiles.createUnlessPresent(root.resolve(name), template.readAllBytes());
        }
    }
}
