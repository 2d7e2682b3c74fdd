/** The SQLite file: its connections, its schema, its tables. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.sqlite;
