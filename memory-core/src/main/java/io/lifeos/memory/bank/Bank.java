package io.lifeos.memory.bank;

import io.lifeos.memory.fact.Entity;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.files.FolderLock;
import io.lifeos.memory.files.PathFlaws;
import io.lifeos.memory.workspace.Workspace;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files in which reflections have sections: {@code memory.md}, with one for each period, and a file for each entity below
 * {@code bank/entities/}. All that a reflection must know of an earlier one is in its sections, so that file and state cannot
 * differ: {@code memory.md} is written last, and its section says that all is done. Safe for use by several threads.
 */
public final class Bank {

    private static final String LOCK = ".lock";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration SHORT_WAIT = Duration.ofSeconds(2);
    private static final byte[] MEMORY = "# Memory\n\n".getBytes(StandardCharsets.UTF_8);

    private final Workspace workspace;
    private final Consumer<Path> beforeMove;

    /**
     * Finds the files of a memory; creates nothing.
     *
     * @param workspace the memory's folder
     */
    public Bank(Workspace workspace) {
        this(workspace, file -> {});
    }

    /**
     * Finds the files of a memory, for tests.
     *
     * @param workspace the memory's folder
     * @param beforeMove is told of each file that is about to be replaced
     */
    public Bank(Workspace workspace, Consumer<Path> beforeMove) {
        this.workspace = workspace;
        this.beforeMove = beforeMove;
    }

    /**
     * What a reflection wants to be written.
     *
     * @param key the name of the summary's section
     * @param state a hash of all that the reflector was given
     * @param facts the ids of the facts that it was given, ascending
     * @param made the ids of the facts that it concluded
     * @param title the heading of its sections
     * @param summary the summary, as Markdown
     * @param notes what it says of entities, as Markdown
     */
    public record Written(
            SectionKey key,
            String state,
            List<Long> facts,
            List<Long> made,
            String title,
            String summary,
            Map<Entity, String> notes) {}

    /**
     * What was done to the files.
     *
     * @param files those that were written, relative to the memory's folder
     * @param kept those in which a section stayed, as a person changed it
     * @param made the ids of the facts that the reflections concluded whose sections were removed
     */
    public record Change(List<String> files, List<String> kept, List<Long> made) {}

    /**
     * Runs work while no other thread or process reflects.
     *
     * @param work the work
     * @param <T> the type of its result
     * @return the result
     * @throws StoreLockedException if another process reflects for 10 s
     * @throws StoreException if the lock cannot be taken
     */
    public <T> T locked(Supplier<T> work) {
        return locked(
                () -> FolderLock.take(workspace.bank(), LOCK, LONGEST_WAIT),
                "nothing was written; try again once it is done",
                work);
    }

    /**
     * Runs work while no other thread or process reflects, and waits a moment only, as a reflector may take minutes, hang, or be
     * the caller itself.
     *
     * @param work the work
     * @param <T> the type of its result
     * @return the result
     * @throws StoreLockedException if others reflect for 2 s
     * @throws StoreException if the lock cannot be taken
     */
    public <T> T lockedSoon(Supplier<T> work) {
        return locked(
                () -> FolderLock.takeWithin(workspace.bank(), LOCK, SHORT_WAIT),
                "sections and conclusions that came from erased facts are still there; the next opening removes them",
                work);
    }

    /** Takes the lock. */
    private interface Taking {
        Optional<FolderLock> take() throws IOException;
    }

    private <T> T locked(Taking taking, String state, Supplier<T> work) {
        String flaw = PathFlaws.ofFolder(workspace.bank()).orElse("");
        if (!flaw.isEmpty()) {
            throw new StoreException("The folder " + workspace.bank() + " " + flaw + "; nothing was written.");
        }
        try (FolderLock lock = taking.take()
                .orElseThrow(() -> new StoreLockedException("Another thread or process reflects on the memory in "
                        + workspace.root() + " for too long; " + state + "."))) {
            return work.get();
        } catch (IOException e) {
            throw new StoreException(
                    "The folder " + workspace.bank() + " cannot be locked (" + e
                            + "); every fact is safe; check its permissions.",
                    e);
        }
    }

    /**
     * Reads the states that the summary of a period was written of; those of sections that a person changed count.
     *
     * @param key the name of the summary's section
     * @return hashes of all that the reflector was given; none if there is no such section
     */
    public Set<String> states(SectionKey key) {
        return memory().read().sections().stream()
                .filter(section -> section.key().equals(key))
                .map(Section::state)
                .collect(Collectors.toSet());
    }

    /**
     * Writes the sections of a reflection in place of those that it had before. To be called under the lock.
     *
     * @param written what is wanted
     * @return the files that were written, and those in which a section of a person's stayed
     */
    public Change write(Written written) {
        long[] ids =
                written.facts().stream().mapToLong(Long::longValue).sorted().toArray();
        String facts = FactRanges.of(ids);
        Map<Path, List<Section>> wanted = new LinkedHashMap<>();
        Map<Path, Entity> entities = new LinkedHashMap<>();
        written.notes().forEach((entity, text) -> {
            Path file = file(entity);
            entities.putIfAbsent(file, entity);
            wanted.computeIfAbsent(file, path -> new ArrayList<>())
                    .add(Section.of(
                            written.key()
                                    .about(entity.name() + " " + entity.type().name()),
                            facts,
                            List.of(),
                            written.state(),
                            "## " + written.title() + "\n\n" + text));
        });
        Changes changes = new Changes();
        for (Path file : entityFiles()) {
            if (!wanted.containsKey(file)) {
                changes.remove(file, section -> section.key().isOfSameReflection(written.key()));
            }
        }
        wanted.forEach((file, sections) ->
                changes.put(file, heading(Objects.requireNonNull(entities.get(file))), written.key(), sections));
        Section summary = Section.of(
                written.key(),
                facts,
                written.made(),
                written.state(),
                "## " + written.title() + "\n\n" + written.summary());
        changes.put(memoryFile(), MEMORY, written.key(), List.of(summary));
        return changes.done();
    }

    /**
     * Removes the sections of a reflection. To be called under the lock.
     *
     * @param key the name of the summary's section
     * @return what was done
     */
    public Change remove(SectionKey key) {
        return removeAll(section -> section.key().isOfSameReflection(key));
    }

    /**
     * Removes the sections of all reflections that were given or concluded some facts, and drafts that a crash left behind; the
     * next reflection on these periods writes them anew. A section that a person changed stays, and its file is named among
     * those that were kept. To be called under the lock.
     *
     * @param facts the ids of the facts
     * @return what was done, with the ids of all facts that these reflections concluded
     */
    public Change removeNamed(Collection<Long> facts) {
        NavigableSet<Long> ids = new TreeSet<>(facts);
        deleteDrafts();
        return removeAll(section -> section.cameFromAnyOf(ids));
    }

    private Change removeAll(Predicate<Section> unwanted) {
        Changes changes = new Changes();
        entityFiles().forEach(file -> changes.remove(file, unwanted));
        changes.remove(memoryFile(), unwanted);
        return changes.done();
    }

    private void deleteDrafts() {
        List<Path> files = new ArrayList<>(walk(path -> true));
        files.add(MarkedFile.draft(memoryFile()));
        try {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith(".") && name.endsWith(".md.new")) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new StoreException("A draft below " + workspace.root() + " cannot be deleted: " + e, e);
        }
    }

    /** Collects what is done to files. */
    private final class Changes {

        private final List<String> files = new ArrayList<>();
        private final List<String> kept = new ArrayList<>();
        private final List<Long> made = new ArrayList<>();

        /** Writes sections, and removes others of the same reflection. */
        void put(Path file, byte[] heading, SectionKey key, List<Section> sections) {
            List<SectionKey> keys = sections.stream().map(Section::key).toList();
            boolean changed = new MarkedFile(file, heading, beforeMove).change(text -> {
                text.remove(each -> each.key().isOfSameReflection(key) && !keys.contains(each.key()));
                sections.forEach(text::put);
            });
            note(file, changed, heading, each -> each.key().isOfSameReflection(key));
        }

        void remove(Path file, Predicate<Section> unwanted) {
            MarkedText before = new MarkedFile(file, new byte[0], beforeMove).read();
            if (before.has(unwanted)) {
                before.sections().stream().filter(unwanted).forEach(each -> made.addAll(each.madeFacts()));
                byte[] heading = file.equals(memoryFile()) ? MEMORY : headingOf(before);
                boolean changed = new MarkedFile(file, heading, beforeMove).change(text -> text.remove(unwanted));
                note(file, changed, heading, unwanted);
            }
        }

        private void note(Path file, boolean changed, byte[] heading, Predicate<Section> ours) {
            String name = workspace.root().relativize(file).toString().replace(File.separatorChar, '/');
            if (changed) {
                files.add(name);
            }
            if (new MarkedFile(file, heading, beforeMove).read().has(each -> ours.test(each) && !each.isAsWritten())) {
                kept.add(name);
            }
        }

        Change done() {
            return new Change(List.copyOf(files), List.copyOf(kept), List.copyOf(made));
        }
    }

    private Path memoryFile() {
        return workspace.root().resolve("memory.md");
    }

    private MarkedFile memory() {
        return new MarkedFile(memoryFile(), MEMORY, beforeMove);
    }

    private static byte[] heading(Entity entity) {
        return ("# " + EntityFiles.oneLine(entity.name()) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the heading with which the file was begun, as the sections in it know. */
    private static byte[] headingOf(MarkedText file) {
        return file.sections().stream()
                .map(section -> section.key().about())
                .filter(about -> about.indexOf(' ') > 0)
                .findFirst()
                .map(about -> heading(new Entity(about.substring(0, about.lastIndexOf(' ')), EntityType.OTHER)))
                .orElse(new byte[0]);
    }

    private Path file(Entity entity) {
        return workspace.bank().resolve("entities").resolve(EntityFiles.pathOf(entity));
    }

    /** Returns the existing files of entities, those of people included. */
    private List<Path> entityFiles() {
        return walk(path -> String.valueOf(path.getFileName()).endsWith(".md"));
    }

    private List<Path> walk(Predicate<Path> wanted) {
        Path entities = workspace.bank().resolve("entities");
        if (!Files.isDirectory(entities, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(entities, 2)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && wanted.test(file))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new StoreException(
                    "The folder " + entities + " cannot be looked through (" + e + "); check its permissions.", e);
        }
    }
}
