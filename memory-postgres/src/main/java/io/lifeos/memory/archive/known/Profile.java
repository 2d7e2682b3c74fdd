package io.lifeos.memory.archive.known;

import io.lifeos.memory.archive.profile.ColumnRole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything known about the tables of one program. Immutable; {@link KnownPrograms} has one for each program. */
public final class Profile {

    private final ColumnRoles roles;
    private final ColumnRoles laterRoles;
    private final ColumnRole others;
    private final @Nullable SideTable side;
    private final List<String> scopes;
    private final List<String> sessionMembers;
    private final List<String> owners;
    private final @Nullable String expiration;
    private final @Nullable AssistantMark assistant;
    private final boolean sayingRoles;
    private final List<String> usualKeys;
    private final BiPredicate<String, Set<String>> recognition;
    private final Map<String, BiPredicate<String, Set<String>>> lookAlikes;
    private final Map<List<String>, String> keyWarnings;

    private Profile(Builder builder) {
        this.roles = builder.roles;
        this.laterRoles = builder.laterRoles;
        this.others = builder.others;
        this.side = builder.side;
        this.scopes = List.copyOf(builder.scopes);
        this.sessionMembers = List.copyOf(builder.sessionMembers);
        this.owners = List.copyOf(builder.owners);
        this.expiration = builder.expiration;
        this.assistant = builder.assistant;
        this.sayingRoles = builder.sayingRoles;
        this.usualKeys = List.copyOf(builder.usualKeys);
        this.recognition = builder.recognition;
        this.lookAlikes = Collections.unmodifiableMap(new LinkedHashMap<>(builder.lookAlikes));
        this.keyWarnings = Map.copyOf(builder.keyWarnings);
    }

    /** Starts with the meaning of the columns. */
    public static Builder with(ColumnRoles roles) {
        return new Builder(roles);
    }

    /** The meaning of the columns that are named. */
    public ColumnRoles roles() {
        return roles.and(laterRoles);
    }

    /** The meaning of these columns to the first version. */
    ColumnRoles rolesOfFirstVersion() {
        return roles;
    }

    /** The role of columns that are not named. */
    public ColumnRole others() {
        return others;
    }

    /** The table beside it. */
    public Optional<SideTable> side() {
        return Optional.ofNullable(side);
    }

    /** Members of the metadata that name the owner of a memory. */
    public List<String> scopes() {
        return scopes;
    }

    /** Members of the metadata that may name a session. */
    public List<String> sessionMembers() {
        return sessionMembers;
    }

    /** Columns of which a memory's row has at least one set; empty if every row is a memory. */
    public List<String> owners() {
        return owners;
    }

    /** The member of the metadata with the last day on which a memory is valid. */
    public Optional<String> expiration() {
        return Optional.ofNullable(expiration);
    }

    /** The mark of a memory that an assistant said, or concluded. */
    public Optional<AssistantMark> assistant() {
        return Optional.ofNullable(assistant);
    }

    /** Tells whether a column or member called like a role may be one; it is none where that is the kind of a memory. */
    public boolean hasRoles() {
        return sayingRoles;
    }

    /** The primary keys of its tables, used if no catalog names one; the first that exists counts. */
    public List<String> usualKeys() {
        return usualKeys;
    }

    /** Tells whether a table is one of this program's, by its name and columns. */
    public boolean fits(String table, Set<String> columns) {
        return recognition.test(table, columns);
    }

    /** The reason not to take a table that resembles one of this program's. */
    public Optional<String> lookAlike(String table, Set<String> columns) {
        return lookAlikes.entrySet().stream()
                .filter(other -> other.getValue().test(table, columns))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The warning about a key that identifies rows. */
    public Optional<String> keyWarning(List<String> key) {
        return Optional.ofNullable(keyWarnings.get(key));
    }

    /**
     * The mark of a memory that an assistant said, or concluded.
     *
     * @param field a column, or a member of the metadata
     * @param value the value that it has there
     */
    public record AssistantMark(String field, String value) {}

    /**
     * A side table: one beside that of the memories, in the same schema, with more about them.
     *
     * @param field the name of the value that it holds
     * @param role the role of that value: tags, of which a row has any number, or a scope, of which it has one
     * @param name the table's name
     * @param key its column that names a row of the other
     * @param owner the column of the memories that it names
     * @param value its column that holds the value
     */
    public record SideTable(String field, ColumnRole role, String name, String key, String owner, String value) {}

    /** Builds a profile. */
    static final class Builder {

        private final ColumnRoles roles;
        private ColumnRoles laterRoles = ColumnRoles.NONE;
        private ColumnRole others = ColumnRole.EXTRA;
        private @Nullable SideTable side;
        private List<String> scopes = List.of();
        private final List<String> sessionMembers = new ArrayList<>(List.of("session_id"));
        private List<String> owners = List.of();
        private @Nullable String expiration;
        private @Nullable AssistantMark assistant;
        private boolean sayingRoles = true;
        private List<String> usualKeys = List.of("id");
        private BiPredicate<String, Set<String>> recognition = (table, columns) -> false;
        private final Map<String, BiPredicate<String, Set<String>>> lookAlikes = new LinkedHashMap<>();
        private final Map<List<String>, String> keyWarnings = new LinkedHashMap<>();

        private Builder(ColumnRoles roles) {
            this.roles = roles;
        }

        /** Recognises a table by its columns alone. */
        public Builder recognisedBy(String... columns) {
            Set<String> wanted = Set.of(columns);
            return recognisedBy((table, all) -> all.containsAll(wanted));
        }

        /** Recognises a table by its name and columns. */
        public Builder recognisedBy(BiPredicate<String, Set<String>> fits) {
            this.recognition = fits;
            return this;
        }

        /** Names tables that resemble those of the program and hold no memories. */
        public Builder notToConfuseWith(String reason, BiPredicate<String, Set<String>> lookAlike) {
            lookAlikes.put(reason, lookAlike);
            return this;
        }

        public Builder keyedBy(String... columns) {
            this.usualKeys = List.of(columns);
            return this;
        }

        public Builder warningOfKey(String column, String warning) {
            keyWarnings.put(List.of(column), warning);
            return this;
        }

        public Builder beside(SideTable table) {
            this.side = table;
            return this;
        }

        /** Adds columns that meant nothing to the first version. */
        public Builder sinceSecondVersion(ColumnRoles more) {
            this.laterRoles = more;
            return this;
        }

        /** Keeps columns that are not named as members of the fact's metadata. */
        public Builder withFieldsOfItsOwn() {
            this.others = ColumnRole.FIELD;
            return this;
        }

        public Builder scopedBy(String... members) {
            this.scopes = List.of(members);
            return this;
        }

        public Builder inSession(String... members) {
            sessionMembers.addAll(0, Stream.of(members).toList());
            return this;
        }

        public Builder ownedBy(String... columns) {
            this.owners = List.of(columns);
            return this;
        }

        public Builder expiring(String member) {
            this.expiration = Objects.requireNonNull(member);
            return this;
        }

        public Builder spokenByAssistant(String field, String value) {
            this.assistant = new AssistantMark(field, value);
            return this;
        }

        /** Takes no column or member for the role of a speaker unless it is named. */
        public Builder withoutRoles() {
            this.sayingRoles = false;
            return this;
        }

        public Profile build() {
            return new Profile(this);
        }
    }
}
