package io.facequality.opencv;

import static io.facequality.opencv.HandmadeFiles.encoded;
import static io.facequality.opencv.HandmadeFiles.joined;
import static io.facequality.opencv.HandmadeFiles.withExif;
import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.FaceImage;
import io.facequality.Rejection;
import io.facequality.Rejection.Cause;
import io.facequality.opencv.ImageHeader.Format;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {

    private static final FaceImage PICTURE = Pictures.synthetic(53, 37, 1);

    private static Rejection rejected(byte... bytes) {
        return Pictures.rejection(ImageHeader.read("picture", bytes));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({".jpg, JPEG", ".png, PNG", ".webp, WEBP", ".bmp, BMP", ".tif, TIFF"})
    void theFormatAndTheSizeAreReadFromTheContent(String extension, Format format) {
        assertThat(ImageHeader.read("picture", encoded(PICTURE, extension)).orElseThrow())
                .isEqualTo(new ImageHeader(format, 53, 37));
    }

    @ParameterizedTest
    @ValueSource(strings = {".jpg", ".png", ".webp", ".bmp", ".tif"})
    void aPictureCutAnywhereIsRejectedAndFromItsSizeOnSaysThatItsEndIsMissing(String extension) {
        byte[] whole = encoded(PICTURE, extension);
        for (int length = 0; length < whole.length; length++) {
            Rejection rejection = rejected(Arrays.copyOf(whole, length));
            if (length >= 64) {
                assertThat(rejection.cause()).as("%d of %d bytes", length, whole.length).isEqualTo(Cause.TRUNCATED);
            }
        }
    }

    @Test
    void noBytesAreEmpty() {
        assertThat(rejected().cause()).isEqualTo(Cause.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "hello world, text",
                "BMW is not a bitmap, text",
                "<!DOCTYPE html><p>404, HTML",
                "<svg xmlns='http://www.w3.org/2000/svg'/>, SVG",
                "GIF89a0000, GIF",
                "0000ftypheic, HEIC",
                "0000ftypavif, AVIF",
                "0000ftypisom, film",
                "%PDF-1.7, PDF",
                "Rar!, archive",
            })
    void otherContentIsNamedWithWhatToDo(String content, String name) {
        Rejection rejection = rejected(ascii(content));
        assertThat(rejection.cause()).isEqualTo(Cause.NOT_A_PICTURE);
        assertThat(rejection.problem().found()).contains(name);
        assertThat(rejection.problem().remedy()).isNotBlank();
    }

    @Test
    void zeroBytesAreNamed() {
        assertThat(rejected(new byte[4096]).problem().found()).contains("zero bytes");
    }

    @Test
    void aJpegMayCarryAThumbnailAndBytesBehindItsEnd() {
        byte[] jpeg = PictureEncoder.jpeg(PICTURE, 90);
        byte[] withThumbnail = withExif(jpeg, 6, PictureEncoder.jpeg(Pictures.synthetic(16, 16, 2), 50));
        ImageHeader expected = new ImageHeader(Format.JPEG, 53, 37);
        assertThat(ImageHeader.read("picture", withThumbnail).orElseThrow()).isEqualTo(expected);
        assertThat(ImageHeader.read("picture", joined(withThumbnail, ascii("trailer"))).orElseThrow())
                .isEqualTo(expected);
        assertThat(ImageHeader.read("picture", joined(jpeg, Arrays.copyOf(jpeg, 100))).orElseThrow())
                .as("the second picture of several is cut")
                .isEqualTo(expected);
    }

    @Test
    void aJpegMayHaveFillBytesBeforeAMarker() {
        byte[] jpeg = PictureEncoder.jpeg(PICTURE, 90);
        byte[] filled = joined(joined(Arrays.copyOf(jpeg, 2), (byte) 0xFF, (byte) 0xFF),
                Arrays.copyOfRange(jpeg, 2, jpeg.length));
        assertThat(ImageHeader.read("picture", filled).orElseThrow()).isEqualTo(new ImageHeader(Format.JPEG, 53, 37));
    }

    @Test
    void theEndOfAThumbnailIsNotTheEndOfThePicture() {
        byte[] jpeg = withExif(PictureEncoder.jpeg(PICTURE, 90), 1, PictureEncoder.jpeg(PICTURE, 50));
        assertThat(rejected(Arrays.copyOf(jpeg, jpeg.length - 40)).cause()).isEqualTo(Cause.TRUNCATED);
    }

    @Test
    void sizesOfZeroAreCorrupt() {
        assertThat(rejected(HandmadeFiles.pngOfSize(0, 10)).cause()).isEqualTo(Cause.CORRUPT);
        assertThat(rejected(HandmadeFiles.pngOfSize(10, -1)).cause()).isEqualTo(Cause.CORRUPT);
    }

    @ParameterizedTest
    @ValueSource(strings = {".jpg", ".png", ".webp", ".bmp", ".tif"})
    void mutatedFilesGiveAHeaderOrARejection(String extension) {
        byte[] whole = encoded(PICTURE, extension);
        for (long seed = 0; seed < 20_000; seed++) {
            byte[] mutated = mutated(whole, new Random(seed));
            assertThat(ImageHeader.read("picture", mutated)).as("%s, seed %d", extension, seed).isNotNull();
        }
    }

    @Test
    void randomBytesBehindAnySignatureGiveAHeaderOrARejection() {
        byte[][] signatures = {
            {}, {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}, ascii("\u0089PNG\r\n\u001a\n"), ascii("RIFF\u0020\0\0\0WEBPVP8X"),
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
    static byte[] mutated(byte[] whole, Random random) {
        byte[] mutated = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        for (int i = random.nextInt(12); i > 0 && mutated.length > 0; i--) {
            int reach = random.nextBoolean() ? mutated.length : Math.min(64, mutated.length);
            int extreme = random.nextBoolean() ? 0xFF : 0;
            mutated[random.nextInt(reach)] = (byte) (random.nextBoolean() ? random.nextInt(256) : extreme);
        }
        return mutated;
    }
}
