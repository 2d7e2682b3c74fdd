/** Real databases for the tests of every module. */
package io.lifeos.memory.postgres.testing;
