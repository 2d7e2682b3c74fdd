/** From a row to a fact and back, without any side effect. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.migration.mapping;
