package org.kan4j.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Other modules cannot depend on Spark: it is not on their class path, and maven-enforcer keeps it away. */
class ArchitectureTest {
    @Test
    void sparkDependsOnTrainAndSparkAlone() {
        JavaClasses own = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/"))
                .importPackages("org.kan4j.spark");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "scala..",
                        "org.apache.spark..",
                        "org.apache.hadoop..",
                        "org.json4s..",
                        "org.jspecify..",
                        "org.kan4j..")
                .check(own);
    }
}
