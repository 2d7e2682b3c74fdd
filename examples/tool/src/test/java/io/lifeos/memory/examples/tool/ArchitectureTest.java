package io.lifeos.memory.examples.tool;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Imports run one way, and the drivers stay behind their walls. */
class ArchitectureTest {

    private static final String ROOT = "io.lifeos.memory";
    private static final String FACT = "io.lifeos.memory.fact";
    private static final String RECALL = "io.lifeos.memory.recall";
    private static final String SQLITE = "io.lifeos.memory.sqlite";
    private static final String WORKSPACE = "io.lifeos.memory.workspace";
    private static final String POSTGRES = "io.lifeos.memory.postgres";
    private static final String MIGRATION = "io.lifeos.memory.migration";
    private static final String EXAMPLES = "io.lifeos.memory.examples";

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
            .importPackages(ROOT);

    @Test
    void every_module_is_looked_at() {
        for (String name : new String[] {ROOT, FACT, RECALL, SQLITE, WORKSPACE, POSTGRES, MIGRATION, EXAMPLES}) {
            assertThat(LIBRARY.containPackage(name)).as(name).isTrue();
        }
    }

    /** The slices begin one level above the root package: a cycle through the root would go unseen below it. */
    @Test
    void no_package_is_in_a_cycle() {
        slices().matching("io.lifeos.(**)").should().beFreeOfCycles().check(LIBRARY);
    }

    @Test
    void facts_know_nothing_but_the_jdk() {
        classes()
                .that()
                .resideInAPackage(FACT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(FACT, "java..", "org.jspecify.annotations")
                .check(LIBRARY);
    }

    @Test
    void the_file_and_the_folder_know_facts_and_neither_each_other_nor_the_memory() {
        noClasses()
                .that()
                .resideInAPackage(SQLITE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, RECALL, WORKSPACE)
                .check(LIBRARY);
        noClasses()
                .that()
                .resideInAPackage(WORKSPACE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, RECALL, SQLITE)
                .check(LIBRARY);
    }

    @Test
    void recall_knows_the_file_and_neither_the_folder_nor_the_memory() {
        noClasses()
                .that()
                .resideInAPackage(RECALL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, WORKSPACE)
                .check(LIBRARY);
    }

    @Test
    void the_memory_does_not_know_where_memories_come_from() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT, FACT, RECALL, SQLITE, WORKSPACE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(POSTGRES, MIGRATION, EXAMPLES + "..", "org.postgresql..")
                .check(LIBRARY);
    }

    @Test
    void the_archive_does_not_know_where_memories_go() {
        noClasses()
                .that()
                .resideInAPackage(POSTGRES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, RECALL, SQLITE, WORKSPACE, MIGRATION, EXAMPLES + "..")
                .check(LIBRARY);
    }

    @Test
    void each_driver_is_known_to_one_package() {
        noClasses()
                .that()
                .resideOutsideOfPackage(SQLITE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.sqlite..", "com.zaxxer..")
                .check(LIBRARY);
        noClasses()
                .that()
                .resideOutsideOfPackage(POSTGRES)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postgresql..")
                .check(LIBRARY);
    }

    @Test
    void the_library_does_not_know_its_examples() {
        noClasses()
                .that()
                .resideOutsideOfPackage(EXAMPLES + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(EXAMPLES + "..")
                .check(LIBRARY);
    }
}
