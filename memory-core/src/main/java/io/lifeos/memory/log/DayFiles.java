package io.lifeos.memory.log;

import io.lifeos.memory.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The files that may hold entries of one day: its log; the log in {@code archives/} that the Python program moved it to, and
 * may have packed; and the late log, which gets what is to be written after that. Were the day's log begun anew instead, that
 * program would move it over the one in {@code archives/}.
 *
 * @param day the day
 * @param log its log
 * @param late its late log
 * @param archives the paths at which that program puts its log away
 */
record DayFiles(LocalDate day, Path log, Path late, List<Path> archives) {

    /** The draft of any log from which entries are erased, one at a time. */
    static final String DRAFT_OF_ERASURE = ".0000-00-00.erasure.md.new";

    private static final Pattern DRAFT = Pattern.compile("\\.\\d{4}-\\d\\d-\\d\\d(\\.late|\\.erasure)?\\.md\\.new");

    static DayFiles of(Workspace workspace, LocalDate day) {
        Path archive = workspace.archives().resolve(day + ".md");
        return new DayFiles(
                day,
                workspace.dailyLog(day),
                workspace.lateLog(day),
                List.of(archive, archive.resolveSibling(archive.getFileName() + LogFile.PACKED)));
    }

    /** Returns the file that gets new entries, as the files are now. */
    Path current() {
        return exists(log) || !(exists(late) || archives.stream().anyMatch(DayFiles::exists)) ? log : late;
    }

    /** Returns the files that are written to; what was put away never is. */
    List<Path> written() {
        return List.of(log, late);
    }

    /** Returns where the next version of a file is written; beside the day's log, as there may be no folder of late logs. */
    Path draft(Path file) {
        return log.resolveSibling("." + day + (file.equals(late) ? ".late.md.new" : ".md.new"));
    }

    /** Tells whether a name is that of a {@linkplain #draft draft}. */
    static boolean isDraft(Path file) {
        return DRAFT.matcher(String.valueOf(file.getFileName())).matches();
    }

    static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }
}
