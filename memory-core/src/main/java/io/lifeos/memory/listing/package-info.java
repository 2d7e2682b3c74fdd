/** What a memory holds: pages of facts, groups of facts with a value in common, and counts. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.listing;
