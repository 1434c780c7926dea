package io.facequality.onnx.internal.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.facequality.AlignedFace;
import io.facequality.onnx.diffusion.DiffusionOptions.NoiseSource;
import io.facequality.onnx.diffusion.DiffusionOptions.NoiseSource.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterNoiseTest {

    private static final int LENGTH = 100_000;
    private static final Place FIRST = new Place(0, false, 0);

    /** The known answers that the authors of Philox give for 4x32 with 10 rounds. */
    @ParameterizedTest
    @CsvSource({
        "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
        "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
    })
    void blocksAreScrambledAsPhiloxDoes(String counter, String key, String expected) {
        int[] block = words(counter);
        CounterNoise.scramble(block, words(key)[0], words(key)[1]);
        assertThat(block).containsExactly(words(expected));
    }

    private static int[] words(String hexadecimal) {
        return List.of(hexadecimal.split(" ")).stream().mapToInt(word -> Integer.parseUnsignedInt(word, 16)).toArray();
    }

    @Test
    void drawsNormalNumbers() {
        double[] moments = new double[5];
        float[] draw = draw(1, face(1), FIRST);
        for (float value : draw) {
            for (int power = 1; power < moments.length; power++) {
                moments[power] += Math.pow(value, power) / draw.length;
            }
        }
        // Four standard errors of each moment of as many normal numbers.
        double unit = 4 / Math.sqrt(draw.length);
        assertThat(moments[1]).isCloseTo(0, offset(unit));
        assertThat(moments[2]).isCloseTo(1, offset(unit * Math.sqrt(2)));
        assertThat(moments[3]).isCloseTo(0, offset(unit * Math.sqrt(15)));
        assertThat(moments[4]).isCloseTo(3, offset(unit * Math.sqrt(96)));
    }

    @Test
    void drawsOtherNoiseForEachPlaceFaceAndSeed() {
        List<float[]> draws = new ArrayList<>(List.of(
                draw(1, face(1), FIRST),
                draw(1, face(1), new Place(1, false, 0)),
                draw(1, face(1), new Place(0, true, 0)),
                draw(1, face(1), new Place(0, false, 1)),
                draw(2, face(1), FIRST),
                draw(1, face(2), FIRST)));
        for (int i = 0; i < draws.size(); i++) {
            for (int j = 0; j < i; j++) {
                double correlation = 0;
                for (int k = 0; k < LENGTH; k++) {
                    correlation += (double) draws.get(i)[k] * draws.get(j)[k] / LENGTH;
                }
                assertThat(correlation).as("%s and %s", i, j).isCloseTo(0, offset(4 / Math.sqrt(LENGTH)));
            }
        }
    }

    @Test
    void noiseDependsOnThePixelsAndNotOnWhatWasAskedBefore() {
        NoiseSource.FaceNoise noise = new CounterNoise(1).of(face(1));
        float[] other = new float[LENGTH];
        noise.draw(new Place(7, true, 3), other);
        float[] later = new float[LENGTH];
        noise.draw(FIRST, later);
        assertThat(later).isEqualTo(draw(1, face(1), FIRST));
        AlignedFace measured = AlignedFace.of(face(1).image(), 40);
        assertThat(draw(1, measured, FIRST)).isEqualTo(later);
    }

    @Test
    void negatesFirstOfPairInSecond() {
        NoiseSource.FaceNoise pairs = new CounterNoise(1).inPairs().of(face(1));
        float[] first = new float[LENGTH];
        float[] second = new float[LENGTH];
        pairs.draw(new Place(6, true, 2), first);
        pairs.draw(new Place(7, true, 2), second);
        assertThat(first).isEqualTo(draw(1, face(1), new Place(3, true, 2)));
        for (int i = 0; i < LENGTH; i++) {
            assertThat(second[i] + first[i]).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0", "0.975, 1.959963984540054", "0.8413447460685429, 1", "0.99865010196837, 3",
        "1e-10, -6.361340902404056", "1e-14, -7.650628092935"
    })
    void quantilesAreThoseOfTheTables(double share, double quantile) {
        assertThat(NormalQuantile.of(share)).isCloseTo(quantile, offset(1e-6));
    }

    private static float[] draw(long seed, AlignedFace face, Place place) {
        float[] draw = new float[LENGTH];
        new CounterNoise(seed).of(face).draw(place, draw);
        return draw;
    }

    private static AlignedFace face(int gray) {
        return Fakes.gray(gray);
    }
}
