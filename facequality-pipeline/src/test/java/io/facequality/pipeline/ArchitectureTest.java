package io.facequality.pipeline;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The modules behind the one dependency, and what each may depend on. */
@AnalyzeClasses(packages = "io.facequality", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String API = "io.facequality";
    private static final String INTERNAL = "io.facequality.internal..";
    private static final String MODELS = "io.facequality.models..";
    private static final String ONNX = "io.facequality.onnx..";
    private static final String IMAGES = "io.facequality.images..";
    private static final String SELECT = "io.facequality.select..";
    private static final String GROUP = "io.facequality.group..";
    private static final String PIPELINE = "io.facequality.pipeline..";
    private static final String PLAN = "io.facequality.plan..";
    private static final String ANY_INTERNAL = "io.facequality..internal..";

    @ArchTest
    static final ArchRule THE_API_NEEDS_THE_JDK_ONLY = classes()
            .that()
            .resideInAnyPackage(API, INTERNAL)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(API, INTERNAL, "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule NO_NOUN_OR_VERB_KNOWS_WHAT_IS_INTERNAL = noClasses()
            .that()
            .resideInAPackage(API)
            .should()
            .dependOnClassesThat(resideInAPackage(INTERNAL));

    @ArchTest
    static final ArchRule NOTHING_PUBLIC_SHOWS_WHAT_IS_INTERNAL = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(resideOutsideOfPackage(ANY_INTERNAL).and(modifier(JavaModifier.PUBLIC)))
            .should()
            .notHaveRawReturnType(resideInAPackage(INTERNAL))
            .andShould()
            .notHaveRawParameterTypes(anyElementThat(resideInAPackage(INTERNAL)));

    @ArchTest
    static final ArchRule THE_MODELS_NEED_NOTHING = classes()
            .that()
            .resideInAPackage(MODELS)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(MODELS, "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule ONLY_THE_ONNX_MODULE_TOUCHES_ONNX_RUNTIME = noClasses()
            .that()
            .resideOutsideOfPackage(ONNX)
            .should()
            .dependOnClassesThat(resideInAPackage("ai.onnxruntime.."));

    @ArchTest
    static final ArchRule ONLY_THE_IMAGES_MODULE_TOUCHES_OPENCV = noClasses()
            .that()
            .resideOutsideOfPackage(IMAGES)
            .should()
            .dependOnClassesThat(resideInAPackage("org.bytedeco.opencv.."));

    @ArchTest
    static final ArchRule THE_ONNX_MODULE_NEEDS_THE_API_AND_ITS_NATIVE_LIBRARIES = classes()
            .that()
            .resideInAPackage(ONNX)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    API, INTERNAL, ONNX, "java..", "org.jspecify..", "ai.onnxruntime..", "org.bytedeco.javacpp..",
                    "ai.onnx.proto..", "com.google.protobuf..");

    @ArchTest
    static final ArchRule THE_IMAGES_MODULE_NEEDS_THE_API_AND_MODELS_ON_ONNX_RUNTIME = classes()
            .that()
            .resideInAPackage(IMAGES)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    API, INTERNAL, ONNX, IMAGES, "java..", "javax.imageio..", "org.jspecify..", "org.bytedeco..");

    @ArchTest
    static final ArchRule DIFFUSION_IS_PURE_JAVA = classes()
            .that()
            .resideInAPackage("io.facequality.onnx.internal.diffusion..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    API, INTERNAL, "io.facequality.onnx.diffusion..", "io.facequality.onnx.internal.diffusion..",
                    "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule SELECTION_IS_PURE_JAVA_ON_COMMONS_MATH = classes()
            .that()
            .resideInAPackage(SELECT)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(API, INTERNAL, SELECT, "java..", "org.jspecify..", "org.apache.commons.math3..");

    @ArchTest
    static final ArchRule GROUPING_IS_PURE_JAVA_ON_COMMONS_MATH_AND_AN_INDEX_THAT_IS_OPTIONAL = classes()
            .that()
            .resideInAPackage(GROUP)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    API, INTERNAL, GROUP, "java..", "org.jspecify..", "org.apache.commons.math3..",
                    "jdk.incubator.vector..");

    @ArchTest
    static final ArchRule ONLY_ONE_CLASS_NEEDS_THE_VECTOR_API = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.facequality.group.internal.search.VectorApiTileKernel")
            .should()
            .dependOnClassesThat(resideInAPackage("jdk.incubator.vector.."));

    @ArchTest
    static final ArchRule NOBODY_BELOW_KNOWS_THE_PIPELINE = noClasses()
            .that()
            .resideOutsideOfPackages(PIPELINE, PLAN)
            .should()
            .dependOnClassesThat(resideInAnyPackage(PIPELINE, PLAN));

    @ArchTest
    static final ArchRule NOTHING_HERE_KNOWS_THE_NETWORK = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.net.http..", "javax.net.."))
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(.*Socket.*|.*URLConnection)|java\\.nio\\.channels\\.\\w*Socket\\w*");

    @ArchTest
    static final ArchRule NOTHING_IS_LEFT_TO_FINALIZERS =
            methods().should().notHaveName("finalize");

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES =
            fields().that().areStatic().and().doNotHaveModifier(JavaModifier.SYNTHETIC)
                    .should().beFinal();

    @ArchTest
    static final ArchRule NO_VALUE_HIDES_IN_A_THREAD =
            noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);
}
