/** The folder of a memory, as named paths. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.workspace;
