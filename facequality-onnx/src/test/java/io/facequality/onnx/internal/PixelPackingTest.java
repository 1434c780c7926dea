package io.facequality.onnx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.facequality.AlignedFace;
import io.facequality.onnx.FacesAndModels;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PixelPackingTest {

    private static final int PIXELS = AlignedFace.SIZE * AlignedFace.SIZE;

    /** Each step in double precision and rounded to single gives what single-precision arithmetic gives. */
    @Test
    void roundsPublishedNormalizationAfterEachStep() {
        float[] table = PixelPacking.table(ModelContract.ediffiqa());
        for (int p = 0; p < 256; p++) {
            float scaled = (float) (p / 255.0);
            float shifted = (float) (scaled - 0.5);
            assertThat(table[p]).isEqualTo((float) (shifted / 0.5));
        }
        assertThat(table[0]).isEqualTo(-1);
        assertThat(table[255]).isEqualTo(1);
    }

    @Test
    void appliesMeanAndDeviationOfAnyContract() {
        float[] table = PixelPacking.table(new ModelContract(ChannelOrder.RGB, 104, 58));
        for (int p = 0; p < 256; p++) {
            assertThat(table[p]).isCloseTo((float) ((p - 104) / 58.0), offset(1e-6f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesEveryPixelIntoItsPlaneOnly(ChannelOrder order) {
        ModelContract contract = ModelContract.ediffiqa().withChannelOrder(order);
        float[] table = PixelPacking.table(contract);
        FloatBuffer input = ByteBuffer.allocateDirect(3 * PixelPacking.FLOATS * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        AlignedFace face = FacesAndModels.noise(1, 7).get(0);

        new PixelPacking(contract).pack(face, input, PixelPacking.FLOATS, new PixelPacking.Scratch());

        ByteBuffer rgb = face.pixels();
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            for (int channel = 0; channel < 3; channel++) {
                int plane = order == ChannelOrder.RGB ? channel : 2 - channel;
                float packed = input.get(PixelPacking.FLOATS + plane * PIXELS + pixel);
                assertThat(packed).isEqualTo(table[rgb.get(3 * pixel + channel) & 0xFF]);
            }
        }
        assertThat(input.slice(0, PixelPacking.FLOATS).mismatch(FloatBuffer.allocate(PixelPacking.FLOATS)))
                .isEqualTo(-1);
        assertThat(input.slice(2 * PixelPacking.FLOATS, PixelPacking.FLOATS)
                        .mismatch(FloatBuffer.allocate(PixelPacking.FLOATS)))
                .isEqualTo(-1);
        assertThat(input.position()).isZero();
    }
}
