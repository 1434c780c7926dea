package io.facequality.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module may depend on. Spark runs from the class path, so no module descriptor says it. */
@AnalyzeClasses(packages = "io.facequality.spark", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ONLY_THE_MODULES_BELOW_AND_SPARK = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.facequality", "io.facequality.internal", "io.facequality.onnx", "io.facequality.images..",
                    "io.facequality.models", "io.facequality.select..", "io.facequality.group..",
                    "io.facequality.pipeline..", "io.facequality.plan..", "io.facequality.spark..", "ai.onnxruntime",
                    "org.apache.spark..", "org.apache.hadoop.fs..", "org.apache.hadoop.conf..", "scala..",
                    "org.jspecify..", "java..");

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES =
            fields().that().areStatic().and().doNotHaveModifier(JavaModifier.SYNTHETIC)
                    .should().beFinal();
}
