/** One small JDBC layer: SQL and its parameters in, mapped rows out. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.jdbc;
