/** The values of a memory, and what can go wrong with one. Depends on nothing but the JDK. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.fact;
