package io.facequality.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Image;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelOptions;
import io.facequality.select.FaceSelector;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ModuleDescriptorTest {

    @Test
    void exportsOnePackageOfTheApi() throws URISyntaxException {
        assertThat(exports(Image.class, "io.facequality")).containsExactly("io.facequality");
    }

    @Test
    void exportsInternalPackagesOfTheApiToOtherModulesAlone() throws URISyntaxException {
        assertThat(descriptor(Image.class, "io.facequality").exports())
                .filteredOn(ModuleDescriptor.Exports::isQualified)
                .singleElement()
                .satisfies(export -> {
                    assertThat(export.source()).isEqualTo("io.facequality.internal");
                    assertThat(export.targets()).allMatch(target -> target.startsWith("io.facequality."));
                });
    }

    @Test
    void exportsOnePackageOfTheModels() throws URISyntaxException {
        assertThat(exports(EmbeddedModel.class, "io.facequality.models")).containsExactly("io.facequality.models");
    }

    @Test
    void exportsModelsAndDiffusionOfOnnx() throws URISyntaxException {
        assertThat(exports(ModelOptions.class, "io.facequality.onnx"))
                .containsExactlyInAnyOrder("io.facequality.onnx", "io.facequality.onnx.diffusion");
    }

    @Test
    void exportsOnePackageOfImages() throws URISyntaxException {
        assertThat(exports(OpenCvImageDecoder.class, "io.facequality.images"))
                .containsExactly("io.facequality.images");
    }

    @Test
    void exportsChoosingAndGroupingOfSelect() throws URISyntaxException {
        assertThat(exports(FaceSelector.class, "io.facequality.select"))
                .containsExactlyInAnyOrder("io.facequality.select", "io.facequality.group");
    }

    @Test
    void exportsPipelineAndPlan() throws URISyntaxException {
        assertThat(exports(FacePipeline.class, "io.facequality.pipeline"))
                .containsExactlyInAnyOrder("io.facequality.pipeline", "io.facequality.plan");
    }

    private static Set<String> exports(Class<?> member, String module) throws URISyntaxException {
        return descriptor(member, module).exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
    }

    private static ModuleDescriptor descriptor(Class<?> member, String module) throws URISyntaxException {
        Path place = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
        ModuleDescriptor descriptor =
                ModuleFinder.of(place).find(module).orElseThrow().descriptor();
        assertThat(descriptor.isAutomatic()).isFalse();
        return descriptor;
    }
}
