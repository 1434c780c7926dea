package io.facequality.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.testing.ModuleExports;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModuleExportsTest {

    @Test
    void exportsPublicPackagesToAllAndInternalOnesToModulesOfThisProject() throws Exception {
        assertThat(ModuleExports.of(ModelFile.class, "io.facequality.onnx"))
                .isEqualTo(new ModuleExports(
                        Set.of("io.facequality.onnx", "io.facequality.onnx.diffusion"),
                        Map.of(
                                "io.facequality.onnx.internal",
                                Set.of(
                                        "io.facequality.convert", "io.facequality.distill", "io.facequality.images",
                                        "io.facequality.pipeline", "io.facequality.video"),
                                "io.facequality.onnx.internal.diffusion",
                                Set.of("io.facequality.convert", "io.facequality.distill"),
                                "io.facequality.onnx.internal.graph",
                                Set.of("io.facequality.convert", "io.facequality.distill"))));
    }
}
