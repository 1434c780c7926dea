package io.facequality.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedModelTest {

    @ParameterizedTest
    @EnumSource
    void readsEveryModelFromTheClassPathWithItsDigest(EmbeddedModel model) throws Exception {
        byte[] content = model.read();
        assertThat(content).hasSizeGreaterThan(100_000);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
                .isEqualTo(model.sha256());
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
