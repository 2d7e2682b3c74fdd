package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.testing.PythonArchiver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A migration beside the Python program, which puts old logs away over those that it put away before. */
final class ArchivedLogIT extends MigrationFixture {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
    private static final String NOTE = "A person's own note\n";

    @ParameterizedTest
    @ValueSource(ints = {31, 91})
    void late_and_changed_rows_of_a_day_that_was_put_away_cost_no_text_of_it(int age) throws IOException {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, created_at timestamptz)",
                "INSERT INTO archival_memory (content, created_at) SELECT 'learning ' || i,"
                        + " '2026-01-01 10:00+00'::timestamptz + i * interval '1 minute' FROM generate_series(1, 50) i");
        both.migrate();
        Path log = both.memory().workspace().dailyLog(DAY);
        Files.writeString(log, NOTE, StandardOpenOption.APPEND);
        String whole = Files.readString(log);
        PythonArchiver archiver = new PythonArchiver(root);
        archiver.run(DAY.plusDays(age));

        both.execute(
                "INSERT INTO archival_memory (content, created_at) VALUES ('came late', '2026-01-01 12:00+00')",
                "UPDATE archival_memory SET content = 'learned anew' WHERE id = 7",
                "UPDATE archival_memory SET created_at = '2026-01-02 12:00+00' WHERE id = 8");
        both.migrate();
        both.migrator().force(true).build().migrate();
        both.memory().writeDailyLogs();
        assertThat(both.verify().outcome()).isEqualTo(VerificationReport.Outcome.COMPLETE);
        assertThat(both.memory().repair().done()).isEmpty();
        archiver.run(DAY.plusDays(age));
        archiver.run(DAY.plusDays(91));

        assertThat(log).doesNotExist();
        assertThat(unpacked(both.memory().workspace().archives().resolve(DAY + ".md.gz")))
                .isEqualTo(whole);
        assertThat(Files.readString(both.memory().workspace().lateLog(DAY)))
                .contains("came late", "learned anew")
                .doesNotContain("learning 8");
        assertThat(both.memory().checkIntegrity().problems()).isEmpty();
    }

    private static String unpacked(Path packed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(packed)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
