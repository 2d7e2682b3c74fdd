package io.lifeos.memory.fact;

import java.util.regex.Pattern;

/**
 * A thing that facts are about. Two entities are equal if their names and types are.
 *
 * @param name the name as people write it, such as {@code @alice}, {@code SOL} or {@code #deploy}; never blank
 * @param type the kind of thing it is
 */
public record Entity(String name, EntityType type) {

    private static final Pattern SYMBOL = Pattern.compile("@?[A-Z][A-Z0-9]{2,5}");

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
        if (SYMBOL.matcher(Texts.requireGiven("name of an entity", name)).matches()) {
            return new Entity(name, EntityType.TOKEN);
        }
        boolean account = name.startsWith("@") && name.indexOf('.') < 0;
        return new Entity(name, account ? EntityType.USER : EntityType.OTHER);
    }
}
