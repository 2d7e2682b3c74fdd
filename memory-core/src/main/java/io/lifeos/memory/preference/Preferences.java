package io.lifeos.memory.preference;

import io.lifeos.memory.fact.Owner;
import java.util.List;
import java.util.Optional;

/**
 * What one person prefers. Safe for use by several threads. Each method throws
 * {@link io.lifeos.memory.fact.StoreException} if the memory cannot be read or written, {@link IllegalStateException} if it
 * is closed, or read-only and about to be written, and {@link NullPointerException} if an argument is null.
 *
 * <pre>{@code
 * Preferences anns = memory.preferences(Owner.user("ann"));
 * anns.prefer("food", "drink", "tea");
 * anns.find("food", "drink").map(Preference::value);
 * }</pre>
 */
public interface Preferences {

    /** {@return the person} */
    Owner user();

    /**
     * States a preference: one that is new begins with a confidence of 0.5, the same value again adds 0.1, and another value
     * takes its place and 0.15 away, all within 0 and 1. Each call counts as evidence, in one transaction, so that no
     * statement is lost, whatever threads and processes make them. The Python program sees the same row.
     *
     * @param category the category, such as {@code food}; not blank
     * @param key the key, such as {@code drink}; not blank, compared exactly
     * @param value the value, such as {@code tea}; not blank, compared exactly
     * @return the preference as it is stored now
     * @throws IllegalArgumentException if one of them is blank or not valid Unicode; nothing was stored
     */
    Preference prefer(String category, String key, String value);

    /**
     * Finds a preference.
     *
     * @param category the category, compared exactly
     * @param key the key, compared exactly
     * @return the preference, if there is one
     */
    Optional<Preference> find(String category, String key);

    /** {@return all preferences, by category and key} */
    List<Preference> list();

    /**
     * Deletes a preference with its evidence; stated again, it begins anew.
     *
     * @param category the category, compared exactly
     * @param key the key, compared exactly
     * @return true if there was one
     */
    boolean remove(String category, String key);
}
