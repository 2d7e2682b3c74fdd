package io.lifeos.memory.report;

import java.nio.file.Path;

/**
 * The result of copying a memory: a backup, a restored memory, an export or an imported memory.
 *
 * @param path the file or folder that was made
 * @param facts the number of facts in it, including forgotten ones
 * @param files the number of other files in it: daily logs, Markdown files and the rest of the folder; 0 for an export and
 *     for an imported memory
 */
public record CopyReport(Path path, long facts, int files) {}
