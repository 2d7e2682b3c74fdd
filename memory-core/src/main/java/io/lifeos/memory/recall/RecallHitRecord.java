package io.lifeos.memory.recall;

import io.lifeos.memory.fact.Fact;
import java.util.Optional;

record RecallHitRecord(Fact fact, Optional<LegScore> keyword, Optional<LegScore> vector, double score)
        implements RecallHit {}
