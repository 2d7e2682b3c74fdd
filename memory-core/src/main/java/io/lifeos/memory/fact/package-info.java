/** The values of a memory, and its exceptions. Depends on the JDK and the library's word lists only. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.fact;
