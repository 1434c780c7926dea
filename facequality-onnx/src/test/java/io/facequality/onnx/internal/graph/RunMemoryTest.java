package io.facequality.onnx.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.testing.SharedData;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunMemoryTest {

    private static final int SIDE = 12;
    private static final long MAP = SIDE * SIDE * Float.BYTES;

    /** The input stays the caller's; of three layers in a row two are alive at once, the second and the third most. */
    @Test
    void keepsValueAliveUntilItsLastUse() throws IOException {
        Network network = new Network(1).input(Network.OPEN, 3, SIDE, SIDE);
        String first = network.convolution("x", 3, 4, 3, 1, true);
        String second = network.convolution(first, 4, 16, 3, 1, true);
        String third = network.convolution(second, 16, 8, 3, 1, true);
        network.output(third, Network.OPEN, 8, SIDE, SIDE);
        assertThat(ofOne(network)).isEqualTo((3 + 16 + 8) * MAP);
    }

    @Test
    void keepsValueAliveThatIsTakenLater() throws IOException {
        Network network = new Network(1).input(Network.OPEN, 3, SIDE, SIDE);
        String skipped = network.convolution("x", 3, 16, 3, 1, true);
        String first = network.convolution(skipped, 16, 16, 3, 1, true);
        String second = network.convolution(first, 16, 16, 3, 1, true);
        String sum = network.node("Add", List.of(skipped, second));
        network.output(sum, Network.OPEN, 16, SIDE, SIDE);
        assertThat(ofOne(network)).isEqualTo((3 + 3 * 16) * MAP);
    }

    @Test
    void countsValueOfUnknownShapeAsLargest() throws IOException {
        Network network = new Network(1).input(Network.OPEN, 3, SIDE, SIDE);
        String known = network.convolution("x", 3, 16, 3, 1, true);
        String unknown = network.node("Abs", List.of(known));
        network.output(unknown, Network.OPEN, 16, SIDE, SIDE);
        assertThat(ofOne(network)).isEqualTo((3 + 2 * 16) * MAP);
    }

    @Test
    void estimatesNothingForFileThatIsNoModel() throws IOException {
        assertThat(RunMemory.ofOne(ModelBytes.of(new byte[] {1, 2, 3}))).isEmpty();
        assertThat(RunMemory.ofOne(ModelBytes.of(new byte[0]))).isEmpty();
    }

    /** Some megabytes for a picture, not kilobytes and not the whole memory. */
    @ParameterizedTest
    @CsvSource({"models/unet-lean.onnx", "golden/diffiqa/unet-random.onnx"})
    void realUnetsAreEstimatedWithinReason(String file) throws IOException {
        try (ModelBytes bytes = ModelBytes.of(SharedData.path(file))) {
            assertThat(RunMemory.ofOne(bytes).orElseThrow()).isBetween(1L << 20, 200L << 20);
        }
    }

    private static long ofOne(Network network) throws IOException {
        return RunMemory.ofOne(ModelBytes.of(network.model().toByteArray())).orElseThrow();
    }
}
