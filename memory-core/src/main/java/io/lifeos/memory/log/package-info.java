/** The daily logs, and the relay that brings them in step with the facts. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.log;
