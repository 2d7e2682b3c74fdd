package io.lifeos.memory.log;

import io.lifeos.memory.log.DailyLogs.EntrySource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The entries in logs that were put away, which say what was known then. Such a log is read once, as it does not change. */
final class PutAwayLogs {

    private static final Logger LOG = LoggerFactory.getLogger(PutAwayLogs.class);

    private final Map<Path, KnownLog> known = new ConcurrentHashMap<>();

    /** Leaves out the facts whose entry there says what it would say in the late log, unless that has one too. */
    List<Long> withoutUnchanged(DayFiles files, List<Long> ids, EntrySource entries) throws IOException {
        Set<Long> unchanged = new HashSet<>();
        for (Path archive : files.archives()) {
            if (Files.isRegularFile(archive)) {
                unchanged.addAll(unchanged(archive, ids, entries));
            }
        }
        if (!unchanged.isEmpty() && DayFiles.exists(files.late())) {
            unchanged.removeAll(LogFile.facts(files.late()));
        }
        return ids.stream().filter(id -> !unchanged.contains(id)).toList();
    }

    private Set<Long> unchanged(Path archive, List<Long> ids, EntrySource entries) throws IOException {
        KnownLog last = known.get(archive);
        if (last != null && last.hasNoneOf(ids, archive)) {
            return Set.of();
        }
        Set<Long> wanted = new HashSet<>(ids);
        Set<Long> unchanged = new HashSet<>();
        AtomicLong highest = new AtomicLong();
        AtomicBoolean anyWanted = new AtomicBoolean();
        try {
            LogFile.readFacts(archive, id -> {
                highest.accumulateAndGet(id, Math::max);
                anyWanted.compareAndSet(false, wanted.contains(id));
            });
            known.put(archive, KnownLog.of(archive, highest.get()));
            if (anyWanted.get()) {
                LogFile.readEntries(archive, (id, text) -> {
                    if (wanted.contains(id) && LogFile.saysTheSame(text, LogWriter.entry(entries, id))) {
                        unchanged.add(id);
                    }
                });
            }
        } catch (ZipException | EOFException e) {
            LOG.warn(
                    "{} is damaged ({}) and stays as it is; the late log of the day gets the entries that it may have lost.",
                    archive,
                    e.toString());
        } catch (NoSuchFileException packedMeanwhile) {
            LOG.debug("{} was packed or moved meanwhile", archive);
        }
        return unchanged;
    }
}
