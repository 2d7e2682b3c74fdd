/** A PostgreSQL for as long as a program runs. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.examples.postgres;
