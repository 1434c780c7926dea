package io.facequality.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.testing.ModuleExports;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModuleExportsTest {

    @Test
    void exportsItsOnePackage() throws Exception {
        assertThat(ModuleExports.of(ReviewServer.class, "io.facequality.review"))
                .isEqualTo(new ModuleExports(Set.of("io.facequality.review"), Map.of()));
    }
}
