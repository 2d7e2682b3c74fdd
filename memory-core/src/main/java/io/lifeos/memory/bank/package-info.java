/** What reflections write into {@code memory.md} and {@code bank/}, beside and within what people write there. */
package io.lifeos.memory.bank;
