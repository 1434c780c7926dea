package io.facequality.distill.internal.training;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Where the large optional library may be named, so that everything else works without it. */
@AnalyzeClasses(packages = "io.facequality.distill", importOptions = DoNotIncludeTests.class)
class TrainingArchitectureTest {

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_THE_ENGINE = noClasses()
            .that()
            .resideOutsideOfPackage("io.facequality.distill.internal.torch..")
            .should()
            .dependOnClassesThat(resideInAPackage("ai.djl.."));

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices()
            .matching("io.facequality.distill.internal.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule LABELS_KNOW_NOTHING_OF_TRAINING = noClasses()
            .that()
            .resideInAPackage("io.facequality.distill.internal.labels..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.facequality.distill.internal.training.."));
}
