package io.tidemark.e2e.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tidemark.e2e.system.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of DESIGN.md and STYLE.md that a machine can hold: dependencies point one way, packages are features. */
class PackageRulesTest {
    private static final String ROOT = "io.tidemark.";
    private static final Set<String> MODULES =
            Set.of("contract", "embedded", "metering", "capture", "aggregator", "query", "cli");
    private static final List<String> NO_NAMES =
            List.of("util", "utils", "common", "impl", "manager", "helper", "helpers");

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tidemark");

    /** Without this the rules below would be kept by classes that nobody looked at. */
    @Test
    void looksAtEveryModuleThatHasCode() throws IOException {
        var found = CODE.stream().map(PackageRulesTest::module).collect(Collectors.toSet());

        var written = new TreeSet<String>();
        for (var sources : House.mainSources()) {
            try (var modules = Files.list(sources.resolve("io/tidemark"))) {
                modules.map(module -> module.getFileName().toString())
                        .filter(MODULES::contains)
                        .forEach(written::add);
            }
        }
        assertThat(found).containsAll(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"capture", "aggregator", "query"})
    void aServiceSharesNothingButTheContract(String service) {
        var mine = "capture".equals(service) ? Set.of(service, "contract", "metering") : Set.of(service, "contract");

        noClasses()
                .that()
                .resideInAPackage(ROOT + service + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packagesBut(mine))
                .because("services share no code but contract, and call nobody but Kafka")
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void nothingButCaptureServiceAndTheCommandKnowsMetering() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "metering..", ROOT + "capture..", ROOT + "cli..", ROOT + "bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "metering..")
                .check(CODE);
    }

    @Test
    void theContractKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "contract..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packagesBut(Set.of("contract")))
                .check(CODE);
    }

    @Test
    void meteringIsPlainJavaThatKnowsTheContractAlone() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "metering..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packagesBut(Set.of("metering", "contract")))
                .check(CODE);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "metering..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "io.smallrye..", "jakarta..", "org.apache.kafka..")
                .check(CODE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"contract", "embedded", "metering", "capture", "aggregator", "query", "cli"})
    void packagesOfAModuleHaveNoCycles(String module) {
        slices().matching(ROOT + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void everyGraphqlApiTellsItsFailures() {
        classes()
                .that()
                .areAnnotatedWith("org.eclipse.microprofile.graphql.GraphQLApi")
                .should()
                .beAnnotatedWith(ROOT + "query.problem.TellsFailures")
                .because("docs/decisions/0048-graphql-tells-the-same-problem.md")
                .check(CODE);
    }

    @Test
    void packagesAreNamedForFeatures() {
        classes()
                .should()
                .resideOutsideOfPackages(NO_NAMES.stream()
                        .flatMap(name -> List.of(".." + name, ".." + name + "..").stream())
                        .toArray(String[]::new))
                .check(CODE);
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        var silent = new TreeSet<Path>();

        for (var sources : House.mainSources()) {
            try (var files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(Path::getParent)
                        .filter(room -> !Files.exists(room.resolve("package-info.java")))
                        .forEach(silent::add);
            }
        }

        assertThat(silent).isEmpty();
    }

    private static String module(JavaClass code) {
        var name = code.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.", 2)[0] : name;
    }

    private static String[] packagesBut(Set<String> allowed) {
        return MODULES.stream()
                .filter(module -> !allowed.contains(module))
                .map(module -> ROOT + module + "..")
                .toArray(String[]::new);
    }
}
