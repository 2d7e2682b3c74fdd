/** The commands for a memory in a folder, which need no source. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.examples.tool.memory;
