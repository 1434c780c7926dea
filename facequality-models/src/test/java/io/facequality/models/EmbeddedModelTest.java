package io.facequality.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedModelTest {

    @ParameterizedTest
    @EnumSource
    void everyModelIsReadFromTheClassPathWithItsDigestChecked(EmbeddedModel model) throws IOException {
        assertThat(model.read()).hasSizeGreaterThan(100_000);
    }

    @ParameterizedTest
    @EnumSource
    void theProvenanceNamesEveryModelWithItsDigest(EmbeddedModel model) throws IOException {
        try (InputStream stream = EmbeddedModel.class.getResourceAsStream("PROVENANCE.md")) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .contains(model.modelName() + ".onnx")
                    .contains(model.sha256());
        }
    }
}
