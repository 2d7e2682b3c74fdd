package io.lifeos.memory;

import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Mention;
import io.lifeos.memory.fact.NamedVector;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The settings of a {@link ReviseRequest} when it was saved, for the memory that carries it out. Immutable. */
public final class FactRevision {

    private static final EntityExtractor NOTHING_MORE = text -> List.of();

    private final long id;
    private final EntityExtractor extractor;
    private final List<Consumer<NewFact.Builder>> changes;
    private final List<Mention> given;
    private final @Nullable String content;
    private final @Nullable NamedVector vector;

    FactRevision(ReviseRequest request) {
        this.id = request.id;
        this.extractor = request.extractor;
        this.changes = List.copyOf(request.changes);
        this.given = List.copyOf(request.given);
        this.content = request.content;
        this.vector = request.vector;
    }

    /** {@return the id of the fact to be revised} */
    public long id() {
        return id;
    }

    /** {@return the new content; empty if the content stays} */
    public Optional<String> content() {
        return Optional.ofNullable(content);
    }

    /** {@return the vector of the content as it is then, if it was given} */
    public Optional<NamedVector> vector() {
        return Optional.ofNullable(vector);
    }

    /**
     * Returns what the fact is to be. If its content changes, it mentions what is found in the new one, beside what was given.
     *
     * @param fact the fact as it is stored
     * @param mentions its mentions, in order
     * @return the new values of all that can be rewritten; the time is left out if it stays
     * @throws IllegalArgumentException if a text is not valid Unicode
     */
    public NewFact appliedTo(Fact fact, List<Mention> mentions) {
        NewFact.Builder revised = NewFact.of(content().orElse(fact.content()))
                .context(fact.context().orElse(null))
                .source(fact.source().orElse(null))
                .confidence(fact.confidence())
                .assistantOutput(fact.assistantOutput())
                .sessionId(fact.sessionId().orElse(null))
                .metadata(fact.metadata().orElse(null))
                .mentions(mentionsAfter(mentions))
                .expiresAt(fact.expiresAt().orElse(null))
                .vector(vector);
        for (Owner owner : fact.owners()) {
            revised.owner(owner);
        }
        changes.forEach(change -> change.accept(revised));
        return revised.build();
    }

    private List<Mention> mentionsAfter(List<Mention> before) {
        List<Mention> kept = new ArrayList<>(before);
        if (content != null) {
            kept.removeIf(mention -> mention.position() != null);
        }
        kept.addAll(given);
        return content == null ? NOTHING_MORE.mentions(kept, "") : extractor.mentions(kept, content);
    }
}
