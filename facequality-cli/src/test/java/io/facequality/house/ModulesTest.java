package io.facequality.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Which module may use which. An arrow that is not listed here is an error. */
class ModulesTest {

    private static final Map<String, List<String>> PACKAGES = new LinkedHashMap<>();
    private static final Map<String, Set<String>> MAY_USE = new LinkedHashMap<>();

    static {
        module("api", Set.of(), "io.facequality", "io.facequality.internal..");
        module("models", Set.of(), "io.facequality.models..");
        module("onnx", Set.of("api"), "io.facequality.onnx..");
        module("images", Set.of("api", "onnx"), "io.facequality.images..");
        module("select", Set.of("api"), "io.facequality.select..", "io.facequality.group..");
        module(
                "pipeline",
                Set.of("api", "models", "onnx", "images", "select"),
                "io.facequality.pipeline..", "io.facequality.plan..");
        module("catalogue", Set.of("api", "onnx"), "io.facequality.catalogue..");
        module(
                "eval",
                Set.of("api", "models", "onnx", "images", "select", "pipeline"),
                "io.facequality.eval..");
        module(
                "convert",
                Set.of("api", "models", "onnx", "images", "pipeline"),
                "io.facequality.convert..");
        module(
                "distill",
                Set.of("api", "models", "onnx", "images", "pipeline", "eval", "convert"),
                "io.facequality.distill..");
        module(
                "review",
                Set.of("api", "models", "onnx", "images", "select", "pipeline"),
                "io.facequality.review..");
        module("cli", Set.copyOf(PACKAGES.keySet()), "io.facequality.cli..");
    }

    private static void module(String name, Set<String> mayUse, String... packages) {
        PACKAGES.put(name, List.of(packages));
        MAY_USE.put(name, mayUse);
    }

    @TestFactory
    Stream<DynamicTest> usesNoOtherModules() {
        JavaClasses house = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .withImportOption(place -> !place.contains("-tests.jar"))
                .importPackages("io.facequality");
        return PACKAGES.keySet().stream().map(module -> DynamicTest.dynamicTest(module, () -> noClasses()
                .that()
                .resideInAnyPackage(array(PACKAGES.get(module)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(array(forbidden(module)))
                .check(house)));
    }

    private static List<String> forbidden(String module) {
        return PACKAGES.entrySet().stream()
                .filter(other -> !other.getKey().equals(module) && !MAY_USE.get(module).contains(other.getKey()))
                .flatMap(other -> other.getValue().stream())
                .toList();
    }

    private static String[] array(List<String> packages) {
        return packages.isEmpty() ? new String[] {"nothing.at.all"} : packages.toArray(String[]::new);
    }
}
