package io.lifeos.memory.migration.mapping;

import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.migration.link.NewLink;

/**
 * A row as it will be stored.
 *
 * @param memory the memory
 * @param fact the fact that it becomes
 * @param origin its link to the row
 * @param dating the way in which the fact got its time
 * @param linked true if the row had a link when it was read
 */
public record MappedMemory(ArchivalMemory memory, NewFact fact, NewLink origin, Dating dating, boolean linked) {}
