package io.facequality.onnx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.FacesAndModels;
import io.facequality.onnx.ModelOptions;
import io.facequality.testkit.CloseableContract;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** The general model, on the embedded landmark network. */
class OnnxModelTest extends CloseableContract<OnnxModel> {

    private static final int FLOATS = 3 * 96 * 96;

    @Override
    protected OnnxModel open() {
        return OnnxModel.open(FacesAndModels.embedded(EmbeddedModel.LANDMARKS), ModelOptions.defaults());
    }

    @Override
    protected Object call(OnnxModel model) {
        Map<String, Object> outputs = new TreeMap<>();
        model.run("input", shape(2), crops(2)).forEach((name, values) -> outputs.put(name, Arrays.toString(values)));
        return outputs;
    }

    @Test
    void namesEveryOutputWithNumbersOfWholeBatch() {
        try (OnnxModel model = open()) {
            Map<String, float[]> outputs = model.run("input", shape(2), crops(2));
            assertThat(outputs).containsOnlyKeys("points", "face");
            assertThat(outputs.get("points")).hasSize(20);
            assertThat(outputs.get("face")).hasSize(2);
            assertThat((double) outputs.get("face")[0]).isCloseTo(0.5, within(0.5));
        }
    }

    @Test
    void holdsDigestOfFileInIdentity() {
        try (OnnxModel model = open()) {
            assertThat(model.id().name()).isEqualTo(EmbeddedModel.LANDMARKS.modelName());
            assertThat(model.id().version()).isEqualTo(EmbeddedModel.LANDMARKS.version());
            assertThat(model.id().sha256()).isEqualTo(EmbeddedModel.LANDMARKS.sha256());
        }
    }

    @Test
    void readsBufferFromItsPositionAndLeavesIt() {
        try (OnnxModel model = open()) {
            FloatBuffer both = crops(2);
            both.position(FLOATS);
            float[] second = model.run("input", shape(1), both).get("points");
            assertThat(both.position()).isEqualTo(FLOATS);
            assertThat(both.limit()).isEqualTo(2 * FLOATS);
            float[] together = model.run("input", shape(2), crops(2)).get("points");
            assertThat(second).containsExactly(Arrays.copyOfRange(together, 10, 20));
        }
    }

    @Test
    void reportsWhatModelTakesForWrongNameShapeOrCount() {
        try (OnnxModel model = open()) {
            assertRefused(() -> model.run("picture", shape(1), crops(1)));
            assertRefused(() -> model.run("input", new long[] {1, 96, 96, 3}, crops(1)));
            assertRefused(() -> model.run("input", shape(2), crops(1)));
            assertThat(model.run("input", shape(1), crops(1))).isNotEmpty();
        }
    }

    @Test
    void rejectsBufferThatNativeCodeCannotRead() {
        try (OnnxModel model = open()) {
            assertThatThrownBy(() -> model.run("input", shape(1), FloatBuffer.allocate(FLOATS)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("expected a direct buffer");
            ByteOrder other =
                    ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            FloatBuffer swapped = ByteBuffer.allocateDirect(FLOATS * Float.BYTES).order(other).asFloatBuffer();
            assertThatThrownBy(() -> model.run("input", shape(1), swapped))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("native byte order");
        }
    }

    @Test
    void endsRunOfInterruptedThreadAndRunsAgainAfterwards() {
        try (OnnxModel model = open()) {
            Object expected = call(model);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> call(model)).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(call(model)).isEqualTo(expected);
        }
    }

    private static void assertRefused(Runnable run) {
        assertThatThrownBy(run::run)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("input float32 [n,3,96,96]");
    }

    private static long[] shape(int crops) {
        return new long[] {crops, 3, 96, 96};
    }

    private static FloatBuffer crops(int count) {
        FloatBuffer values = ByteBuffer.allocateDirect(count * FLOATS * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < count * FLOATS; i++) {
            values.put(i, (float) Math.sin(i * 0.001));
        }
        return values;
    }
}
