/** Word lists that come with the library. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.text;
