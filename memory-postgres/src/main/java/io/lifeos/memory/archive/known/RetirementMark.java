package io.lifeos.memory.archive.known;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A mark by which programs retire a memory without deleting its row: a column, or a member of the metadata, of one of some
 * names, with a value that passes a test.
 *
 * @param reason the reason for which a row is left out, in words
 * @param test the test
 * @param names the names
 */
public record RetirementMark(String reason, Test test, List<String> names) {

    /** The test that a value has to pass. */
    public enum Test {
        /** It is set to something. */
        SET,
        /** It is a day or a time that has passed. */
        PAST,
        /** It says true. */
        TRUE,
        /** It says false. */
        FALSE,
        /** It is one of {@link #STATES}. */
        STATE
    }

    /** The spellings of true: by a cast, in JSON, in CSV, and as a number. */
    public static final Set<String> YES = Set.of("true", "t", "yes", "y", "on", "1");

    /** The spellings of false. */
    public static final Set<String> NO = Set.of("false", "f", "no", "n", "off", "0");

    /** The states of a memory that is retired. */
    public static final Set<String> STATES = Set.of(
            "deleted",
            "archived",
            "superseded",
            "replaced",
            "expired",
            "inactive",
            "retired",
            "obsolete",
            "invalid",
            "invalidated",
            "revoked",
            "removed",
            "forgotten");

    /** All marks. */
    public static final List<RetirementMark> ALL = List.of(
            mark("soft-deleted", Test.SET, "deleted_at", "removed_at", "forgotten_at"),
            mark("archived", Test.SET, "archived_at"),
            mark("superseded", Test.SET, "superseded_by", "superseded_at", "replaced_by"),
            mark("retired", Test.SET, "retired_at", "revoked_at", "invalidated_at"),
            mark("soft-deleted", Test.TRUE, "is_deleted", "deleted", "is_forgotten", "forgotten"),
            mark("archived", Test.TRUE, "is_archived", "archived"),
            mark("superseded", Test.TRUE, "is_superseded", "superseded"),
            mark("expired", Test.TRUE, "is_expired", "expired"),
            mark("retired", Test.TRUE, "is_retired", "retired", "is_obsolete", "obsolete", "is_invalid", "invalidated"),
            mark("inactive", Test.FALSE, "is_active", "active", "is_current", "is_valid", "is_latest"),
            mark(
                    "expired",
                    Test.PAST,
                    "valid_to",
                    "valid_until",
                    "expires_at",
                    "expire_at",
                    "expired_at",
                    "expiry",
                    "expiry_date",
                    "expiration",
                    "expiration_date",
                    "invalid_at"),
            mark("retired", Test.STATE, "status", "state", "memory_status", "lifecycle_status"));

    private static RetirementMark mark(String reason, Test test, String... names) {
        List<String> all = new ArrayList<>();
        for (String name : names) {
            all.addAll(Spelling.variants(name));
        }
        return new RetirementMark(reason, test, List.copyOf(all));
    }

    /** Finds the mark of a name. */
    public static Optional<RetirementMark> of(String name) {
        return ALL.stream().filter(mark -> mark.names.contains(name)).findFirst();
    }
}
