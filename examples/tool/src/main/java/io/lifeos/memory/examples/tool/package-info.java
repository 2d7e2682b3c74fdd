/** The command line tool: migrates, proves, shows, and keeps the local memory safe. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.examples.tool;
