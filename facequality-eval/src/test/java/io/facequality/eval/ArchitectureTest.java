package io.facequality.eval;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this room may depend on: the API, Commons Math, and libraries for charts and tables. */
@AnalyzeClasses(packages = "io.facequality.eval", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule MEASURING_NEEDS_THE_API_AND_LIBRARIES_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.facequality", "io.facequality.internal", "io.facequality.eval..", "java..", "javax.imageio..",
                    "javax.xml..", "org.w3c.dom..",
                    "org.jspecify..", "org.apache.commons.math3..", "com.fasterxml.jackson..", "de.siegmar.fastcsv..",
                    "org.knowm.xchart..", "org.apache.batik.svggen..");

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES =
            fields().that().areStatic().and().doNotHaveModifier(JavaModifier.SYNTHETIC).should().beFinal();
}
