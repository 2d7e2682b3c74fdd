package io.lifeos.memory.migration.mapping;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts values that a row has in columns of their own, such as its owner, in front of its metadata, and takes them out again.
 */
final class CarriedFields {

    private final List<ArchiveColumn> columns;

    CarriedFields(TableLayout table) {
        this.columns = table.columns().stream()
                .filter(column -> column.role() == ColumnRole.SCOPE || column.role() == ColumnRole.FIELD)
                .toList();
    }

    /** The metadata of the fact that a row becomes: an object if there is something to put into it. */
    @Nullable String into(ArchivalMemory row, MemoryMetadata metadata) {
        String own = row.metadata().orElse(null);
        List<String> members = new ArrayList<>();
        for (ArchiveColumn column : columns) {
            String text = row.texts().get(column.name());
            if (text != null && !metadata.has(column.name())) {
                members.add(member(column, text));
            }
        }
        if (members.isEmpty()) {
            return own;
        }
        String carried = String.join(", ", members);
        if (own == null) {
            return "{" + carried + "}";
        } else if (!metadata.isObject()) {
            return "{" + carried + ", \"metadata\": " + (metadata.isJson() ? own : Json.write(own)) + "}";
        }
        String rest = own.substring(own.indexOf('{') + 1);
        return "{" + carried + (metadata.isEmpty() ? "" : ", ") + rest;
    }

    /** The metadata that a row had, as far as it can be told from that of the fact and its other columns. */
    @Nullable String outOf(@Nullable String metadata, Map<String, @Nullable String> texts) {
        if (metadata == null || columns.isEmpty() || !metadata.startsWith("{")) {
            return metadata;
        }
        int at = 1;
        boolean taken = false;
        for (ArchiveColumn column : columns) {
            String text = texts.get(column.name());
            String member = text == null ? "" : member(column, text);
            if (!member.isEmpty() && metadata.startsWith(member, at)) {
                taken = true;
                at += member.length();
                if (metadata.startsWith(", ", at)) {
                    at += 2;
                }
            }
        }
        if (!taken) {
            return metadata;
        }
        return metadata.substring(at).equals("}") ? null : "{" + metadata.substring(at);
    }

    private static String member(ArchiveColumn column, String text) {
        return Json.write(column.name()) + ": " + (column.isJson(text) ? text : Json.write(text));
    }
}
