package io.facequality.eval;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** What this module may depend on, and what it shows to users. */
@AnalyzeClasses(packages = "io.facequality.eval", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String FOLDER = "io.facequality.eval.folder";
    private static final String INTERNAL = "io.facequality.eval.internal..";
    private static final Set<String> PUBLIC_PACKAGES = Set.of("io.facequality.eval", FOLDER);
    private static final int MOST_PUBLIC_TYPES = 21;

    private static final String[] LIBRARIES = {
        "java..", "javax.imageio..", "javax.xml..", "org.w3c.dom..", "org.jspecify..", "org.apache.commons.math3..",
        "com.fasterxml.jackson..", "de.siegmar.fastcsv..", "org.knowm.xchart..", "org.apache.batik.svggen.."
    };

    @ArchTest
    static final ArchRule MEASURING_NEEDS_THE_API_AND_LIBRARIES_ONLY = classes()
            .that()
            .resideOutsideOfPackage(FOLDER)
            .should()
            .onlyDependOnClassesThat(resideInAPackage("io.facequality")
                    .or(resideInAPackage("io.facequality.internal"))
                    .or(resideInAPackage("io.facequality.eval"))
                    .or(resideInAPackage("io.facequality.images"))
                    .or(resideInAPackage("io.facequality.images.internal"))
                    .or(resideInAPackage(INTERNAL))
                    .or(JavaClass.Predicates.resideInAnyPackage(LIBRARIES)));

    @ArchTest
    static final ArchRule FOLDERS_NEED_THE_PIPELINE_TOO = classes()
            .that()
            .resideInAPackage(FOLDER)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.facequality", "io.facequality.internal", "io.facequality.eval..", "io.facequality.images",
                    "io.facequality.pipeline..",
                    "io.facequality.plan", "io.facequality.group", "io.facequality.onnx", "io.facequality.models",
                    "de.siegmar.fastcsv..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule NOTHING_PUBLIC_SHOWS_WHAT_IS_INTERNAL = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(resideOutsideOfPackage(INTERNAL).and(modifier(JavaModifier.PUBLIC)))
            .should()
            .notHaveRawReturnType(resideInAPackage(INTERNAL))
            .andShould()
            .notHaveRawParameterTypes(anyElementThat(resideInAPackage(INTERNAL)));

    @ArchTest
    static void showsFewPublicTypes(JavaClasses all) {
        assertThat(all.stream()
                        .filter(type -> PUBLIC_PACKAGES.contains(type.getPackageName()))
                        .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .hasSizeLessThanOrEqualTo(MOST_PUBLIC_TYPES);
    }

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES =
            fields().that().areStatic().and().doNotHaveModifier(JavaModifier.SYNTHETIC).should().beFinal();
}
