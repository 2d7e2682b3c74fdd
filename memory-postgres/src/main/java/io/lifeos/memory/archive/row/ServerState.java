package io.lifeos.memory.archive.row;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The progress of a server: a hint when its rows are not those that are known, as a copy of a server has the identity of its
 * original. It decides nothing, since a standby may lag, and a copy may have come as far.
 *
 * @param timeline its timeline, which a promotion or a restore raises
 * @param checkpoint the place of its last checkpoint, as PostgreSQL writes it, such as {@code 0/16B3748}
 */
public record ServerState(long timeline, String checkpoint) {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,10}) ([0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8})");

    private static final int LOWER_BITS = 32;

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @param text the text
     * @return the state; empty if it is none
     */
    public static Optional<ServerState> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(new ServerState(Long.parseLong(parts.group(1)), parts.group(2)))
                : Optional.empty();
    }

    /**
     * Compares the state with that of an earlier run.
     *
     * @param earlier the state at that run
     * @return a sentence on what speaks for a copy; empty if nothing does
     */
    public Optional<String> comparedWith(ServerState earlier) {
        if (timeline != earlier.timeline) {
            return Optional.of("The server is on timeline " + timeline + ", and was on " + earlier.timeline
                    + " at the last run: it was promoted or restored, or is a copy.");
        }
        return Long.compareUnsigned(place(), earlier.place()) < 0
                ? Optional.of("The server's last checkpoint, " + checkpoint + ", lies before that of the last run, "
                        + earlier.checkpoint + ": it is an older copy, or a standby that lags.")
                : Optional.empty();
    }

    private long place() {
        String[] halves = checkpoint.split("/", -1);
        return (Long.parseLong(halves[0], 16) << LOWER_BITS) + Long.parseLong(halves[1], 16);
    }

    /** The state as a text that the file keeps. */
    @Override
    public String toString() {
        return timeline + " " + checkpoint;
    }
}
