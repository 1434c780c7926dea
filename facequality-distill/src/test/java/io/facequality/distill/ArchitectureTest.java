package io.facequality.distill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the packages may depend on. */
@AnalyzeClasses(packages = "io.facequality.distill", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String API = "io.facequality";
    private static final String ONNX = "io.facequality.onnx..";
    private static final String CHECKPOINT = "io.facequality.distill.checkpoint..";
    private static final String NETWORK = "io.facequality.distill.network..";

    @ArchTest
    static final ArchRule CHECKPOINTS_NEED_THEIR_TWO_FORMATS_ONLY = classes()
            .that()
            .resideInAPackage(CHECKPOINT)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    API, CHECKPOINT, "io.facequality.onnx.graph", "java..", "org.jspecify..", "net.razorvine.pickle",
                    "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule NETWORKS_ARE_MADE_OF_TENSORS_AND_NODES = classes()
            .that()
            .resideInAPackage(NETWORK)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(API, CHECKPOINT, NETWORK, "io.facequality.onnx.graph", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule NOTHING_BUT_COMMANDS_KNOWS_THE_COMMAND_LINE = classes()
            .that()
            .resideInAPackage("io.facequality.distill")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    API, "io.facequality.internal", "io.facequality.distill", CHECKPOINT, NETWORK, ONNX, "java..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES =
            fields().that().areStatic().and().doNotHaveModifier(JavaModifier.SYNTHETIC)
                    .should().beFinal();
}
