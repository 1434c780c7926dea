package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Image;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.OpenCvImageDecoder.Orientation;
import io.facequality.testing.SharedData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A camera's note of orientation counts once, in each format, as any integer type and in both byte orders. */
class ExifOrientationTest {

    private static final int TAG = 0x0112;
    /** Two columns and three rows of different grays. */
    private static final Image STORED = gray(2, 3, 10, 20, 30, 40, 50, 60);

    private final OpenCvImageDecoder decoder = OpenCvImageDecoder.create();

    private static Image gray(int width, int height, int... values) {
        byte[] rgb = new byte[3 * values.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) values[i / 3];
        }
        return Image.copyOf(width, height, rgb);
    }

    private static Image upright(int orientation) {
        return switch (orientation) {
            case 2 -> gray(2, 3, 20, 10, 40, 30, 60, 50);
            case 3 -> gray(2, 3, 60, 50, 40, 30, 20, 10);
            case 4 -> gray(2, 3, 50, 60, 30, 40, 10, 20);
            case 5 -> gray(3, 2, 10, 30, 50, 20, 40, 60);
            case 6 -> gray(3, 2, 50, 30, 10, 60, 40, 20);
            case 7 -> gray(3, 2, 60, 40, 20, 50, 30, 10);
            case 8 -> gray(3, 2, 20, 40, 60, 10, 30, 50);
            default -> STORED;
        };
    }

    private static byte[] exif(ByteOrder order, int type, int orientation) {
        return new HandmadeTiff(order).with(TAG, type, orientation).bytes();
    }

    private static byte[] png(byte... exif) {
        byte[] png = PictureEncoder.png(STORED);
        return insert(png, 33, HandmadeFiles.pngChunk("eXIf", exif));
    }

    private static byte[] insert(byte[] file, int at, byte... part) {
        return HandmadeFiles.joined(
                HandmadeFiles.joined(Arrays.copyOf(file, at), part), Arrays.copyOfRange(file, at, file.length));
    }

    static List<Integer> types() {
        return List.of(
                HandmadeTiff.BYTE,
                HandmadeTiff.SHORT,
                HandmadeTiff.LONG,
                HandmadeTiff.SIGNED_BYTE,
                HandmadeTiff.SIGNED_SHORT,
                HandmadeTiff.SIGNED_LONG);
    }

    @ParameterizedTest
    @MethodSource("types")
    void turnsPngForEachIntegerTypeByteOrderAndValue(int type) {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            for (int orientation = 0; orientation <= 9; orientation++) {
                assertThat(decoder.decode("picture", png(exif(order, type, orientation))).orElseThrow())
                        .as("%s, type %d, orientation %d", order, type, orientation)
                        .isEqualTo(upright(orientation));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void turnsTiffForEachIntegerType(int type) {
        for (int orientation = 1; orientation <= 8; orientation++) {
            byte[] tiff = HandmadeTiff.gray(2, 3, new byte[] {10, 20, 30, 40, 50, 60})
                    .with(TAG, type, orientation)
                    .bytes();
            assertThat(decoder.decode("picture", tiff).orElseThrow())
                    .as("type %d, orientation %d", type, orientation)
                    .isEqualTo(upright(orientation));
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void turnsJpegForEachIntegerType(int type) {
        byte[] jpeg = PictureEncoder.jpeg(Pictures.synthetic(53, 37, 1), 90);
        byte[] expected = decoder.decode("picture", HandmadeFiles.withExif(jpeg, 6)).orElseThrow().toRgb();
        byte[] content = HandmadeFiles.joined(
                "Exif\0\0".getBytes(StandardCharsets.US_ASCII), exif(ByteOrder.LITTLE_ENDIAN, type, 6));
        byte[] segment = ByteBuffer.allocate(content.length + 4)
                .putShort((short) 0xFFE1)
                .putShort((short) (content.length + 2))
                .put(content)
                .array();
        Image turned = decoder.decode("picture", insert(jpeg, 2, segment)).orElseThrow();
        assertThat(turned.width()).isEqualTo(37);
        assertThat(turned.toRgb()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Exif\0\0"})
    void turnsWebpWithAndWithoutPrefix(String prefix) {
        byte[] exif = HandmadeFiles.joined(
                prefix.getBytes(StandardCharsets.US_ASCII), exif(ByteOrder.BIG_ENDIAN, HandmadeTiff.LONG, 6));
        assertThat(decoder.decode("picture", webp(exif)).orElseThrow()).isEqualTo(upright(6));
    }

    /** A lossless picture in the extended container, with a note behind it. */
    private static byte[] webp(byte... exif) {
        byte[] simple = HandmadeFiles.encoded(STORED, ".webp", opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 101);
        int noteSize = exif.length + (exif.length & 1);
        ByteBuffer file = ByteBuffer.allocate(simple.length + 18 + 8 + noteSize).order(ByteOrder.LITTLE_ENDIAN);
        file.put(simple, 0, 4).putInt(file.capacity() - 8).put(simple, 8, 4);
        file.put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(8);
        file.put(new byte[] {1, 0, 0, 2, 0, 0});
        file.put(simple, 12, simple.length - 12);
        file.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif);
        return file.array();
    }

    @ParameterizedTest
    @EnumSource(Orientation.class)
    void leavesPictureWithMalformedNoteAsItIs(Orientation orientation) {
        OpenCvImageDecoder either = OpenCvImageDecoder.builder().orientation(orientation).build();
        byte[] whole = exif(ByteOrder.BIG_ENDIAN, HandmadeTiff.LONG, 1);
        List<byte[]> notes = new ArrayList<>();
        for (int length = 0; length < whole.length; length++) {
            notes.add(Arrays.copyOf(whole, length));
        }
        notes.add(new HandmadeTiff(ByteOrder.BIG_ENDIAN).with(TAG, 5, 6, 1).bytes());
        assertThat(notes).allSatisfy(note ->
                assertThat(either.decode("picture", png(note)).orElseThrow()).isEqualTo(STORED));
    }

    @Test
    void turnsReportedPhonePictureWithLongNote() {
        Image asLong = Pictures.photo(SharedData.path("cases", "files", "15-exif", "013_exif_long.jpg"));
        Image asShort = Pictures.photo(SharedData.path("cases", "files", "15-exif", "012_exif_mm.jpg"));
        assertThat(asLong).isEqualTo(asShort);
        assertThat(asLong.height()).isGreaterThan(asLong.width());
    }
}
