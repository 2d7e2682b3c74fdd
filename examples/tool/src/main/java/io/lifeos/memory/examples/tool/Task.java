package io.lifeos.memory.examples.tool;

/** The tasks of the tool, of which a run does one. */
enum Task {
    MIGRATE,
    DETECT,
    PLAN,
    STATUS,
    VERIFY,
    DRY_RUN,
    DEMO
}
