package io.facequality.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Later versions of ONNX Runtime tell their maker that they run; this one must not be exchanged by accident. */
class ShippedRuntimeTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "linux-x64/libonnxruntime.so", "linux-aarch64/libonnxruntime.so", "osx-aarch64/libonnxruntime.dylib",
        "win-x64/onnxruntime.dll"
    })
    void libraryKnowsNoTelemetryHost(String library) throws IOException {
        try (InputStream content = OrtEnvironment.class.getResourceAsStream("native/" + library)) {
            String text = new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(text.contains("events.data.microsoft.com")).isFalse();
            assertThat(text.contains("ORT_DISABLE_TELEMETRY")).isFalse();
        }
    }
}
