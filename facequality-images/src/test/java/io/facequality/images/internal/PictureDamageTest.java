package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.testing.LargeJpeg;
import io.facequality.testing.SharedData;
import io.facequality.testing.Threads;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureDamageTest {

    private static final Image PICTURE = Pictures.synthetic(229, 163, 1);
    private static final int SEEDS = 60;
    private static final int LZW = 5;
    private static final int DEFLATE = 8;
    private static final int PACK_BITS = 32773;

    private static Optional<String> damage(byte... bytes) {
        return PictureDamage.of(ImageSource.of("picture", bytes));
    }

    /** The kinds of JPEGs that encoders make. */
    private enum Kind {
        BASELINE,
        OPTIMIZED(opencv_imgcodecs.IMWRITE_JPEG_OPTIMIZE, 1),
        RESTARTS(opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 3),
        PROGRESSIVE(opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1),
        PROGRESSIVE_RESTARTS(
                opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1, opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 5),
        FULL_COLOR(
                opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR, opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444),
        HALF_HEIGHT(
                opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR, opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_440);

        private final int[] settings;

        Kind(int... settings) {
            this.settings = settings;
        }

        byte[] encode(Image picture) {
            return HandmadeFiles.encoded(picture, ".jpg", settings);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void findsNothingInWholeJpeg(Kind kind) {
        for (int side = 1; side <= 40; side++) {
            assertThat(damage(kind.encode(Pictures.synthetic(side, 41 - side, side)))).as("side %d", side).isEmpty();
        }
        assertThat(damage(kind.encode(PICTURE))).isEmpty();
    }

    @Test
    void findsNothingInWholeJpegOfOneOrFourColors() throws IOException {
        assertThat(damage(HandmadeFiles.cmykJpeg(50, 30, 200, 100, 50, 255))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void findsZeroedBytesInJpeg(Kind kind) {
        byte[] whole = kind.encode(PICTURE);
        int found = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] damaged = whole.clone();
            int at = whole.length / 4 + new Random(seed).nextInt(whole.length / 2);
            Arrays.fill(damaged, at, at + 200, (byte) 0);
            found += damage(damaged).isPresent() ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(SEEDS * 4 / 5);
    }

    @Test
    void findsDamageThatReducedDecodingPassesOver() {
        byte[] damaged = LargeJpeg.gray(4000, 3008);
        Arrays.fill(damaged, damaged.length / 2, damaged.length / 2 + 500, (byte) 0);
        ImageSource picture = ImageSource.of("picture", damaged);
        assertThat(OpenCvImageDecoder.create().decode(picture, 8)).isInstanceOf(Outcome.Ok.class);
        assertThat(PictureDamage.of(picture)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void findsJpegWhoseLastThirdIsMissing(Kind kind) {
        byte[] whole = kind.encode(PICTURE);
        byte[] cut = Arrays.copyOf(whole, whole.length * 2 / 3);
        assertThat(damage(cut)).as("without an end").isPresent();
        assertThat(damage(HandmadeFiles.joined(cut, (byte) 0xFF, (byte) 0xD9))).as("with an end").isPresent();
        byte[] zeroed = Arrays.copyOf(cut, whole.length);
        zeroed[zeroed.length - 2] = (byte) 0xFF;
        zeroed[zeroed.length - 1] = (byte) 0xD9;
        assertThat(damage(zeroed)).as("zeros instead").isPresent();
    }

    @Test
    void findsRestartMarkersOutOfOrder() {
        byte[] jpeg = Kind.RESTARTS.encode(PICTURE);
        for (int at = jpeg.length / 2; ; at++) {
            if (jpeg[at] == (byte) 0xFF && (jpeg[at + 1] & 0xF8) == 0xD0) {
                jpeg[at + 1] ^= 4;
                break;
            }
        }
        assertThat(damage(jpeg)).contains("its restart markers are out of order");
    }

    @Test
    void findsProgressiveJpegWhoseLastScansAreMissing() {
        byte[] jpeg = Kind.PROGRESSIVE.encode(PICTURE);
        int lastScan = jpeg.length;
        do {
            lastScan--;
        } while (jpeg[lastScan] != (byte) 0xFF || jpeg[lastScan + 1] != (byte) 0xDA);
        byte[] cut = HandmadeFiles.joined(Arrays.copyOf(jpeg, lastScan), (byte) 0xFF, (byte) 0xD9);
        assertThat(damage(cut)).contains("a part of its data is missing");
    }

    @Test
    void findsDamagedPng() {
        byte[] png = PictureEncoder.png(PICTURE);
        assertThat(damage(png)).isEmpty();
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] damaged = png.clone();
            damaged[33 + new Random(seed).nextInt(png.length - 45)] ^= 0x10;
            assertThat(damage(damaged)).as("seed %d", seed).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {LZW, DEFLATE, PACK_BITS, 1})
    void findsNothingInWholeTiff(int compression) {
        for (int side = 1; side <= 60; side++) {
            for (int rows : new int[] {1, 7, 1000}) {
                assertThat(damage(tiff(Pictures.synthetic(side, 61 - side, side), compression, rows))).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {LZW, DEFLATE})
    void findsZeroedBytesInTiffThatDecodesAllTheSame(int compression) {
        byte[] whole = tiff(PICTURE, compression, 1000);
        Arrays.fill(whole, whole.length / 3, whole.length / 3 + 300, (byte) 0);
        assertThat(OpenCvImageDecoder.create().decode("picture", whole).orElseThrow()).isNotEqualTo(PICTURE);
        assertThat(damage(whole)).contains("a part of its data is damaged");
    }

    private static byte[] tiff(Image picture, int compression, int rows) {
        return HandmadeFiles.encoded(
                picture,
                ".tif",
                opencv_imgcodecs.IMWRITE_TIFF_COMPRESSION, compression,
                opencv_imgcodecs.IMWRITE_TIFF_ROWSPERSTRIP, rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {".webp", ".bmp", ".tif"})
    void findsNothingInOtherFormatsUnlessTheyEndEarly(String extension) {
        byte[] whole = HandmadeFiles.encoded(PICTURE, extension);
        assertThat(damage(whole)).isEmpty();
        assertThat(damage(Arrays.copyOf(whole, whole.length * 2 / 3))).isPresent();
    }

    @Test
    void describesPictureThatCannotBeRead() {
        assertThat(PictureDamage.of(ImageSource.encoded("gone", () -> {
                    throw new IOException("the disk is gone");
                })))
                .contains("it cannot be read");
        assertThat(PictureDamage.of(new ImageSource.Decoded("decoded", PICTURE))).isEmpty();
    }

    @Test
    void tellsReportedBitRotFromItsWholeCopy() {
        assertThat(damage(Pictures.bytes(SharedData.path("cases", "choice", "05-damaged", "a_bitrot.jpg"))))
                .contains("its data ends early");
        assertThat(damage(Pictures.bytes(SharedData.path("cases", "choice", "05-damaged", "b_good.jpg")))).isEmpty();
    }

    @Test
    void saysTheSameOnEightThreads() throws Exception {
        byte[] cut = Kind.PROGRESSIVE.encode(PICTURE);
        Arrays.fill(cut, cut.length / 2, cut.length - 2, (byte) 0);
        Optional<String> alone = damage(cut);
        assertThat(Threads.together(() -> damage(cut))).containsOnly(alone);
    }
}
