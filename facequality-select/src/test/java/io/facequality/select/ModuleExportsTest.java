package io.facequality.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.testing.ModuleExports;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModuleExportsTest {

    @Test
    void exportsPublicPackagesToAllAndInternalOnesToModulesOfThisProject() throws Exception {
        assertThat(ModuleExports.of(FaceSelector.class, "io.facequality.select"))
                .isEqualTo(new ModuleExports(
                        Set.of("io.facequality.group", "io.facequality.select"),
                        Map.of(
                                "io.facequality.group.internal",
                                Set.of("io.facequality.pipeline", "io.facequality.spark"),
                                "io.facequality.group.internal.people",
                                Set.of("io.facequality.pipeline", "io.facequality.spark"),
                                "io.facequality.group.internal.search",
                                Set.of("io.facequality.pipeline", "io.facequality.spark"),
                                "io.facequality.select.internal",
                                Set.of("io.facequality.pipeline", "io.facequality.spark"))));
    }
}
