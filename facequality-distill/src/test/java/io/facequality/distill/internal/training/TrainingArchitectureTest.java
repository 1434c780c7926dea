package io.facequality.distill.internal.training;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Where the large optional library may be named, so that everything else works without it. */
@AnalyzeClasses(packages = "io.facequality.distill", importOptions = DoNotIncludeTests.class)
class TrainingArchitectureTest {

    @ArchTest
    static final ArchRule ONLY_THE_TRAINING_OF_STUDENTS_KNOWS_THE_ENGINE = noClasses()
            .that()
            .haveNameNotMatching("io\\.facequality\\.distill\\.internal\\.training\\.Torch.*")
            .should()
            .dependOnClassesThat(resideInAPackage("ai.djl.."));

    @ArchTest
    static final ArchRule LABELS_KNOW_NOTHING_OF_TRAINING = noClasses()
            .that()
            .resideInAPackage("io.facequality.distill.internal.labels..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.facequality.distill.internal.training.."));
}
