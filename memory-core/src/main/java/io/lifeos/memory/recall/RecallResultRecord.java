package io.lifeos.memory.recall;

import java.util.List;
import java.util.Optional;

record RecallResultRecord(List<RecallHit> hits, RecallMode requested, Optional<RecallMode> mode, List<String> notes)
        implements RecallResult {

    RecallResultRecord {
        hits = List.copyOf(hits);
        notes = List.copyOf(notes);
    }
}
