package io.lifeos.memory.examples.tool;

import io.lifeos.memory.migration.MigratorBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how to migrate. */
final class RunOptions {

    @Option(names = "--batch-size", paramLabel = "N", description = "the most rows in a transaction; by default 4000")
    private @Nullable Integer batchSize;

    @Option(
            names = "--reject-limit",
            paramLabel = "SHARE",
            description = "the share of rejected rows above which a run stops; by default 0.1")
    private @Nullable Double rejectLimit;

    @Option(names = "--force", description = "rewrite every fact from its row, also those that were edited here")
    private boolean force;

    @Option(
            names = "--accept-changed-contents",
            description = "go on even if so many known rows have another content that they are probably other rows")
    private boolean acceptChangedContents;

    @Option(
            names = "--allow-left-out",
            description = "call a run a success although over half of the rows have no content that is text")
    private boolean allowLeftOut;

    @Option(
            names = "--yes",
            description = "agree that the rows of several owners come together, which a person at a terminal is asked")
    private boolean yes;

    @Option(names = "--prune", description = "forget facts whose rows are gone from the source")
    private boolean forgetGone;

    @Option(
            names = "--retire-duplicates",
            description = "forget facts that another program made twice of one row; they stay in the file")
    private boolean forgetDuplicates;

    /** Tells whether to forget facts whose rows are gone. */
    boolean forgetsGone() {
        return forgetGone;
    }

    /** Tells whether a person has agreed beforehand to what would be asked. */
    boolean agreed() {
        return yes;
    }

    void configure(MigratorBuilder builder) {
        builder.force(force)
                .acceptChangedContents(acceptChangedContents)
                .allowLeftOut(allowLeftOut)
                .forgetGone(forgetGone)
                .forgetDuplicates(forgetDuplicates);
        if (batchSize != null) {
            builder.batchSize(batchSize);
        }
        if (rejectLimit != null) {
            builder.rejectLimit(rejectLimit);
        }
    }
}
