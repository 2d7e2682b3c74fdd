package io.lifeos.memory.report;

import java.nio.file.Path;

/**
 * What was made of a memory: a backup, a restored memory, an export, an imported memory.
 *
 * @param path where it is
 * @param facts how many facts it holds, forgotten ones included
 * @param files how many files it holds beside them: daily logs, Markdown files, whatever else lay in the folder; 0 for an
 *     export and for an imported memory
 */
public record CopyReport(Path path, long facts, int files) {}
