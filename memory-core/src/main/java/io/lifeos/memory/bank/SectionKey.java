package io.lifeos.memory.bank;

/**
 * The name of a section.
 *
 * @param period the name of the period that it is about
 * @param reflector the name of the reflector that wrote it
 * @param scope the owners whose facts it is about, as text; empty for those of the whole memory
 * @param about the entity that it is about; empty in a summary of the period
 */
public record SectionKey(String period, String reflector, String scope, String about) {

    /**
     * Returns the name of a section on an entity.
     *
     * @param entity the entity's name
     * @return the name
     */
    public SectionKey about(String entity) {
        return new SectionKey(period, reflector, scope, entity);
    }

    /** {@return what the keys of the reflection's conclusions begin with; their numbers, from 0 on, follow} */
    public String conclusions() {
        return "reflection/" + reflector + "/" + period + "/";
    }

    boolean isOfSameReflection(SectionKey other) {
        return about(other.about).equals(other);
    }
}
