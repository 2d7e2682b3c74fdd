package io.lifeos.memory.examples.tool;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.RowSecurity;
import io.lifeos.memory.archive.VectorGroup;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.migration.KeptFact;
import io.lifeos.memory.migration.MigrationPlan;
import io.lifeos.memory.migration.MigrationReport;
import io.lifeos.memory.migration.UnclaimedFact;
import io.lifeos.memory.migration.VerificationReport;
import io.lifeos.memory.postgres.DetectedTable;
import io.lifeos.memory.report.IntegrityReport;
import io.lifeos.memory.report.RepairReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Writes the library's reports as JSON objects: accessors become fields, an empty optional becomes null, and a list that
 * names only its first rows becomes two fields, the rows and their count.
 */
final class ReportMapper {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .annotationIntrospector(new ByAccessors())
            .addModule(new Jdk8Module())
            .addModule(texts())
            .addMixIn(MigrationReport.class, Run.class)
            .addMixIn(MigrationPlan.class, Plan.class)
            .addMixIn(DetectedTable.class, Detected.class)
            .addMixIn(DetectedTable.Contents.class, Contents.class)
            .addMixIn(ArchiveColumn.class, Column.class)
            .addMixIn(VectorGroup.class, Vectors.class)
            .addMixIn(IntegrityReport.class, Integrity.class)
            .addMixIn(RepairReport.class, Repaired.class)
            .build();

    private ReportMapper() {}

    /** Passes over the map as which a report writes itself elsewhere: the fields here are older, and published. */
    private static final class ByAccessors extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAsValue(Annotated annotated) {
            return false;
        }
    }

    static ObjectNode newObject() {
        return JSON.createObjectNode();
    }

    /** The fields of a report, in their published order. */
    static ObjectNode fields(Object report) {
        ObjectNode fields = newObject();
        JSON.<ObjectNode>valueToTree(report).properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.has("count") && value.has("first")) {
                fields.set(field.getKey(), value.get("first"));
                fields.set(field.getKey() + "Count", value.get("count"));
            } else {
                fields.set(field.getKey(), value);
            }
        });
        return fields;
    }

    /** One line of ASCII. */
    static String line(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (IOException e) {
            throw new IllegalStateException("A report cannot be written as JSON", e);
        }
    }

    private static SimpleModule texts() {
        SimpleModule module = new SimpleModule();
        add(module, Path.class, Path::toString);
        add(module, TableProfile.class, TableProfile::label);
        add(module, ColumnRole.class, role -> lowerCase(role).replace('_', '-'));
        add(module, RowSecurity.class, ReportMapper::lowerCase);
        add(module, KeptFact.Reason.class, ReportMapper::lowerCase);
        add(module, UnclaimedFact.Reason.class, ReportMapper::lowerCase);
        add(module, VerificationReport.Outcome.class, ReportMapper::lowerCase);
        return module;
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <T> void add(SimpleModule module, Class<T> type, Function<T, String> text) {
        module.addSerializer(type, new TextSerializer<>(type, text));
    }

    /** Writes a value as a text. */
    private static final class TextSerializer<T> extends StdSerializer<T> {

        private static final long serialVersionUID = 1;

        private final transient Function<T, String> text;

        TextSerializer(Class<T> type, Function<T, String> text) {
            super(type);
            this.text = text;
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(text.apply(value));
        }
    }

    // Reports whose published names or order differ from the accessors.

    @JsonIgnoreProperties({"dryRun", "table"})
    @JsonPropertyOrder({
        "read",
        "leftOut",
        "migrated",
        "updated",
        "repaired",
        "skipped",
        "rejected",
        "errors",
        "keptLocal",
        "orphaned",
        "pruned",
        "unclaimed",
        "retired",
        "mapping",
        "stopped",
        "leftOutByReason",
        "leftOutForgotten",
        "undated",
        "doubt",
        "warnings"
    })
    interface Run {

        @JsonProperty
        long rejected();

        @JsonProperty("pruned")
        long goneForgotten();

        @JsonProperty("retired")
        long duplicatesForgotten();
    }

    @JsonPropertyOrder({
        "table",
        "profile",
        "source",
        "key",
        "columns",
        "unread",
        "migratedCount",
        "pendingCount",
        "changedCount",
        "changedMarksCount",
        "rows"
    })
    interface Plan {

        @JsonProperty("migratedCount")
        OptionalLong migrated();

        @JsonProperty("pendingCount")
        OptionalLong pending();

        @JsonProperty("changedCount")
        OptionalLong changed();

        @JsonProperty("changedMarksCount")
        OptionalLong changedMarks();

        @JsonUnwrapped
        ArchiveSummary rows();
    }

    @JsonPropertyOrder({"table", "profile", "columns", "problem", "contents"})
    interface Detected {

        @JsonProperty("table")
        String name();

        @JsonUnwrapped
        Optional<DetectedTable.Contents> contents();
    }

    interface Contents {

        @JsonUnwrapped
        ArchiveSummary summary();
    }

    @JsonIgnoreProperties("ofJsonType")
    interface Column {}

    @JsonPropertyOrder({"dimensions", "keptDimensions"})
    interface Vectors {

        @JsonProperty
        int keptDimensions();

        @JsonIgnore
        boolean isPadded();
    }

    interface Integrity {

        @JsonProperty("problemsCount")
        long count();
    }

    interface Repaired {

        @JsonUnwrapped
        IntegrityReport remaining();
    }
}
