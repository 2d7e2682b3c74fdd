/** The threads that the library runs work on; it never uses the JVM's common pool, which belongs to the host. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.concurrent;
