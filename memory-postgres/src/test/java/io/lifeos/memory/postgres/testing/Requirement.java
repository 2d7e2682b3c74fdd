package io.lifeos.memory.postgres.testing;

import org.junit.jupiter.api.Assumptions;

/** What a machine may lack: then a test is skipped and says so, unless LIFEOS_TEST_REQUIRE_ALL=true makes that a failure. */
public final class Requirement {

    private Requirement() {}

    /** Goes on if the machine has what is needed. */
    public static void orSkip(boolean present, String whatIsMissing) {
        if (present) {
            return;
        }
        if (Boolean.parseBoolean(System.getenv("LIFEOS_TEST_REQUIRE_ALL"))) {
            throw new AssertionError("LIFEOS_TEST_REQUIRE_ALL is set, but " + whatIsMissing);
        }
        System.out.println("Skipped: " + whatIsMissing);
        Assumptions.abort(whatIsMissing);
    }
}
