/** JSON text: reading without size limits, and writing strings and arrays of them. */
@NullMarked
package io.lifeos.memory.json;

import org.jspecify.annotations.NullMarked;
