package io.facequality.images;

import static io.facequality.images.internal.HandmadeFiles.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Image;
import io.facequality.ImagePyramid.Level;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.images.OpenCvImageDecoder.Orientation;
import io.facequality.images.internal.HandmadeFiles;
import io.facequality.images.internal.ImageHeader;
import io.facequality.images.internal.ImageHeaderTest;
import io.facequality.images.internal.PictureEncoder;
import io.facequality.images.internal.Pictures;
import io.facequality.testing.LargeJpeg;
import io.facequality.testing.SharedData;
import io.facequality.testing.Threads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenCvImageDecoderTest {

    private static final Image PICTURE = Pictures.synthetic(53, 37, 1);

    private final OpenCvImageDecoder decoder = OpenCvImageDecoder.create();

    private Rejection rejected(byte... bytes) {
        return Pictures.rejection(decoder.decode("picture", bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {".png", ".bmp", ".tif"})
    void readsBackLosslessFormatsUnchanged(String extension) {
        assertThat(decoder.decode("picture", encoded(PICTURE, extension)).orElseThrow()).isEqualTo(PICTURE);
    }

    @ParameterizedTest
    @CsvSource({"1, 53, 37, 0, 0", "3, 53, 37, 52, 36", "6, 37, 53, 36, 0", "8, 37, 53, 0, 52"})
    void turnsPictureUprightByCamerasOrientation(int orientation, int width, int height, int cornerX, int cornerY) {
        byte[] jpeg = HandmadeFiles.withExif(PictureEncoder.jpeg(PICTURE, 100), orientation);
        Image upright = decoder.decode("picture", jpeg).orElseThrow();
        assertThat(upright.width()).isEqualTo(width);
        assertThat(upright.height()).isEqualTo(height);
        int corner = (cornerY * width + cornerX) * 3;
        assertThat(upright.toRgb()[corner] & 0xFF).as("red of the stored picture's first pixel").isLessThan(20);
        assertThat(upright.toRgb()[corner + 1] & 0xFF).as("its green").isLessThan(20);
    }

    @Test
    void leavesCamerasOrientationAloneWhenAsked() {
        byte[] jpeg = PictureEncoder.jpeg(PICTURE, 100);
        OpenCvImageDecoder parity =
                OpenCvImageDecoder.builder().orientation(Orientation.AS_STORED).build();
        assertThat(parity.decode("picture", HandmadeFiles.withExif(jpeg, 6)).orElseThrow())
                .isEqualTo(parity.decode("picture", jpeg).orElseThrow());
    }

    @Test
    void readsJpegInPrintersColorsAsAdobeWritesIt() throws IOException {
        Image image =
                decoder.decode("picture", HandmadeFiles.cmykJpeg(16, 16, 200, 100, 50, 255)).orElseThrow();
        assertThat(image.toRgb()[0] & 0xFF).isBetween(197, 202);
        assertThat(image.toRgb()[1] & 0xFF).isBetween(97, 102);
        assertThat(image.toRgb()[2] & 0xFF).isBetween(47, 52);
    }

    @Test
    void keepsUpperEightOfSixteenBits() {
        assertThat(decoder.decode("grey", HandmadeFiles.png16(2, 1, 0x12FF, 0xFE00)).orElseThrow())
                .isEqualTo(Image.copyOf(2, 1, new byte[] {0x12, 0x12, 0x12, -2, -2, -2}));
        assertThat(decoder.decode("colour", HandmadeFiles.png16(1, 1, 0x12FF, 0x7F80, 0xFE00)).orElseThrow())
                .isEqualTo(Image.copyOf(1, 1, new byte[] {0x12, 0x7F, -2}));
    }

    @Test
    void ignoresColorProfileAndCommentsOfPng() {
        byte[] png = PictureEncoder.png(PICTURE);
        byte[] start = Arrays.copyOf(png, 33);
        byte[] rest = Arrays.copyOfRange(png, 33, png.length);
        byte[] profile = HandmadeFiles.pngChunk("iCCP", "junk\0\0no profile".getBytes(StandardCharsets.US_ASCII));
        byte[] withProfile = HandmadeFiles.joined(HandmadeFiles.joined(start, profile), rest);
        assertThat(decoder.decode("picture", withProfile).orElseThrow()).isEqualTo(PICTURE);
    }

    @Test
    void refusesHugePictureByItsHeader() {
        Rejection rejection = rejected(HandmadeFiles.pngOfSize(30_000, 30_000));
        assertThat(rejection.cause()).isEqualTo(Cause.TOO_LARGE);
        assertThat(rejection.message()).contains("30000 x 30000", "250000000", "limit on a picture's pixels");
    }

    @Test
    void letsTwoHundredMegapixelsOfPhonesIn() {
        byte[] png = HandmadeFiles.pngOfSize(16_384, 12_288);
        assertThat(ImageHeader.read("picture", png).orElseThrow().pixels()).isLessThan(250_000_000);
        OpenCvImageDecoder lower = OpenCvImageDecoder.builder().maximumPixels(201_326_591).build();
        assertThat(Pictures.rejection(lower.decode("picture", png)).cause()).isEqualTo(Cause.TOO_LARGE);
    }

    @Test
    void decodesReportedPhonePictureOfHundredAndEightMegapixels() {
        Image image = Pictures.photo(SharedData.path("cases", "files", "16-messages", "IMG_108MP.png"));
        assertThat(image.width()).isEqualTo(12_000);
        assertThat(image.height()).isEqualTo(9_000);
    }

    @Test
    void appliesItsLimitsToDecodedPicturesToo() {
        OpenCvImageDecoder small = OpenCvImageDecoder.builder()
                .maximumPixels(53 * 37 - 1)
                .maximumBytes(10_000)
                .build();
        assertThat(Pictures.rejection(small.decode("picture", PictureEncoder.png(PICTURE))).cause())
                .isEqualTo(Cause.TOO_LARGE);
        assertThat(Pictures.rejection(small.decode(new ImageSource.Decoded("picture", PICTURE))).cause())
                .isEqualTo(Cause.TOO_LARGE);
        assertThat(Pictures.rejection(small.decode("picture", new byte[10_001])).problem().remedy())
                .contains("limit on a picture's bytes");
        assertThat(Pictures.rejection(small.decode(ImageSource.of("picture", new byte[10_001]))).cause())
                .isEqualTo(Cause.TOO_LARGE);
        assertThat(Pictures.rejection(small.decode(ImageSource.of("picture", new byte[10_000]))).cause())
                .isEqualTo(Cause.NOT_A_PICTURE);
    }

    @Test
    void readsEndlessStreamNoFurtherThanTheLimit() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        OpenCvImageDecoder small = OpenCvImageDecoder.builder().maximumBytes(1_000).build();
        assertThat(Pictures.rejection(small.decode(ImageSource.encoded("endless", () -> endless))).cause())
                .isEqualTo(Cause.TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-5, 1", "1000000000, 1", "1, 0", "1, -1", "1, 2147483647"})
    void refusesLimitsOutOfRange(long pixels, int bytes) {
        assertThatThrownBy(() -> OpenCvImageDecoder.builder().maximumPixels(pixels).maximumBytes(bytes))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("found");
    }

    /** Whatever the format and the orientation, and with sizes that are no multiple of the reduction. */
    @ParameterizedTest
    @CsvSource({
        ".jpg, 1", ".jpg, 2", ".jpg, 3", ".jpg, 4", ".jpg, 5", ".jpg, 6", ".jpg, 7", ".jpg, 8",
        ".png, 1", ".webp, 1", ".bmp, 1", ".tif, 1"})
    void reducesPictureAndSaysWhereItLies(String extension, int orientation) {
        byte[] file = encoded(Pictures.gradient(813, 619), extension);
        ImageSource source =
                ImageSource.of("picture", orientation == 1 ? file : HandmadeFiles.withExif(file, orientation));
        Image whole = decoder.decode(source).orElseThrow();
        for (int reduction : new int[] {2, 4, 8}) {
            Level level = decoder.decode(source, reduction).orElseThrow();
            assertThat(level.width()).isEqualTo(whole.width());
            assertThat(level.height()).isEqualTo(whole.height());
            assertThat(level.reduction()).isEqualTo(reduction);
            assertThat(level.image().width()).isBetween(whole.width() / reduction, whole.width() / reduction + 1);
            Pictures.assertShows(level, whole);
        }
    }

    @Test
    void decodesWholePictureAtReductionOfOne() {
        ImageSource source = ImageSource.of("picture", PictureEncoder.jpeg(PICTURE, 90));
        assertThat(decoder.decode(source, 1)).isEqualTo(Outcome.ok(Level.of(decoder.decode(source).orElseThrow())));
    }

    @Test
    void reducesPixelsThatAreDecodedAlready() {
        Image whole = Pictures.gradient(813, 619);
        Level level = decoder.decode(new ImageSource.Decoded("picture", whole), 4).orElseThrow();
        assertThat(level.image().width()).isEqualTo(203);
        Pictures.assertShows(level, whole);
    }

    @Test
    void reducesStripThatIsThinnerThanTheReduction() {
        Level level = decoder.decode(new ImageSource.Decoded("picture", Pictures.synthetic(900, 3, 1)), 8).orElseThrow();
        assertThat(level.image().height()).isEqualTo(1);
        assertThat(level.height()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 3, 16, Integer.MIN_VALUE})
    void refusesReductionThatIsNone(int reduction) {
        assertThatThrownBy(() -> decoder.decode(ImageSource.of("picture", PictureEncoder.png(PICTURE)), reduction))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1, 2, 4 or 8");
    }

    /** 4 gigapixels are the most that a JPEG can have. */
    @Test
    void countsPixelsThatReducedJpegLeavesAgainstTheLimit() {
        byte[] jpeg = LargeJpeg.gray(20_000, 15_008);
        ImageSource source = ImageSource.of("picture", jpeg);
        assertThat(Pictures.rejection(decoder.decode(source)).cause()).isEqualTo(Cause.TOO_LARGE);
        Level level = decoder.decode(source, 8).orElseThrow();
        assertThat(level.image().width()).isEqualTo(2_500);
        assertThat(level.width()).isEqualTo(20_000);
        ImageSource progressive = ImageSource.of(
                "picture", HandmadeFiles.jpegOfSize(0xC2, 8, 20_000, 15_008, 1, 20_000 * 15_008 / 64));
        assertThat(Pictures.rejection(decoder.decode(progressive, 8)).cause()).isEqualTo(Cause.TOO_LARGE);
    }

    @Test
    void passesDecodedPixelsThrough() {
        assertThat(decoder.decode(new ImageSource.Decoded("picture", PICTURE)).orElseThrow()).isSameAs(PICTURE);
    }

    @Test
    void readsFileAndRejectsMissingOneAsUnreadable(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a name with \u00e9, 'quotes' and\na line.txt");
        Files.write(file, PictureEncoder.png(PICTURE));
        assertThat(decoder.decode(ImageSource.of(file)).orElseThrow()).isEqualTo(PICTURE);
        assertThat(Pictures.rejection(decoder.decode(ImageSource.of(folder.resolve("missing.jpg")))).cause())
                .isEqualTo(Cause.UNREADABLE);
        assertThat(Pictures.rejection(decoder.decode(ImageSource.of(folder))).cause()).isEqualTo(Cause.UNREADABLE);
    }

    @Test
    void closesStreamThatBreaksAndRejectsItAsUnreadable() {
        boolean[] closed = new boolean[1];
        InputStream breaking = new ByteArrayInputStream(new byte[0]) {
            @Override
            public byte[] readNBytes(int count) throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public void close() {
                closed[0] = true;
            }
        };
        Rejection rejection = Pictures.rejection(decoder.decode(ImageSource.encoded("broken", () -> breaking)));
        assertThat(rejection.cause()).isEqualTo(Cause.UNREADABLE);
        assertThat(rejection.message()).contains("the disk is gone");
        assertThat(closed).containsExactly(true);
    }

    @Test
    void rejectsDamagedDataAsCorrupt() {
        byte[] png = PictureEncoder.png(PICTURE);
        png[png.length / 2] ^= 0x55;
        assertThat(rejected(png).cause()).isEqualTo(Cause.CORRUPT);
    }

    @ParameterizedTest
    @ValueSource(strings = {".jpg", ".png", ".webp", ".bmp", ".tif"})
    void givesPictureOrRejectionForHostileFiles(String extension) {
        OpenCvImageDecoder careful = OpenCvImageDecoder.builder().maximumPixels(250_000).build();
        byte[] whole = encoded(PICTURE, extension);
        for (long seed = 0; seed < 400; seed++) {
            Outcome<Image> outcome = careful.decode("picture", ImageHeaderTest.mutated(whole, new Random(seed)));
            assertThat(outcome).as("%s, seed %d", extension, seed).isNotNull();
        }
    }

    @Test
    void decodesOnEightThreadsWhatOneThreadDecodes() throws Exception {
        byte[] jpeg = PictureEncoder.jpeg(PICTURE, 80);
        Image alone = decoder.decode("picture", jpeg).orElseThrow();
        assertThat(Threads.together(() -> decoder.decode("picture", jpeg).orElseThrow())).containsOnly(alone);
    }
}
