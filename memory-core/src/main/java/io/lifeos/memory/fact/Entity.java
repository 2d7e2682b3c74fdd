package io.lifeos.memory.fact;

/**
 * A thing that facts are about. Two entities are equal if their names and types are.
 *
 * @param name the name as people write it, such as {@code @alice}, {@code SOL} or {@code #deploy}; never blank
 * @param type the kind of thing it is
 */
public record Entity(String name, EntityType type) {

    private static final int SHORTEST_SYMBOL = 3;
    private static final int LONGEST_SYMBOL = 6;

    /**
     * Checks the name and the type.
     *
     * @throws NullPointerException if the name or the type is null
     * @throws IllegalArgumentException if the name is blank or is not valid Unicode
     */
    public Entity {
        Texts.requireText("name of an entity", name);
        Texts.requireGiven("type of an entity", type);
    }

    /**
     * Returns the entity of a name, with the type that its spelling suggests. A symbol of 3 to 6 capitals or digits that
     * starts with a capital, alone or after {@code @}, is a token; any other {@code @name} without a dot is a user; the rest,
     * {@code #tags} included, is other.
     *
     * @param name the name; never blank
     * @return the entity
     * @throws IllegalArgumentException if the name is blank or is not valid Unicode
     */
    public static Entity named(String name) {
        boolean at = Texts.requireGiven("name of an entity", name).startsWith("@");
        if (isSymbol(name, at ? 1 : 0, name.length())) {
            return new Entity(name, EntityType.TOKEN);
        }
        boolean account = at && name.indexOf('.') < 0;
        return new Entity(name, account ? EntityType.USER : EntityType.OTHER);
    }

    /** Tells whether a part of a text is spelt as a symbol. */
    static boolean isSymbol(String text, int start, int end) {
        if (end - start < SHORTEST_SYMBOL || end - start > LONGEST_SYMBOL || !isCapital(text.charAt(start))) {
            return false;
        }
        for (int i = start + 1; i < end; i++) {
            char c = text.charAt(i);
            if (!isCapital(c) && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
