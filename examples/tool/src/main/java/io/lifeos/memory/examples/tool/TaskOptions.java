package io.lifeos.memory.examples.tool;

import picocli.CommandLine.Option;

/** The options that name a task other than migrating; at most one is given. */
final class TaskOptions {

    private Task task = Task.MIGRATE;

    /** Returns the task that was named, or {@link Task#MIGRATE}. */
    Task task() {
        return task;
    }

    @Option(names = "--detect", description = "only list the tables of memories that the database has")
    void detect(boolean given) {
        choose(Task.DETECT, given);
    }

    @Option(
            names = "--plan",
            description = "only say what would become of the table, and of what to be careful; writes nothing")
    void plan(boolean given) {
        choose(Task.PLAN, given);
    }

    @Option(names = "--status", description = "only say where the migration stands")
    void status(boolean given) {
        choose(Task.STATUS, given);
    }

    @Option(names = "--verify", description = "only compare every row with its fact; writes nothing")
    void verify(boolean given) {
        choose(Task.VERIFY, given);
    }

    @Option(names = "--dry-run", description = "only say what a migration would do; writes nothing")
    void dryRun(boolean given) {
        choose(Task.DRY_RUN, given);
    }

    @Option(
            names = "--demo",
            description = "show it all on a PostgreSQL that is started for it, in a new folder under lifeos-demo")
    void demo(boolean given) {
        choose(Task.DEMO, given);
    }

    private void choose(Task chosen, boolean given) {
        if (given) {
            task = chosen;
        }
    }
}
