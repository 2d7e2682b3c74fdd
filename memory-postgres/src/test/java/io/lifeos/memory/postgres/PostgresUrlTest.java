package io.lifeos.memory.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresUrlTest {

    @ParameterizedTest
    @ValueSource(strings = {"postgres://", "postgresql://", "jdbc:postgresql://"})
    void every_scheme_names_all_parts(String scheme) {
        assertThat(PostgresUrl.parse(
                        scheme + "me:secret@db.example:6543/memories?sslmode=require&application_name=a%20b"))
                .isEqualTo(new PostgresServer(
                        "db.example",
                        6543,
                        "memories",
                        "me",
                        "secret",
                        Map.of("sslmode", "require", "ApplicationName", "a b")));
    }

    @Test
    void what_is_not_said_is_left_to_its_default() {
        assertThat(PostgresUrl.parse("postgresql:///memories"))
                .isEqualTo(new PostgresServer("localhost", 5432, "memories", null, null, Map.of()));
        assertThat(PostgresUrl.parse("postgresql://db.example"))
                .isEqualTo(new PostgresServer("db.example", 5432, null, null, null, Map.of()));
    }

    @Test
    void user_password_and_database_are_percent_decoded_and_a_plus_stays() {
        PostgresServer server = PostgresUrl.parse("postgres://a%40b:p%2Fw%3F%3A%25+%C3%A9é𝄞@h/my%20db");
        assertThat(server.user()).isEqualTo("a@b");
        assertThat(server.password()).isEqualTo("p/w?:%+éé𝄞");
        assertThat(server.database()).isEqualTo("my db");
    }

    @Test
    void a_password_may_hold_a_colon_and_an_at_sign() {
        PostgresServer server = PostgresUrl.parse("postgres://me:a:b@c@h:1/d");
        assertThat(server.password()).isEqualTo("a:b@c");
        assertThat(server.host()).isEqualTo("h");
    }

    @Test
    void an_address_of_ipv6_stands_in_brackets() {
        PostgresServer server = PostgresUrl.parse("postgres://me@[2001:db8::1]:6543/d");
        assertThat(server.host()).isEqualTo("2001:db8::1");
        assertThat(server.port()).isEqualTo(6543);
        assertThat(server).hasToString("[2001:db8::1]:6543/d");
    }

    @Test
    void user_and_password_may_be_parameters() {
        PostgresServer server = PostgresUrl.parse("jdbc:postgresql://h/d?user=me&password=s%26t");
        assertThat(server.user()).isEqualTo("me");
        assertThat(server.password()).isEqualTo("s&t");
        assertThat(server.properties()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "mysql://me:hunter2@h/d",
                "postgres:me:hunter2",
                "postgres://me:hunter2@h:port/d",
                "postgres://me:hunter2@h:0/d",
                "postgres://me:hunter2@h:65536/d",
                "postgres://me:hunter2@h1,h2/d",
                "postgres://me:hunter2@%2Fvar%2Frun/d",
                "postgres://me:hunter2%zz@h/d",
                "postgres://me:hunter2%@h/d",
                "postgres://me:hunter2%00@h/d",
                "postgres://me:hunter2%FF@h/d",
                "postgres://me:hunter/hunter2@h/d",
                "postgres://me:hunter2@[::1/d",
                "postgres://me:hunter2@h/d?hunter2",
                "postgres://me@h/d?password=hunter2%zz",
                "postgres://me@h/d?unknown=hunter2",
            })
    void a_url_that_cannot_be_used_is_refused_without_showing_it(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresArchive.of(url))
                .withNoCause()
                .withMessageContaining("URL")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void an_unknown_parameter_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresArchive.of("postgres://h/d?sslmod=require"))
                .withMessageContaining("sslmod");
    }

    @Test
    void nothing_shows_the_password() {
        String url = "postgres://me:hunter2@h/d";
        assertThat(PostgresUrl.parse(url).toString()).doesNotContain("hunter2");
        assertThat(PostgresArchive.of(url).toString())
                .isEqualTo("PostgresArchive[the memories of PostgreSQL at h:5432/d]");
    }
}
