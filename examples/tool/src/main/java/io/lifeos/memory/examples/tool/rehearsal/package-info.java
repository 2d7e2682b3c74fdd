/** What the start script runs to make the archive of classes from which later commands start. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.examples.tool.rehearsal;
