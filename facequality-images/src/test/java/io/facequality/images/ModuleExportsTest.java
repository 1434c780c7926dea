package io.facequality.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.testing.ModuleExports;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModuleExportsTest {

    @Test
    void exportsPublicPackagesToAllAndInternalOnesToModulesOfThisProject() throws Exception {
        assertThat(ModuleExports.of(OpenCvImageDecoder.class, "io.facequality.images"))
                .isEqualTo(new ModuleExports(
                        Set.of("io.facequality.images"),
                        Map.of(
                                "io.facequality.images.internal",
                                Set.of(
                                        "io.facequality.cli", "io.facequality.convert", "io.facequality.distill", "io.facequality.eval",
                                        "io.facequality.pipeline", "io.facequality.review",
                                        "io.facequality.spark", "io.facequality.video"),
                                "io.facequality.images.internal.quality",
                                Set.of("io.facequality.pipeline"))));
    }
}
