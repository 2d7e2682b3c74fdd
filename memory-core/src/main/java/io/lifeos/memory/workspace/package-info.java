/** The folder: its tree, and the daily logs in it. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.workspace;
