package io.lifeos.memory.examples.tool;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports run one way, rooms stay small, and a driver and the SQL of a table are known to one package. */
class ArchitectureTest {

    private static final String ROOT = "io.lifeos.memory";
    private static final String EXAMPLES = "examples";

    /** The package of the entry point, which has no name below the root. */
    private static final String MEMORY = "memory";

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
            .importPackages(ROOT);

    /**
     * Every package of the library and those that it may use, from below to above, as in {@code docs/architecture.md}. A
     * package that is missing here fails a test.
     */
    private static final Map<String, Set<String>> PICTURE = new LinkedHashMap<>();

    static {
        allow("text", "");
        allow("json", "");
        allow("fact", "text json");
        allow("jdbc", "");
        allow("concurrent", "");
        allow("report", "json");
        allow("files", "fact");
        allow("workspace", "fact files");
        allow("database", "fact report");
        allow("recall", "fact json");
        allow("preference", "fact json");
        allow("reflect", "fact json preference");
        allow("bank", "fact files workspace sqlite.table");
        allow("sqlite.table", "fact jdbc json report database recall preference");
        allow("listing", "fact json");
        allow("sqlite.query", "fact jdbc json recall listing sqlite.table");
        allow("sqlite", "fact jdbc concurrent files report database sqlite.table");
        allow("log", "fact concurrent files workspace database sqlite.table");
        allow("check", "fact report workspace database sqlite.table sqlite log");
        allow("backup", "fact jdbc json concurrent files report workspace database sqlite.table sqlite log");
        allow("erase", "fact jdbc report workspace bank database sqlite.table sqlite.query sqlite log");
        allow("recall.vector", "fact jdbc concurrent database recall sqlite.table sqlite.query");
        allow("recall.ranking", "text fact jdbc concurrent database recall sqlite.table sqlite.query sqlite");
        allow(
                MEMORY,
                "fact jdbc json concurrent files report workspace database listing preference reflect bank recall recall.vector recall.ranking"
                        + " sqlite.table sqlite.query sqlite log check backup erase");

        allow("archive.profile", "");
        allow("archive", "fact archive.profile");
        allow("archive.table", "fact archive.profile");
        allow("archive.known", "fact archive.profile archive archive.table");
        allow("archive.row", "fact jdbc json archive.profile archive archive.known");
        allow("archive.catalog", "fact json archive.profile archive archive.table archive.known archive.row");
        allow(
                "archive.file",
                "fact jdbc json sqlite archive.profile archive archive.table archive.known archive.row archive.catalog");
        allow(
                "postgres",
                "fact jdbc json archive.profile archive archive.table archive.known archive.row archive.catalog");

        allow("migration.flow", "jdbc archive.profile archive archive.row migration.link migration.mapping");
        allow("migration.link", "fact jdbc json database sqlite.table sqlite.query archive.row");
        allow("migration.mapping", "fact json archive.profile archive archive.known archive.row migration.link");
        allow(
                "migration",
                "fact jdbc json report workspace database recall sqlite.table sqlite.query sqlite log archive.profile archive"
                        + " archive.known archive.row postgres migration.flow migration.link migration.mapping "
                        + MEMORY);
    }

    private static void allow(String name, String used) {
        PICTURE.put(name, used.isEmpty() ? Set.of() : Set.of(used.split(" ")));
    }

    @Test
    void imports_run_one_way() {
        LayeredArchitecture architecture =
                layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(false);
        for (String name : PICTURE.keySet()) {
            architecture = architecture.layer(name).definedBy(packageOf(name));
        }
        for (Map.Entry<String, Set<String>> each : PICTURE.entrySet()) {
            LayeredArchitecture.LayerDependencySpecification layer = architecture.whereLayer(each.getKey());
            String[] used = each.getValue().toArray(String[]::new);
            architecture = used.length == 0 ? layer.mayNotAccessAnyLayer() : layer.mayOnlyAccessLayers(used);
        }
        architecture.check(ALL);
    }

    @Test
    void every_package_of_the_library_is_in_the_picture_and_holds_at_most_30_types() {
        Map<String, Long> sizes = library()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
        assertThat(sizes.keySet())
                .containsExactlyInAnyOrderElementsOf(PICTURE.keySet().stream()
                        .map(ArchitectureTest::packageOf)
                        .toList());
        assertThat(sizes).allSatisfy((name, types) -> assertThat(types).as(name).isLessThanOrEqualTo(30));
    }

    /** The slices begin one level above the root package: a cycle through the root would go unseen below it. */
    @Test
    void no_package_is_in_a_cycle() {
        slices().matching("io.lifeos.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void each_driver_is_known_to_one_package_and_none_is_asked_for_by_url() {
        onlyIn("sqlite", "org.sqlite..", "com.zaxxer..");
        onlyIn("postgres", "org.postgresql..");
        noClasses()
                .that(DescribedPredicate.describe("belong to the library", ArchitectureTest::isOfLibrary))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.sql.DriverManager")
                .check(ALL);
    }

    private static void onlyIn(String name, String... drivers) {
        noClasses()
                .that(DescribedPredicate.describe("belong to the library", ArchitectureTest::isOfLibrary))
                .and()
                .resideOutsideOfPackage(packageOf(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(drivers)
                .check(ALL);
    }

    @Test
    void the_sql_of_a_table_lives_in_one_package_and_what_only_finds_beside_it() throws IOException {
        Map<String, Set<String>> packages = new TreeMap<>();
        Pattern sql =
                Pattern.compile("(?i)\\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\\s+(" + String.join("|", tables()) + ")\\b");
        for (Path source : sources()) {
            Matcher table = sql.matcher(withoutComments(Files.readString(source)));
            while (table.find()) {
                packages.computeIfAbsent(table.group(1), name -> new TreeSet<>())
                        .add(source.toString().replaceFirst(".*/src/main/java/(.*)/\\w+[.]java", "$1"));
            }
        }
        assertThat(packages.keySet())
                .as("tables that some code reads or writes")
                .contains("facts", "outbox");
        assertThat(packages)
                .allSatisfy((table, places) -> assertThat(places)
                        .as(table)
                        .isSubsetOf(
                                packageOf("sqlite.table").replace('.', '/'),
                                packageOf("sqlite.query").replace('.', '/')));
        for (Path source : sources()) {
            if (source.toString().contains("/sqlite/query/")) {
                assertThat(withoutComments(Files.readString(source)))
                        .as(source.toString())
                        .doesNotContainPattern("(?i)\\b(?:INSERT|UPDATE|DELETE|CREATE|DROP)\\s+[a-z]");
            }
        }
    }

    /** The tables of the SQLite file, by its own schema. */
    private static Set<String> tables() throws IOException {
        Set<String> tables = new TreeSet<>();
        for (Path file : files("memory-core/src/main/resources", ".sql")) {
            Matcher table = Pattern.compile("CREATE (?:VIRTUAL )?TABLE (\\w+)").matcher(Files.readString(file));
            while (table.find()) {
                tables.add(table.group(1));
            }
        }
        assertThat(tables).hasSizeGreaterThan(10);
        return tables;
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("memory-core", "memory-postgres", "memory-migration")) {
            sources.addAll(files(module + "/src/main/java", ".java"));
        }
        return sources;
    }

    private static List<Path> files(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(checkout().resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    private static Path checkout() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("memory-core"))) {
            folder = folder.getParent();
        }
        return Objects.requireNonNull(folder, "the checkout");
    }

    private static String withoutComments(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", "");
    }

    private static String packageOf(String name) {
        return name.equals(MEMORY) ? ROOT : ROOT + "." + name;
    }

    private static Stream<JavaClass> library() {
        return ALL.stream().filter(ArchitectureTest::isOfLibrary);
    }

    private static boolean isOfLibrary(JavaClass type) {
        return !type.getPackageName().startsWith(packageOf(EXAMPLES));
    }
}
