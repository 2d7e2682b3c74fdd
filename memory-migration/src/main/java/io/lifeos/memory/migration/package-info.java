/** The migration of archival memories: one run, its status, its proof. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.migration;
