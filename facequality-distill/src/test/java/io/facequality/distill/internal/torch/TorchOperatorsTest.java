package io.facequality.distill.internal.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.facequality.convert.internal.network.RandomIResNet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TorchOperatorsTest {

    private static final int SIDE = 112;

    private static final int FACTORS = 300;
    private static final int BYTES_OF_A_FACTOR = Float.BYTES;

    /** What an operator computes its gradient from must still be there when Java has collected its garbage. */
    @Test
    void gradientsDoNotDependOnMemoryThatJavaHasGivenBack() throws Exception {
        Engine engine = TorchEngine.start(1);
        try (NDManager manager = engine.newBaseManager()) {
            NDArray x = manager.create(new float[] {0.5f}, new Shape(1));
            x.setRequiresGradient(true);
            try (NDManager scope = manager.newSubManager();
                    GradientCollector collector = engine.newGradientCollector()) {
                scope.tempAttachAll(x);
                TorchOperators operators = TorchOperators.training(scope, Map.of());
                NDArray sum = scope.zeros(new Shape(1));
                for (int factor = 1; factor <= FACTORS; factor++) {
                    sum = sum.add(operators.silu(operators.scaled(x, factor)));
                }
                overwriteWhatJavaGivesBack();
                collector.backward(sum);
                assertThat(x.getGradient().toFloatArray()[0]).isCloseTo((float) gradient(0.5), offset(0.5f));
            }
        }
    }

    /** No training covers this network, which is imported only. */
    @Test
    void computesResidualNetworkLikeItsDefinition() {
        RandomIResNet definition = new RandomIResNet(new int[] {2, 3, 3, 4}, new int[] {2, 1, 2, 1});
        Random random = new Random(3);
        float[] face = new float[3 * SIDE * SIDE];
        double[][] channels = new double[3][SIDE * SIDE];
        for (int i = 0; i < face.length; i++) {
            face[i] = random.nextFloat() * 2 - 1;
            channels[i / (SIDE * SIDE)][i % (SIDE * SIDE)] = face[i];
        }
        try (NDManager manager = TorchEngine.start(1).newBaseManager()) {
            TorchOperators operators =
                    TorchOperators.validating(manager, TorchWeights.fixed(manager, definition.tensors()));
            NDArray faces = manager.create(face, new Shape(1, 3, SIDE, SIDE));
            float[] found = definition.features(operators, faces).toFloatArray();
            double[] expected = definition.featuresAndQuality(channels);
            assertThat(found).hasSize(expected.length - 1);
            for (int i = 0; i < found.length; i++) {
                assertThat((double) found[i]).isCloseTo(expected[i], offset(1e-5));
            }
        }
    }

    /** Of the sum of silu(k x) over k, by hand. */
    private static double gradient(double x) {
        double sum = 0;
        for (int factor = 1; factor <= FACTORS; factor++) {
            double sigmoid = 1 / (1 + Math.exp(-factor * x));
            sum += factor * (sigmoid + factor * x * sigmoid * (1 - sigmoid));
        }
        return sum;
    }

    private static void overwriteWhatJavaGivesBack() throws InterruptedException {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            System.gc();
            Thread.sleep(50);
            for (int i = 0; i < 20 * FACTORS; i++) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES_OF_A_FACTOR);
                buffer.putInt(0, -1);
                buffers.add(buffer);
            }
        }
        assertThat(buffers).isNotEmpty();
    }
}
