/** The values of a memory, and its exceptions. Depends on nothing but the JDK. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.fact;
