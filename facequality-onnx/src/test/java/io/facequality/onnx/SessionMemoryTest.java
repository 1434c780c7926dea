package io.facequality.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a session takes is given back when it is closed, also when the model is refused. */
@Tag("slow")
class SessionMemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int ROUNDS = 200;
    private static final int REFUSALS = 120;

    /**
     * A session takes 7 megabytes and more, so leaking each would take twice this. The allocator alone keeps 100 to 250
     * megabytes, as many after 800 rounds as after 200.
     */
    private static final long BOUND_KILOBYTES = 400_000;

    /** The smallest input buffers: they are the garbage collector's to free, and the sessions are what is measured. */
    private final ModelOptions options = ModelOptions.builder().batchSize(1).build();

    private final ModelFile file = FacesAndModels.embedded();
    private final List<AlignedFace> faces = FacesAndModels.noise(2, 1);

    @Test
    void openingAndClosingManyTimesLeavesMemoryFlat() throws IOException {
        openAndClose(ROUNDS / 5);
        long before = residentKilobytes();
        openAndClose(ROUNDS);
        assertThat(residentKilobytes() - before).isLessThan(BOUND_KILOBYTES);
    }

    @Test
    void leavesNothingBehindAfterRefusedModel() throws IOException {
        Path scorerOnly = FacesAndModels.file("ediffiqa-t-random.onnx");
        refuse(scorerOnly, REFUSALS / 5);
        long before = residentKilobytes();
        refuse(scorerOnly, REFUSALS);
        assertThat(residentKilobytes() - before).isLessThan(BOUND_KILOBYTES);
    }

    private static void refuse(Path scorerOnly, int rounds) {
        for (int i = 0; i < rounds; i++) {
            assertThatThrownBy(() -> OnnxEmbedder.open(scorerOnly)).isInstanceOf(ModelException.class);
        }
    }

    private void openAndClose(int rounds) {
        for (int i = 0; i < rounds; i++) {
            try (OnnxScoringEmbedder both =
                    OnnxScoringEmbedder.open(file, ModelContract.ediffiqa(), options)) {
                both.scoreAndEmbed(faces);
            }
        }
    }

    /** After a collection, since the heap's garbage is not what is measured. */
    private static long residentKilobytes() throws IOException {
        System.gc();
        assumeTrue(Files.exists(STATUS), "resident memory is read from Linux's " + STATUS);
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
