package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchiveVectors;
import io.lifeos.memory.archive.row.NearRow;
import io.lifeos.memory.archive.row.TableLayout;
import java.util.List;
import java.util.OptionalInt;

/** The vectors of a snapshot of PostgreSQL, compared by pgvector. */
final class PostgresVectors implements ArchiveVectors {

    private final PostgresSnapshot snapshot;
    private final VectorColumn column;

    PostgresVectors(PostgresSnapshot snapshot, VectorColumn column) {
        this.snapshot = snapshot;
        this.column = column;
    }

    @Override
    public OptionalInt dimensions() {
        return column.dimensions() < 0 ? OptionalInt.empty() : OptionalInt.of(column.dimensions());
    }

    @Override
    public List<NearRow> nearest(float[] question, int limit) {
        if (!column.allows(question.length)) {
            return List.of();
        }
        return snapshot.compare(
                column,
                question,
                vectors -> vectors.nearest(limit).stream()
                        .map(row -> new NearRow(row.id(), row.cosine()))
                        .toList());
    }

    @Override
    public List<NearRow> nearestOf(List<ArchivalId> ids, float[] question, int limit) {
        if (!column.allows(question.length)) {
            return List.of();
        }
        List<ArchivalId> fitting = ids.stream().filter(this::fits).toList();
        return snapshot.compare(
                column,
                question,
                vectors -> vectors
                        .nearestOf(fitting.stream().map(ArchivalId::parts).toList(), limit)
                        .stream()
                        .map(near -> new NearRow(fitting.get(near.place()), near.cosine()))
                        .toList());
    }

    private boolean fits(ArchivalId id) {
        TableLayout table = snapshot.table();
        return id.parts().size() == table.key().size() && table.hasIntegerKey() == id.value() instanceof Long;
    }
}
