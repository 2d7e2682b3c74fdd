package io.lifeos.memory.migration;

import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.postgres.ArchivalMemory;

/**
 * A row as it will be stored.
 *
 * @param memory the memory
 * @param fact the fact that it becomes
 * @param origin its link to the row
 * @param linked true if the row had a link when it was read
 */
public record MappedMemory(ArchivalMemory memory, NewFact fact, FactOrigin origin, boolean linked) {}
