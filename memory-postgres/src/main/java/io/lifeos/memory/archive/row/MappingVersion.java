package io.lifeos.memory.archive.row;

/**
 * The versions of the meaning of rows. A link notes the version by which its fact was made, and is verified by that one: a
 * change of the meaning alone makes no sound memory a changed one.
 */
public final class MappingVersion {

    /** The version of links that note none. */
    public static final int FIRST = 1;

    /** The version by which rows are read now. */
    public static final int CURRENT = 2;

    private MappingVersion() {}

    /**
     * Refuses a version that is not known.
     *
     * @param version a version
     * @throws IllegalArgumentException if it is not one of these
     */
    public static void require(int version) {
        if (version < FIRST || version > CURRENT) {
            throw new IllegalArgumentException("The mapping has the versions " + FIRST + " to " + CURRENT + ", and not "
                    + version + ", which a later program may have.");
        }
    }
}
