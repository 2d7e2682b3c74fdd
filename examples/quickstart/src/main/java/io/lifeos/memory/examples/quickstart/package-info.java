/** Short programs to read and to run. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.examples.quickstart;
