package io.lifeos.memory.recall;

import io.lifeos.memory.recall.vector.LocalVectorSearch;
import io.lifeos.memory.recall.vector.VectorFile;
import io.lifeos.memory.testing.VectorSearchContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LocalVectorSearchContractTest extends VectorSearchContract {

    @TempDir
    Path folder;

    private final long[] ids = new long[FACTS];
    private VectorFile file;
    private LocalVectorSearch search;

    @BeforeEach
    void open() {
        file = new VectorFile(folder);
        for (int number = 0; number < FACTS; number++) {
            ids[number] = file.addFact("fact " + number);
            file.importVector(ids[number], vector(number), MODEL);
        }
        file.execute("UPDATE facts SET context = CASE id % 2 WHEN " + ids[0] % 2 + " THEN 'even' ELSE 'odd' END");
        search = new LocalVectorSearch(file.database());
    }

    @AfterEach
    void close() {
        search.close();
        file.close();
    }

    @Override
    protected VectorSearch search() {
        return search;
    }

    @Override
    protected long factId(int number) {
        return ids[number];
    }

    @Override
    protected void forget(int number) {
        file.execute("UPDATE facts SET is_active = 0 WHERE id = " + ids[number]);
    }
}
