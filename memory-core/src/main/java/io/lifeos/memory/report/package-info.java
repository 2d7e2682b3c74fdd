/** Results of backups, checks and repairs. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.report;
