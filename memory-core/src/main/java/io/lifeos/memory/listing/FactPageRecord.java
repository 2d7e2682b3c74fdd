package io.lifeos.memory.listing;

import io.lifeos.memory.fact.Fact;
import java.util.List;
import java.util.Optional;

record FactPageRecord(List<Fact> facts, Optional<PageRequest> next) implements FactPage {

    FactPageRecord {
        facts = List.copyOf(facts);
    }
}
