/** Looking back on the facts of a day or a week: the seam for whoever draws conclusions, and what comes of it. */
package io.lifeos.memory.reflect;
