/** The SQLite file: its connections, its schema, its adoption from other programs. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.sqlite;
