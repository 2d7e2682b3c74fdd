package io.lifeos.memory.archive.known;

import io.lifeos.memory.archive.profile.ColumnRole;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The roles of columns, by name, in the order of the roles. Immutable.
 *
 * @param columns the columns of each role, the preferred one first; a table may lack any of them
 * @param contentMember the member of the JSON metadata that is the content; null if a column is
 * @param leftOutMember a member of the JSON metadata that is not worth keeping; null if there is none
 */
public record ColumnRoles(
        Map<ColumnRole, List<String>> columns,
        @Nullable String contentMember,
        @Nullable String leftOutMember) {

    public static final ColumnRoles NONE = new ColumnRoles(Map.of(), null, null);

    public ColumnRoles with(ColumnRole role, String... names) {
        return with(role, List.of(names));
    }

    public ColumnRoles with(ColumnRole role, List<String> names) {
        Map<ColumnRole, List<String>> more = new EnumMap<>(ColumnRole.class);
        more.putAll(columns);
        more.put(role, List.copyOf(names));
        return new ColumnRoles(Collections.unmodifiableMap(more), contentMember, leftOutMember);
    }

    public ColumnRoles withContentMember(@Nullable String member) {
        return new ColumnRoles(columns, member, leftOutMember);
    }

    public ColumnRoles withLeftOutMember(String member) {
        return new ColumnRoles(columns, contentMember, member);
    }

    /** These roles, and those of the others that no column here has. */
    ColumnRoles and(ColumnRoles others) {
        ColumnRoles all = this;
        for (Map.Entry<ColumnRole, List<String>> more : others.columns.entrySet()) {
            all = of(more.getKey()).isEmpty() ? all.with(more.getKey(), more.getValue()) : all;
        }
        return all;
    }

    /** These roles without some columns. */
    public ColumnRoles without(Set<String> names) {
        ColumnRoles rest = this;
        for (ColumnRole role : columns.keySet()) {
            rest = rest.with(
                    role,
                    of(role).stream().filter(name -> !names.contains(name)).toList());
        }
        return rest;
    }

    public List<String> of(ColumnRole role) {
        return columns.getOrDefault(role, List.of());
    }

    /** The role that a column has by its name. One that is part of the key may have another beside that. */
    public Optional<ColumnRole> roleOf(String column) {
        return columns.entrySet().stream()
                .filter(entry -> entry.getValue().contains(column))
                .map(Map.Entry::getKey)
                .min(Comparator.comparing((ColumnRole role) -> role == ColumnRole.KEY)
                        .thenComparing(Comparator.naturalOrder()));
    }

    /**
     * These roles, overridden by the others. A column that is named as part of the key keeps the meaning that it has beside
     * that, which it lost in the first version.
     *
     * @param keyOnly true if it loses it
     */
    ColumnRoles overriddenBy(ColumnRoles others, boolean keyOnly) {
        Map<ColumnRole, List<String>> merged = new EnumMap<>(ColumnRole.class);
        columns.forEach((role, names) -> merged.put(
                role,
                names.stream()
                        .filter(name -> !others.takes(name, keyOnly || role == ColumnRole.COUNTER))
                        .toList()));
        merged.putAll(others.columns);
        boolean otherContent =
                others.contentMember != null || !others.of(ColumnRole.CONTENT).isEmpty();
        return new ColumnRoles(merged, otherContent ? others.contentMember : contentMember, leftOutMember);
    }

    private boolean takes(String column, boolean asKeyToo) {
        return roleOf(column).filter(role -> asKeyToo || role != ColumnRole.KEY).isPresent();
    }
}
