package io.facequality.images.internal;

import static io.facequality.images.internal.HandmadeFiles.encoded;
import static io.facequality.images.internal.HandmadeFiles.joined;
import static io.facequality.images.internal.HandmadeFiles.withExif;
import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Image;
import io.facequality.Outcome.Rejection;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.images.internal.ImageHeader.Format;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ImageHeaderTest {

    private static final Image PICTURE = Pictures.synthetic(53, 37, 1);

    private static Rejection rejected(byte... bytes) {
        return Pictures.rejection(ImageHeader.read("picture", bytes));
    }

    private static void assertHeader(Format format, byte[] bytes) {
        ImageHeader header = ImageHeader.read("picture", bytes).orElseThrow();
        assertThat(header.format()).isEqualTo(format);
        assertThat(header.width()).isEqualTo(53);
        assertThat(header.height()).isEqualTo(37);
        assertThat(header.decodingBytes(1)).isBetween(bytes.length + 53 * 37 * 6L, 3L * bytes.length + 53 * 37 * 12L);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({".jpg, JPEG", ".png, PNG", ".webp, WEBP", ".bmp, BMP", ".tif, TIFF"})
    void readsFormatAndSizeFromContent(String extension, Format format) {
        assertHeader(format, encoded(PICTURE, extension));
    }

    @ParameterizedTest
    @ValueSource(strings = {".jpg", ".png", ".webp", ".bmp", ".tif"})
    void rejectsPictureCutAnywhereAndSaysThatItsEndIsMissing(String extension) {
        byte[] whole = encoded(PICTURE, extension);
        for (int length = 0; length < whole.length; length++) {
            Rejection rejection = rejected(Arrays.copyOf(whole, length));
            if (length >= 64) {
                assertThat(rejection.cause()).as("%d of %d bytes", length, whole.length).isEqualTo(Cause.TRUNCATED);
            }
        }
    }

    @Test
    void namesNoBytesEmpty() {
        assertThat(rejected().cause()).isEqualTo(Cause.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "hello world, text",
                "BMW is not a bitmap, text",
                "<!DOCTYPE html><p>404, HTML",
                "0000ftypisom, film",
                "%PDF-1.7, PDF",
                "Rar!, archive",
            })
    void namesOtherContentWithWhatToDo(String content, String name) {
        Rejection rejection = rejected(ascii(content));
        assertThat(rejection.cause()).isEqualTo(Cause.NOT_A_PICTURE);
        assertThat(rejection.problem().found()).contains(name);
        assertThat(rejection.problem().remedy()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "<svg xmlns='http://www.w3.org/2000/svg'/>, an SVG drawing",
                "GIF89a0000, a GIF picture",
                "0000ftypheic, a HEIC picture",
                "0000ftypavif, an AVIF picture",
                "\"0000ftypcrx \", a camera's raw file",
                "FUJIFILMCCD-RAW, a camera's raw file",
                "\"II*\0\u0010\0\0\0CR\u0002\0\", a camera's raw file",
                "8BPS, a Photoshop document",
            })
    void namesPictureThatIsNotReadWithWhatToDo(String content, String name) {
        Rejection rejection = rejected(ascii(content));
        assertThat(rejection.cause()).isEqualTo(Cause.UNSUPPORTED);
        assertThat(rejection.problem().found()).isEqualTo(name);
        assertThat(rejection.problem().remedy()).contains("onvert it");
    }

    @ParameterizedTest
    @CsvSource({
        "0xC0, 12, a JPEG of 12 bits per value",
        "0xC1, 12, a JPEG of 12 bits per value",
        "0xC3, 8, a lossless JPEG",
        "0xC5, 8, a hierarchical JPEG",
        "0xCB, 8, a lossless JPEG",
    })
    void namesJpegThatIsNotRead(String marker, int bits, String name) {
        Rejection rejection = rejected(HandmadeFiles.jpegOfSize(Integer.decode(marker), bits, 53, 37, 1, 1000));
        assertThat(rejection.cause()).isEqualTo(Cause.UNSUPPORTED);
        assertThat(rejection.problem().found()).isEqualTo(name);
    }

    @Test
    void refusesJpegFarTooSmallForItsSize() {
        int blocks = 3 * 1250 * 1250;
        assertThat(rejected(HandmadeFiles.jpegOfSize(0xC2, 8, 10_000, 10_000, 1, 0)).cause())
                .isEqualTo(Cause.TRUNCATED);
        assertThat(rejected(HandmadeFiles.jpegOfSize(0xC0, 8, 10_000, 10_000, 1, 0)).message())
                .contains("at least " + blocks / 8 + " bytes for 10000 x 10000 pixels");
        byte[] largeEnough = HandmadeFiles.jpegOfSize(0xC2, 8, 10_000, 10_000, 1, blocks / 8);
        assertThat(ImageHeader.read("picture", largeEnough).orElseThrow().width()).isEqualTo(10_000);
    }

    @Test
    void countsCoefficientsOfProgressiveJpeg() {
        long pixels = 1000 * 1000;
        assertThat(decodingBytes(0xC0)).isBetween(pixels * 6, pixels * 6 + 100_000);
        assertThat(decodingBytes(0xC2)).isBetween(pixels * 9, pixels * 9 + 100_000);
    }

    private static long decodingBytes(int marker) {
        byte[] jpeg = HandmadeFiles.jpegOfSize(marker, 8, 1000, 1000, 1, 50_000);
        return ImageHeader.read("picture", jpeg).orElseThrow().decodingBytes(1);
    }

    @Test
    void refusesMoreScansThanEncodersMake() {
        byte[] usual = HandmadeFiles.jpegOfSize(0xC2, 8, 53, 37, 100, 1000);
        assertThat(ImageHeader.read("picture", usual).orElseThrow().width()).isEqualTo(53);
        Rejection rejection = rejected(HandmadeFiles.jpegOfSize(0xC2, 8, 53, 37, 101, 1000));
        assertThat(rejection.cause()).isEqualTo(Cause.CORRUPT);
        assertThat(rejection.message()).contains("at most 100 scans");
    }

    @Test
    void refusesPngFarTooSmallForItsSize() {
        int least = 5_000 * (1 + 3 * 10_000) / 1032;
        assertThat(rejected(HandmadeFiles.pngOfSize(10_000, 5_000, least - 1)).cause()).isEqualTo(Cause.TRUNCATED);
        byte[] largeEnough = HandmadeFiles.pngOfSize(10_000, 5_000, least);
        assertThat(ImageHeader.read("picture", largeEnough).orElseThrow().height()).isEqualTo(5_000);
    }

    @Test
    void refusesLossyWebpFarTooSmallForItsSize() {
        byte[] webp = encoded(PICTURE, ".webp", opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 80);
        assertHeader(Format.WEBP, webp);
        webp[26] = (byte) 0xFF;
        webp[27] = 0x3F;
        webp[28] = (byte) 0xFF;
        webp[29] = 0x3F;
        assertThat(rejected(webp).cause()).isEqualTo(Cause.TRUNCATED);
    }

    @Test
    void refusesSizeBeyondAllCounting() {
        byte[] png = HandmadeFiles.pngOfSize(Integer.MAX_VALUE, Integer.MAX_VALUE, 10);
        assertThat(rejected(png).cause()).isEqualTo(Cause.TOO_LARGE);
    }

    @Test
    void namesFileOfZeroBytes() {
        assertThat(rejected(new byte[4096]).problem().found()).contains("zero bytes");
    }

    @Test
    void acceptsJpegWithThumbnailAndBytesBehindItsEnd() {
        byte[] jpeg = PictureEncoder.jpeg(PICTURE, 90);
        byte[] withThumbnail = withExif(jpeg, 6, PictureEncoder.jpeg(Pictures.synthetic(16, 16, 2), 50));
        assertHeader(Format.JPEG, withThumbnail);
        assertHeader(Format.JPEG, joined(withThumbnail, ascii("trailer")));
        byte[] withSecondThatIsCut = joined(jpeg, Arrays.copyOf(jpeg, 100));
        assertHeader(Format.JPEG, withSecondThatIsCut);
    }

    @Test
    void acceptsFillBytesBeforeMarkerOfJpeg() {
        byte[] jpeg = PictureEncoder.jpeg(PICTURE, 90);
        byte[] filled = joined(joined(Arrays.copyOf(jpeg, 2), (byte) 0xFF, (byte) 0xFF),
                Arrays.copyOfRange(jpeg, 2, jpeg.length));
        assertHeader(Format.JPEG, filled);
    }

    @Test
    void takesNoEndOfThumbnailForTheEndOfThePicture() {
        byte[] jpeg = withExif(PictureEncoder.jpeg(PICTURE, 90), 1, PictureEncoder.jpeg(PICTURE, 50));
        assertThat(rejected(Arrays.copyOf(jpeg, jpeg.length - 40)).cause()).isEqualTo(Cause.TRUNCATED);
    }

    @Test
    void rejectsSizesOfZeroAsCorrupt() {
        assertThat(rejected(HandmadeFiles.pngOfSize(0, 10)).cause()).isEqualTo(Cause.CORRUPT);
        assertThat(rejected(HandmadeFiles.pngOfSize(10, -1)).cause()).isEqualTo(Cause.CORRUPT);
    }

    @ParameterizedTest
    @ValueSource(strings = {".jpg", ".png", ".webp", ".bmp", ".tif"})
    void givesHeaderOrRejectionForMutatedFiles(String extension) {
        byte[] whole = encoded(PICTURE, extension);
        for (long seed = 0; seed < 20_000; seed++) {
            byte[] mutated = mutated(whole, new Random(seed));
            assertThat(ImageHeader.read("picture", mutated)).as("%s, seed %d", extension, seed).isNotNull();
        }
    }

    @Test
    void givesHeaderOrRejectionForRandomBytesBehindAnySignature() {
        byte[][] signatures = {
            {}, {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}, ascii("\u0089PNG\r\n\u001a\n"),
            ascii("RIFF\u0020\0\0\0WEBPVP8X"),
            ascii("BM"), ascii("II*\0\u0008\0\0\0"), ascii("MM\0+\0\u0008\0\0\0\0\0\0\0\0\0\u0010")
        };
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            byte[] bytes = joined(signatures[random.nextInt(signatures.length)], noise);
            assertThat(ImageHeader.read("picture", bytes)).as("seed %d", seed).isNotNull();
        }
    }

    /** Changes some bytes, most of them near the start, where the structure is, and may cut the end. */
    public static byte[] mutated(byte[] whole, Random random) {
        byte[] mutated = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        for (int i = random.nextInt(12); i > 0 && mutated.length > 0; i--) {
            int reach = random.nextBoolean() ? mutated.length : Math.min(64, mutated.length);
            int extreme = random.nextBoolean() ? 0xFF : 0;
            mutated[random.nextInt(reach)] = (byte) (random.nextBoolean() ? random.nextInt(256) : extreme);
        }
        return mutated;
    }
}
