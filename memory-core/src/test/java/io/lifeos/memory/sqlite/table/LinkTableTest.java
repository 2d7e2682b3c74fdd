package io.lifeos.memory.sqlite.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.jdbc.Jdbc;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTableTest {

    private static final Instant NOW = Instant.parse("2026-01-25T15:07:40Z");

    @TempDir
    Path root;

    private MemoryStore memory;

    @BeforeEach
    void open() {
        memory = MemoryStore.open(root);
        memory.database().write(connection -> {
            long source = new SourceTable(connection).findOrAdd("a source");
            List<Long> ids = new FactTable(connection)
                    .insert(
                            List.of(
                                    NewFact.of("one")
                                            .owner(Owner.user("ann"))
                                            .owner(Owner.run("r"))
                                            .build(),
                                    NewFact.of("two").build(),
                                    NewFact.of("of another program").build()),
                            NOW);
            LinkTable links = new LinkTable(connection, source);
            links.insert(List.of(link("a", 2), link("b", 3)).iterator(), ids.subList(0, 2));
        });
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private static NewLinkRow link(String id, int mappingVersion) {
        return new NewLinkRow(id, new byte[] {1}, null, null, null, null, null, mappingVersion);
    }

    private Map<Object, Integer> versions() {
        return memory.database()
                .read(connection -> new LinkTable(connection, 1)
                        .find(List.of("a", "b", "c")).stream()
                                .collect(Collectors.toMap(LinkRow::rowId, LinkRow::mappingVersion)));
    }

    @Test
    void a_link_says_by_which_rules_its_fact_was_made() {
        assertThat(versions()).containsOnly(Map.entry("a", 2), Map.entry("b", 3));
        memory.database()
                .write(connection -> new LinkTable(connection, 1).update(List.of(link("a", 4)), false, "embedding"));
        assertThat(versions()).containsOnly(Map.entry("a", 4), Map.entry("b", 3));
    }

    @Test
    void a_link_that_was_claimed_says_so_too() {
        memory.database().write(connection -> {
            new Jdbc(connection).update("INSERT INTO fact_embeddings (fact_id, postgres_id) VALUES (3, 'c')");
            new LinkTable(connection, 1).claim(Map.of(3L, link("c", 2)));
        });
        assertThat(versions()).containsEntry("c", 2);
    }

    @Test
    void a_fact_is_shown_with_the_owners_that_were_stored_with_it() {
        List<List<Owner>> owners = new ArrayList<>();
        memory.database().write(connection -> {
            new Jdbc(connection).update("INSERT INTO user_identities (id, canonical_name) VALUES (7, 'bob')");
            new Jdbc(connection).update("UPDATE facts SET user_id = 7");
            new LinkTable(connection, 1).forEachFact(List.of("a", "b"), fact -> owners.add(fact.owners()));
        });
        assertThat(owners).containsExactlyInAnyOrder(List.of(Owner.user("ann"), Owner.run("r")), List.of());
    }

    @Test
    void values_are_counted_as_the_texts_they_are_and_only_the_most_frequent_are_named() {
        memory.database().write(connection -> {
            List<NewFact> facts = Stream.of("7", "\"7\"", "7", "8", "\" \"", "null", "9")
                    .map(id -> NewFact.of("of " + id)
                            .metadata("{\"org\": " + id + ", \"team\": \"t\", \"other\": 1}")
                            .build())
                    .toList();
            LinkTable links = new LinkTable(connection, 1);
            List<Long> ids = new FactTable(connection).insert(facts, NOW);
            links.insert(ids.stream().map(id -> link("row " + id, 2)).iterator(), ids);
        });
        assertThat(read(links -> links.members(List.of("org", "team", "none"), 2)))
                .containsOnly(
                        Map.entry("org", new LinkTable.Values(Map.of("7", 3L, "8", 1L), 1)),
                        Map.entry("team", new LinkTable.Values(Map.of("t", 7L), 0)));
        assertThat(read(links -> links.members(List.of("org"), 1)).get("org"))
                .isEqualTo(new LinkTable.Values(Map.of("7", 3L), 2));
    }

    @Test
    void owners_of_a_kind_are_counted_if_there_are_several_and_only_the_most_frequent_are_named() {
        assertThat(read(links -> links.mixedOwners(2))).isEmpty();
        memory.database()
                .write(connection -> new FactTable(connection)
                        .insert(
                                Stream.of("bob", "bob", "eve", "ann")
                                        .map(user -> NewFact.of("of another source")
                                                .owner(Owner.user(user))
                                                .build())
                                        .toList(),
                                NOW));
        assertThat(read(links -> links.mixedOwners(2)))
                .containsOnly(Map.entry("user", new LinkTable.Values(Map.of("ann", 2L, "bob", 2L), 1)));
    }

    private interface Reading {
        Map<String, LinkTable.Values> of(LinkTable links) throws SQLException;
    }

    private Map<String, LinkTable.Values> read(Reading reading) {
        return memory.database().read(connection -> reading.of(new LinkTable(connection, 1)));
    }
}
