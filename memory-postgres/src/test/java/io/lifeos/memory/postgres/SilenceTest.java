package io.lifeos.memory.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An operator hears of a server that is silent while it is still waited for. */
final class SilenceTest {

    private static final String PLACE = "PostgreSQL at db.example:5432/memories";

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch told = new CountDownLatch(1);

    @Test
    void a_server_that_does_not_answer_is_told_of_before_it_is_given_up() throws SQLException {
        boolean inTime = silence(Duration.ofMillis(20)).during(this::isTold);
        assertThat(inTime).isTrue();
        assertThat(heard)
                .singleElement()
                .asString()
                .startsWith(PLACE)
                .contains("the network is silent", "socketTimeout");
    }

    @Test
    void a_server_that_answers_is_not_told_of() throws SQLException {
        assertThat(silence(Duration.ofHours(1)).during(() -> 1)).isEqualTo(1);
        assertThat(heard).isEmpty();
    }

    private Silence silence(Duration patience) {
        return new Silence(PLACE, patience, message -> {
            heard.add(message);
            told.countDown();
        });
    }

    private boolean isTold() {
        try {
            return told.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
