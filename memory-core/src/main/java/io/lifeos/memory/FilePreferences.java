package io.lifeos.memory;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.fact.Texts;
import io.lifeos.memory.preference.Preference;
import io.lifeos.memory.preference.Preferences;
import io.lifeos.memory.sqlite.table.PreferenceTable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What one person prefers, in the memory's file. */
final class FilePreferences implements Preferences {

    private final DatabaseManager database;
    private final FactWriter writer;
    private final Owner user;

    FilePreferences(MemoryParts parts, Scope scope, Owner user) {
        if (user.kind() != Owner.Kind.USER) {
            throw new IllegalArgumentException(
                    "Only a user has preferences, and " + user + " is none; name one, as Owner.user(\"ann\") does.");
        }
        if (!scope.owners().isEmpty() && !scope.owners().contains(user)) {
            throw new IllegalArgumentException(
                    "The preferences of " + user + " are asked for, but this memory holds only" + " what belongs to "
                            + scope.owners() + "; ask the memory that this one was scoped from.");
        }
        this.database = parts.database;
        this.writer = parts.writer;
        this.user = user;
    }

    @Override
    public Owner user() {
        return user;
    }

    @Override
    public Preference prefer(String category, String key, String value) {
        requireStorable(category, "category");
        requireStorable(key, "key");
        requireStorable(value, "value");
        Instant now = writer.now();
        return database.transaction(connection -> {
            PreferenceTable table = new PreferenceTable(connection);
            Preference stated = table.find(user.id(), category, key)
                    .map(known -> known.restated(value, now))
                    .orElseGet(() -> Preference.stated(user, category, key, value, now));
            table.put(stated);
            return stated;
        });
    }

    private static void requireStorable(String text, String name) {
        if (requireGiven(text, name).isBlank() || !Texts.isUnicode(text)) {
            throw new IllegalArgumentException("The " + name + " of a preference is blank, or is not valid Unicode;"
                    + " nothing was stored; give it at least one visible character.");
        }
    }

    private static String requireGiven(String text, String name) {
        return Objects.requireNonNull(text, () -> "The " + name + " of the preference is null.");
    }

    @Override
    public Optional<Preference> find(String category, String key) {
        requireGiven(category, "category");
        requireGiven(key, "key");
        return database.read(connection -> new PreferenceTable(connection).find(user.id(), category, key));
    }

    @Override
    public List<Preference> list() {
        return database.read(connection -> new PreferenceTable(connection).of(user.id()));
    }

    @Override
    public boolean remove(String category, String key) {
        requireGiven(category, "category");
        requireGiven(key, "key");
        return database.transaction(connection -> new PreferenceTable(connection).delete(user.id(), category, key));
    }
}
