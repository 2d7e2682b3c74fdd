/** The whole story of a migration on a PostgreSQL that is started for it. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.examples.demo;
