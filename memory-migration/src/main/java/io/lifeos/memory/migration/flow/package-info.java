/** The flow of rows through a run: guards before the first write, pages read ahead, batches written at a pace. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.migration.flow;
