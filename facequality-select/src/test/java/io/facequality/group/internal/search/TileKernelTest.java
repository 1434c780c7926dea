package io.facequality.group.internal.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileKernelTest {

    private static final int SIDE = TileKernel.SIDE;

    static Stream<Integer> dimensions() {
        return Stream.of(1, 2, 3, 5, 127, 128, 129, 256, 300);
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void addsInTheOrderOfTheComponentsByPlainKernel(int dimension) {
        assertSameBits(new PlainTileKernel(), dimension);
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void givesSameBitsByTheChosenKernel(int dimension) {
        assertSameBits(TileKernels.fastest(), dimension);
    }

    @Test
    void choosesVectorApiWhereItsModuleIsResolved() {
        boolean isResolved =
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        assertThat(TileKernels.fastest().description())
                .contains(isResolved && FloatLanes.PREFERRED >= 4 ? "Vector API" : "plain");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 200, 7})
    void takesVectorsOfAnotherDimensionByKernel(int dimension) {
        TileKernel kernel = new PlainTileKernel();
        assertSameBits(kernel, 50);
        assertSameBits(kernel, dimension);
    }

    private static void assertSameBits(TileKernel kernel, int dimension) {
        Random random = new Random(dimension);
        float[] rows = randomPanel(random, dimension);
        float[] columns = randomPanel(random, dimension);
        float[] tile = new float[SIDE * SIDE];
        kernel.multiply(rows, columns, dimension, tile);
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                float sum = 0;
                for (int d = 0; d < dimension; d++) {
                    sum = Math.fma(rows[d * SIDE + i], columns[d * SIDE + j], sum);
                }
                assertThat(tile[i * SIDE + j]).isEqualTo(sum);
            }
        }
    }

    private static float[] randomPanel(Random random, int dimension) {
        float[] panel = new float[dimension * SIDE];
        for (int i = 0; i < panel.length; i++) {
            panel[i] = (float) random.nextGaussian();
        }
        return panel;
    }

    /** How wide the machine's vectors are, as the kernel sees it. */
    private static final class FloatLanes {
        static final int PREFERRED = preferred();

        private static int preferred() {
            try {
                var isWorthwhile = Class.forName("io.facequality.group.internal.search.VectorApiTileKernel")
                        .getDeclaredMethod("isWorthwhile");
                return Boolean.TRUE.equals(isWorthwhile.invoke(null)) ? 4 : 1;
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }
}
