/** Erasing facts for good, from the database, the daily logs and whatever else the folder has of them. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.erase;
