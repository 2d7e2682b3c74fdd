/** The database as a host sees it: reads, transactions, integrity. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.database;
