package io.facequality.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FuzzRunTest {

    @Test
    void keepsInputThatFailsAndSaysHowToTryItAgain() throws Exception {
        Path[] kept = new Path[1];
        assertThatThrownBy(() -> FuzzRun.of("one-that-fails", ".bin").run(random -> new byte[] {7}, input -> {
                    kept[0] = input;
                    Files.write(input, new byte[100]);
                    throw new IllegalStateException("on purpose");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("on purpose")
                .hasMessageContaining(kept[0].toAbsolutePath().toString())
                .hasMessageContaining("-Dfacequality.fuzz.seed=");
        assertThat(kept[0]).hasBinaryContent(new byte[] {7});
        Files.delete(kept[0]);
    }
}
