package io.facequality.distill.internal.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.facequality.convert.internal.checkpoint.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchMuonTest {

    @ParameterizedTest
    @CsvSource({"16, 40", "40, 16", "30, 90"})
    void stepsAboutEquallyInEveryDirectionOfGradient(int rows, int columns) {
        float[] gradient = drawn(rows * columns);
        double[] singular;
        double along;
        try (NDManager manager = TorchEngine.start(1).newBaseManager()) {
            NDArray direction = TorchMuon.direction(
                    manager.create(gradient, new Shape(rows, columns)), manager.zeros(new Shape(rows, columns)));
            singular = new SingularValueDecomposition(matrix(direction.toFloatArray(), rows, columns)).getSingularValues();
            along = trace(matrix(gradient, rows, columns), matrix(direction.toFloatArray(), rows, columns));
        }

        double longer = Math.sqrt(Math.max(1, (double) rows / columns));
        assertThat(singular).hasSize(Math.min(rows, columns));
        for (double value : singular) {
            assertThat(value / longer).isBetween(0.5, 1.3);
        }
        // Of all such matrices the polar factor goes furthest along the gradient: by the sum of its singular values.
        double furthest = sum(new SingularValueDecomposition(matrix(gradient, rows, columns)).getSingularValues());
        assertThat(along / longer / furthest).isEqualTo(0.9, within(0.2));
    }

    @Test
    void keepsKernelShapeAndMostOfMomentum() {
        try (NDManager manager = TorchEngine.start(1).newBaseManager()) {
            Shape kernel = new Shape(32, 8, 3, 3);
            NDArray momentum = manager.ones(kernel);
            float[] gradient = drawn(32 * 72);
            NDArray direction = TorchMuon.direction(manager.create(gradient, kernel), momentum);

            assertThat(direction.getShape()).isEqualTo(kernel);
            assertThat(momentum.toFloatArray()[5]).isEqualTo(0.95f + gradient[5], within(1e-5f));
        }
    }

    @Test
    void stepsMatricesByRateAndVectorsByAdam() {
        float[] gradient = drawn(32 * 64);
        Map<String, Tensor> start = new LinkedHashMap<>();
        start.put("matrix", Tensor.of(new float[32 * 64], 32, 64));
        start.put("vector", Tensor.of(new float[64], 64));
        Engine engine = TorchEngine.start(1);
        try (NDManager manager = engine.newBaseManager()) {
            TorchWeights weights = new TorchWeights(manager, start, name -> true, "matrix"::equals, 0);
            NDManager scope = manager.newSubManager();
            try (GradientCollector collector = engine.newGradientCollector()) {
                Map<String, NDArray> arrays = weights.arrays(scope);
                NDArray factors = scope.create(gradient, new Shape(32, 64));
                collector.backward(arrays.get("matrix").mul(factors).sum().add(arrays.get("vector").sum()));
            }
            weights.update(scope, 0, 1000, name -> name.equals("matrix") ? 0.5 : 0.25);
            scope.close();

            float[] moved = weights.values().get("matrix");
            double along = trace(matrix(gradient, 32, 64), matrix(moved, 32, 64));
            double furthest = sum(new SingularValueDecomposition(matrix(gradient, 32, 64)).getSingularValues());
            assertThat(along / furthest).isEqualTo(-0.5 * 0.9, within(0.1));
            assertThat(weights.values().get("vector")).containsExactly(vector(-0.25f), within(1e-4f));
        }
    }

    @Test
    void wideLayersAreMatricesAndFiltersAndVectorsAreNot() {
        assertThat(TorchMuon.takes(new long[] {128, 128, 3, 3})).isTrue();
        assertThat(TorchMuon.takes(new long[] {256, 256})).isTrue();
        assertThat(TorchMuon.takes(new long[] {256, 1, 7, 7})).as("a filter for each channel").isFalse();
        assertThat(TorchMuon.takes(new long[] {32, 3, 3, 3})).as("the first layer").isFalse();
        assertThat(TorchMuon.takes(new long[] {128})).isFalse();
    }

    private static float[] drawn(int count) {
        Random random = new Random(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] vector(float value) {
        float[] values = new float[64];
        Arrays.fill(values, value);
        return values;
    }

    private static Array2DRowRealMatrix matrix(float[] values, int rows, int columns) {
        Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(rows, columns);
        for (int i = 0; i < values.length; i++) {
            matrix.setEntry(i / columns, i % columns, values[i]);
        }
        return matrix;
    }

    private static double trace(Array2DRowRealMatrix a, Array2DRowRealMatrix b) {
        return a.transpose().multiply(b).getTrace();
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
