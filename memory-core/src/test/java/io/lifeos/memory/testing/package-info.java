/** Helpers for the tests of every module: packaged as the test-jar of this one. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.testing;
