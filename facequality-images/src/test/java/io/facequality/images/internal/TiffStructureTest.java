package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Image;
import io.facequality.Outcome.Rejection;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.testing.SharedData;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFF files that are no attack and no picture, and those that are one of both. */
class TiffStructureTest {

    private static final byte[] PIXELS = new byte[16 * 16];

    private final OpenCvImageDecoder decoder = OpenCvImageDecoder.create();

    private Rejection rejected(HandmadeTiff tiff) {
        return Pictures.rejection(decoder.decode("picture.tif", tiff.bytes()));
    }

    @Test
    void decodesSmallPictureInUsualLargerTile() {
        byte[] tile = new byte[256 * 256];
        Arrays.fill(tile, (byte) 77);
        Image image =
                decoder.decode("picture", HandmadeTiff.tiled(20, 10, 256, 256, 1, tile).bytes()).orElseThrow();
        assertThat(image.width()).isEqualTo(20);
        assertThat(image.toRgb()).containsOnly(77);
    }

    @Test
    void decodesTilesThatShareTheirData() {
        byte[] tile = new byte[64 * 64];
        Image image = decoder.decode("picture", HandmadeTiff.tiled(128, 128, 64, 64, 4, tile).bytes()).orElseThrow();
        assertThat(image.toRgb()).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({"960, 16, 16, 4096000, 60", "16, 16, 16, 16777152, 1", "16, 16, 4096000, 16, 1", "16, 16, 0, 16, 1"})
    void refusesTilesFarLargerThanThePicture(int width, int height, int tileWidth, int tileHeight, int tiles) {
        Rejection rejection = rejected(HandmadeTiff.tiled(width, height, tileWidth, tileHeight, tiles, PIXELS));
        assertThat(rejection.cause()).isEqualTo(Cause.CORRUPT);
        assertThat(rejection.problem().found()).contains(tileWidth + " x " + tileHeight);
    }

    @Test
    void refusesTilesThatSumUpToFarMoreThanTheFile() {
        byte[] data = new byte[100_000];
        assertThat(rejected(HandmadeTiff.tiled(1600, 16, 16, 16, 100, data)).problem().found()).contains("10000000 bytes together");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 4_096_000, -1})
    void takesMoreRowsPerStripThanThePictureHasForAllOfThem(int rows) {
        byte[] pixels = new byte[16 * 16];
        pixels[255] = 99;
        HandmadeTiff tiff = HandmadeTiff.gray(16, 16, pixels).with(278, HandmadeTiff.LONG, rows);
        assertThat(ImageHeader.read("picture", tiff.bytes()).orElseThrow().decodingBytes(1)).isLessThan(10_000);
        assertThat(decoder.decode("picture", tiff.bytes()).orElseThrow().toRgb()).endsWith(99, 99, 99);
    }

    @ParameterizedTest
    @CsvSource({"32803", "34892"})
    void tellsRawFileByTheColorsOfItsSensor(int colors) {
        assertRaw(HandmadeTiff.gray(16, 16, PIXELS).with(262, HandmadeTiff.SHORT, colors));
    }

    @Test
    void tellsRawFileByItsReducedFirstPicture() {
        assertRaw(HandmadeTiff.gray(16, 16, PIXELS)
                .with(254, HandmadeTiff.LONG, 1)
                .with(330, HandmadeTiff.LONG, 8));
    }

    @Test
    void tellsRawFileByItsVersionOrItsCompression() {
        assertRaw(HandmadeTiff.gray(16, 16, PIXELS).with(50706, HandmadeTiff.BYTE, 1, 4, 0, 0));
        assertRaw(HandmadeTiff.gray(16, 16, PIXELS).with(259, HandmadeTiff.SHORT, 34713));
    }

    @Test
    void tellsRawFileByASubdirectoryOfSensorData() {
        HandmadeTiff preview = HandmadeTiff.gray(16, 16, PIXELS).with(330, HandmadeTiff.LONG, 0);
        preview.bytes();
        // Its subdirectory, with nothing but the sensor's colors, lies behind the pixels.
        int subdirectory = preview.dataAt() + PIXELS.length;
        byte[] start = preview.with(330, HandmadeTiff.LONG, subdirectory).bytes();
        byte[] field = {1, 0, 0x06, 0x01, 3, 0, 1, 0, 0, 0, 0x23, (byte) 0x80, 0, 0, 0, 0, 0, 0};
        Rejection rejection = Pictures.rejection(decoder.decode("raw", HandmadeFiles.joined(start, field)));
        assertThat(rejection.message()).contains("a camera's raw file");
    }

    @Test
    void decodesPictureThatOnlyHasReducedCopiesBesideIt() {
        HandmadeTiff pyramid = HandmadeTiff.gray(16, 16, PIXELS).with(330, HandmadeTiff.LONG, 8);
        assertThat(decoder.decode("picture", pyramid.bytes()).orElseThrow().width()).isEqualTo(16);
    }

    private void assertRaw(HandmadeTiff tiff) {
        Rejection rejection = rejected(tiff);
        assertThat(rejection.cause()).isEqualTo(Cause.UNSUPPORTED);
        assertThat(rejection.message()).contains("a camera's raw file", "Convert it to JPEG or PNG first.");
    }

    @ParameterizedTest
    @CsvSource({
        "259, 50000, compressed by zstd",
        "259, 50001, compressed by WebP",
        "259, 34712, compressed by JPEG 2000",
        "259, 60123, compressed by the unknown method 60123",
        "258, 12, of 12-bit numbers",
        "258, 32, of 32-bit numbers",
        "339, 3, of 8-bit floats",
        "339, 6, of complex numbers",
        "277, 200, of 200 values per pixel",
        "262, 9, of ICC L*a*b* colors",
    })
    void namesKindThatIsNotRead(int tag, int value, String name) {
        Rejection rejection = rejected(HandmadeTiff.gray(16, 16, PIXELS).with(tag, HandmadeTiff.SHORT, value));
        assertThat(rejection.cause()).isEqualTo(Cause.UNSUPPORTED);
        assertThat(rejection.message()).contains("a TIFF " + name, "Convert it to JPEG or PNG first.");
    }

    @ParameterizedTest
    @CsvSource({
        "choice/04-raw/DSC_0001.NEF, UNSUPPORTED, a camera's raw file",
        "files/16-messages/028_zstd.tif, UNSUPPORTED, compressed by zstd",
        "files/16-messages/float.tif, UNSUPPORTED, 32-bit floats",
        "hostile/tiff-huge-tiles.tif, CORRUPT, tiles of 16 x 4096000",
        "hostile/tiff-one-tile-1gb.tif, CORRUPT, tiles of 16 x 16777152",
        "hostile/jpeg-empty-scans.jpg, CORRUPT, scans",
    })
    void givesReportedFilesTheRightCause(String file, Cause cause, String found) {
        Rejection rejection = Pictures.rejection(decoder.decode(file, Pictures.bytes(SharedData.path("cases", file))));
        assertThat(rejection.cause()).isEqualTo(cause);
        assertThat(rejection.message()).contains(found);
    }
}
