/** The flow of rows through a run: pages read ahead, batches written at a pace, and sets of fact ids. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.migration.flow;
