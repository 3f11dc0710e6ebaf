package org.kan4j.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.cli.KanCommand;
import org.kan4j.equations.Problem;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.studio.Studio;
import org.kan4j.symbolic.SymbolicLibrary;
import org.kan4j.theory.Prior;

/** The rules between modules and packages: samples, bench → cli → theory, dl4j → train → core, cuda → core, packages by feature, no cycles. */
final class ArchitectureTest {
    private static final JavaClasses CORE = moduleOf(UnivariateFunction.class);
    private static final JavaClasses TRAIN = moduleOf(SymbolicLibrary.class);
    private static final JavaClasses THEORY = moduleOf(Prior.class);
    private static final JavaClasses EQUATIONS = moduleOf(Problem.class);
    private static final JavaClasses STUDIO = moduleOf(Studio.class);
    private static final JavaClasses CLI = moduleOf(KanCommand.class);
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("org.kan4j");

    /** The classes of the module that holds the given class: its jar, or its folder of classes. */
    private static JavaClasses moduleOf(Class<?> type) {
        return new ClassFileImporter()
                .importUrl(type.getProtectionDomain().getCodeSource().getLocation());
    }

    private static DescribedPredicate<JavaClass> in(JavaClasses module, String name) {
        return DescribedPredicate.describe(
                "classes of " + name,
                c -> module.contain(c.getBaseComponentType().getName()));
    }

    @Test
    void modulesAreSeen() {
        assertThat(CORE.size()).isGreaterThan(10);
        assertThat(TRAIN.size()).isGreaterThan(10);
        assertThat(THEORY.size()).isGreaterThan(5);
        assertThat(EQUATIONS.size()).isGreaterThan(5);
        assertThat(STUDIO.size()).isGreaterThan(10);
        assertThat(CLI.size()).isGreaterThan(10);
        assertThat(CORE.contain(SymbolicLibrary.class)).isFalse();
    }

    @Test
    void coreDependsOnTheJdkAndJacksonCoreAlone() {
        classes()
                .that(in(CORE, "kan-core"))
                .should()
                .onlyDependOnClassesThat(in(CORE, "kan-core")
                        .or(JavaClass.Predicates.resideInAnyPackage(
                                "java..", "jdk.incubator.vector..", "com.fasterxml.jackson.core..", "org.jspecify..")))
                .check(CORE);
    }

    @Test
    void trainDependsOnCoreAndItsFourLibrariesAlone() {
        classes()
                .that(in(TRAIN, "kan-train"))
                .should()
                .onlyDependOnClassesThat(in(TRAIN, "kan-train")
                        .or(in(CORE, "kan-core"))
                        .or(JavaClass.Predicates.resideInAnyPackage(
                                "java..",
                                "javax.xml.stream..",
                                "com.fasterxml.jackson.core..",
                                "de.siegmar.fastcsv..",
                                "org.apache.commons.statistics..",
                                "org.snakeyaml.engine..",
                                "org.jspecify..")))
                .check(TRAIN);
    }

    @Test
    void theoryDependsOnTrainCoreAndEjmlAlone() {
        classes()
                .that(in(THEORY, "kan-theory"))
                .should()
                .onlyDependOnClassesThat(in(THEORY, "kan-theory")
                        .or(in(TRAIN, "kan-train"))
                        .or(in(CORE, "kan-core"))
                        .or(JavaClass.Predicates.resideInAnyPackage(
                                "java..", "javax.xml.stream..", "org.ejml..", "org.jspecify..")))
                .check(THEORY);
    }

    @Test
    void theStudioDependsOnTrainCoreAndTheServerOfTheJdkAlone() {
        classes()
                .that(in(STUDIO, "kan-studio"))
                .should()
                .onlyDependOnClassesThat(in(STUDIO, "kan-studio")
                        .or(in(TRAIN, "kan-train"))
                        .or(in(CORE, "kan-core"))
                        .or(JavaClass.Predicates.resideInAnyPackage(
                                "java..",
                                "com.sun.net.httpserver..",
                                "com.fasterxml.jackson.core..",
                                "org.jspecify..")))
                .check(STUDIO);
    }

    @Test
    void nothingButTheCommandLineKnowsTheory() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.kan4j.theory..", "org.kan4j.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.kan4j.theory..")
                .check(ALL);
    }

    @Test
    void equationsDependOnTrainCoreAndHipparchusAlone() {
        classes()
                .that(in(EQUATIONS, "kan-equations"))
                .should()
                .onlyDependOnClassesThat(in(EQUATIONS, "kan-equations")
                        .or(in(TRAIN, "kan-train"))
                        .or(in(CORE, "kan-core"))
                        .or(JavaClass.Predicates.resideInAnyPackage(
                                "java..", "javax.imageio..", "org.hipparchus..", "org.jspecify..")))
                .check(EQUATIONS);
    }

    @Test
    void hipparchusStaysInEquationsAndTheBenchmarksOfThem() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.kan4j.equations..", "org.kan4j.dynamics..", "org.kan4j.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.hipparchus..")
                .check(ALL);
    }

    @Test
    void linearAlgebraStaysInTheory() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.kan4j.theory..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.ejml..")
                .check(ALL);
    }

    @Test
    void theCommandLineDependsOnTrainTheoryEquationsAndItsOwnLibrariesAlone() {
        classes()
                .that(in(CLI, "kan-cli"))
                .should()
                .onlyDependOnClassesThat(in(CLI, "kan-cli")
                        .or(in(STUDIO, "kan-studio"))
                        .or(in(THEORY, "kan-theory"))
                        .or(in(EQUATIONS, "kan-equations"))
                        .or(in(TRAIN, "kan-train"))
                        .or(in(CORE, "kan-core"))
                        .or(JavaClass.Predicates.resideInAnyPackage(
                                "java..",
                                "com.fasterxml.jackson.core..",
                                "javax.imageio..",
                                "picocli..",
                                "me.tongfei.progressbar..",
                                "com.github.weisj.jsvg..",
                                "org.jspecify..")))
                .check(CLI);
    }

    /** Without classes where the JDK is older than 22. */
    @Test
    void cudaDependsOnTheJdkAndCoreAlone() {
        classes()
                .that()
                .resideInAPackage("org.kan4j.cuda..")
                .should()
                .onlyDependOnClassesThat(in(CORE, "kan-core")
                        .or(JavaClass.Predicates.resideInAnyPackage("java..", "org.kan4j.cuda..", "org.jspecify..")))
                .allowEmptyShould(true)
                .check(ALL);
    }

    @Test
    void nothingButBenchmarksKnowsCuda() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.kan4j.cuda..", "org.kan4j.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.kan4j.cuda..")
                .check(ALL);
    }

    @Test
    void packagesAreNamedByFeature() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..impl..", "..common..", "..helper..", "..helpers..")
                .check(ALL);
    }

    @Test
    void noPackageIsSplitBetweenModules() {
        assertThat(TRAIN.stream().map(JavaClass::getPackageName)).doesNotContainAnyElementsOf(packages(CORE));
        assertThat(THEORY.stream().map(JavaClass::getPackageName))
                .doesNotContainAnyElementsOf(packages(CORE))
                .doesNotContainAnyElementsOf(packages(TRAIN));
        assertThat(EQUATIONS.stream().map(JavaClass::getPackageName))
                .doesNotContainAnyElementsOf(packages(CORE))
                .doesNotContainAnyElementsOf(packages(TRAIN))
                .doesNotContainAnyElementsOf(packages(THEORY));
        assertThat(CLI.stream().map(JavaClass::getPackageName))
                .doesNotContainAnyElementsOf(packages(CORE))
                .doesNotContainAnyElementsOf(packages(TRAIN))
                .doesNotContainAnyElementsOf(packages(THEORY))
                .doesNotContainAnyElementsOf(packages(EQUATIONS));
    }

    private static List<String> packages(JavaClasses module) {
        return module.stream().map(JavaClass::getPackageName).toList();
    }

    @Test
    void deeplearning4jStaysAtTheEdge() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.kan4j.dl4j..", "org.kan4j.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.kan4j.dl4j..")
                .check(ALL);
    }

    @Test
    void nothingUsesTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.kan4j.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.kan4j.cli..")
                .check(ALL);
    }

    @Test
    void commandLineLibrariesStayInTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.kan4j.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "me.tongfei..", "org.jline..")
                .check(ALL);
    }

    @Test
    void packagesOfCoreHaveNoCycles() {
        slices().matching("org.kan4j.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void packagesOfTrainHaveNoCycles() {
        slices().matching("org.kan4j.(*)..").should().beFreeOfCycles().check(TRAIN);
    }

    @Test
    void roomsOfDiscoverHaveNoCyclesAndDoNotKnowTheSearch() {
        slices().matching("org.kan4j.discover.(*)").should().beFreeOfCycles().check(TRAIN);
        noClasses()
                .that()
                .resideInAPackage("org.kan4j.discover.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.kan4j.discover")
                .check(TRAIN);
    }

    @Test
    void formulasAreFittedWithoutNetworks() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.kan4j.formula", "org.kan4j.numeric", "org.kan4j.discover.score", "org.kan4j.discover.find")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.kan4j.train..", "org.kan4j.network..", "org.kan4j.prune..")
                .check(TRAIN);
    }

    @Test
    void nothingInTheLibraryUsesItsFrontDoor() {
        noClasses()
                .that()
                .resideInAnyPackage("org.kan4j.*..")
                .and(in(TRAIN, "kan-train"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.kan4j")
                .check(TRAIN);
    }
}
