/** The links between source rows and facts, and the rows that were refused. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.migration.link;
