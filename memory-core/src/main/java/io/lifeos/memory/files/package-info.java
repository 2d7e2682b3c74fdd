/** Private files and folders, drafts that appear whole, and locks on folders. */
@org.jspecify.annotations.NullMarked
package io.lifeos.memory.files;
