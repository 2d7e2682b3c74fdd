/** What a person prefers, and how sure that is. */
package io.lifeos.memory.preference;
