package io.facequality.distill.internal.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Image;
import io.facequality.distill.Variation;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaceVariantsTest {

    private static final int SIZE = AlignedFace.SIZE;
    private static final int DRAWS = 300;

    @Test
    void givesSamePixelsForSameSeedOnly() {
        FaceVariants variants = new FaceVariants(Variation.usual());
        AlignedFace face = gradient();
        Set<AlignedFace> different = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            AlignedFace once = variants.of(face, FaceVariantsTest::dot, seed).face();
            assertThat(variants.of(face, FaceVariantsTest::dot, seed).face()).isEqualTo(once);
            different.add(once);
        }
        assertThat(different).hasSize(20);
    }

    @Test
    void changesNothingUnlessAsked() {
        AlignedFace face = gradient();
        FaceVariants variants = new FaceVariants(Variation.none());

        FaceVariants.Variant variant = variants.of(face, () -> fail("another face was asked for"), 5);

        assertThat(variant.face()).isEqualTo(face);
        assertThat(variant.mixed()).isFalse();
    }

    @Test
    void mirrorsAsOftenAsWanted() {
        FaceVariants variants = new FaceVariants(new Variation(0.25, 0, 0, 0, 0, 0, 0, 0));
        AlignedFace face = gradient();

        long mirrored = LongStream.range(0, DRAWS)
                .filter(seed -> brightness(variants.of(face, FaceVariantsTest::dot, seed).face(), 0, 50)
                        == brightness(face, SIZE - 1, 50))
                .count();

        assertThat(mirrored / (double) DRAWS).isEqualTo(0.25, within(0.1));
    }

    @Test
    void movesFaceNoFurtherThanAllowed() {
        FaceVariants variants = new FaceVariants(new Variation(0, 6, 0, 0, 0, 0, 0, 0));
        double farthest = 0;
        for (long seed = 0; seed < DRAWS; seed++) {
            double[] place = place(variants.of(dot(), FaceVariantsTest::dot, seed).face());
            double right = Math.abs(place[0] - 56);
            double down = Math.abs(place[1] - 56);
            assertThat(Math.max(right, down)).isLessThan(6.1);
            farthest = Math.max(farthest, right);
        }
        assertThat(farthest).isGreaterThan(5);
    }

    @Test
    void keepsMiddleWhenTurningAndScaling() {
        FaceVariants variants = new FaceVariants(new Variation(0, 0, 0.2, 30, 0, 0, 0, 0));
        for (long seed = 0; seed < 50; seed++) {
            double[] place = place(variants.of(dot(), FaceVariantsTest::dot, seed).face());
            assertThat(Math.hypot(place[0] - 55.5, place[1] - 55.5)).isLessThan(1.5);
        }
    }

    @Test
    void lightAndContrastStayInTheirRange() {
        FaceVariants variants = new FaceVariants(new Variation(0, 0, 0, 0, 20, 0.2, 0, 0));
        AlignedFace face = plain(200);
        double widest = 0;
        for (long seed = 0; seed < DRAWS; seed++) {
            double change = brightness(variants.of(face, FaceVariantsTest::dot, seed).face(), 3, 3) - 200;
            // 20 steps of light, and a fifth of the 72.5 between the gray and it.
            assertThat(Math.abs(change)).isLessThanOrEqualTo(35);
            widest = Math.max(widest, Math.abs(change));
        }
        assertThat(widest).isGreaterThan(25);
    }

    @Test
    void mixesTwoFacesAndSaysSo() {
        FaceVariants variants = new FaceVariants(new Variation(0, 0, 0, 0, 0, 0, 0, 1));
        for (long seed = 0; seed < 50; seed++) {
            FaceVariants.Variant variant = variants.of(plain(100), () -> plain(200), seed);
            assertThat(variant.mixed()).isTrue();
            assertThat(brightness(variant.face(), 9, 9)).isBetween(129, 171);
        }
    }

    @Test
    void degradedFacesDifferFromTheFaceByLittleOrMuch() {
        FaceVariants variants = new FaceVariants(new Variation(0, 0, 0, 0, 0, 0, 1, 0));
        AlignedFace face = gradient();
        double[] distances = LongStream.range(0, 60)
                .mapToDouble(seed -> distance(face, variants.of(face, FaceVariantsTest::dot, seed).face()))
                .sorted()
                .toArray();

        assertThat(distances[0]).isLessThan(4);
        assertThat(distances[distances.length - 1]).isGreaterThan(40);
    }

    @Test
    void namesAmountOutOfRange() {
        assertThatThrownBy(() -> new Variation(0, 0, 0, 0, 0, 0, 1.5, 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("variation.degraded: expected a share from 0 to 1, found 1.5");
        assertThatThrownBy(() -> new Variation(0, Double.NaN, 0, 0, 0, 0, 0, 0))
                .isInstanceOf(InvalidInputException.class);
    }

    private static double distance(AlignedFace a, AlignedFace b) {
        byte[] left = a.image().toRgb();
        byte[] right = b.image().toRgb();
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += Math.abs((left[i] & 0xFF) - (right[i] & 0xFF));
        }
        return sum / left.length;
    }

    private static int brightness(AlignedFace face, int x, int y) {
        return face.pixels().get((y * SIZE + x) * 3) & 0xFF;
    }

    /** The mean place of what is bright. */
    private static double[] place(AlignedFace face) {
        double sum = 0;
        double right = 0;
        double down = 0;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int value = brightness(face, x, y);
                sum += value;
                right += x * value;
                down += y * value;
            }
        }
        return new double[] {right / sum, down / sum};
    }

    private interface Shade {
        int at(int x, int y);
    }

    private static AlignedFace face(Shade shade) {
        byte[] rgb = new byte[SIZE * SIZE * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) shade.at(i / 3 % SIZE, i / 3 / SIZE);
        }
        return AlignedFace.of(Image.copyOf(SIZE, SIZE, rgb));
    }

    private static AlignedFace plain(int value) {
        return face((x, y) -> value);
    }

    private static AlignedFace gradient() {
        return face((x, y) -> 20 + 2 * x + (x * y) % 9);
    }

    private static AlignedFace dot() {
        return face((x, y) -> Math.abs(x - 56) <= 1 && Math.abs(y - 56) <= 1 ? 255 : 0);
    }
}
