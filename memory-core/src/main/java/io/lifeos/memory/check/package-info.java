/** Checks of a memory against its daily logs, and repairs. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.check;
