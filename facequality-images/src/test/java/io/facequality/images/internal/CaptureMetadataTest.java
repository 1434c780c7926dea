package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Image;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CaptureMetadataTest {

    private static final Image IMAGE = Image.filledBy(16, 16, rgb -> new Random(1).nextBytes(rgb));
    private static final CaptureMetadata NONE = new CaptureMetadata(Optional.empty(), Optional.empty());
    private static final CaptureMetadata NOTED = new CaptureMetadata(
            Optional.of(LocalDateTime.of(2019, 5, 4, 10, 11, 12)), Optional.of("Cam X"));

    @Test
    void readsDateAndCameraOfEveryFormatThatHoldsThem() {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            byte[] exif = exif(order, "Cam", "X", "2019:05:04 10:11:12");
            assertThat(CaptureMetadata.of(jpegWith(exif))).isEqualTo(NOTED);
            assertThat(CaptureMetadata.of(pngWith(exif))).isEqualTo(NOTED);
            assertThat(CaptureMetadata.of(webpWith(exif))).isEqualTo(NOTED);
            assertThat(CaptureMetadata.of(webpWith(HandmadeFiles.joined(ascii("Exif\0\0"), exif)))).isEqualTo(NOTED);
            assertThat(CaptureMetadata.of(exif)).as("a TIFF file").isEqualTo(NOTED);
        }
    }

    @Test
    void findsNothingWhereNothingIsNoted() {
        for (String extension : new String[] {".jpg", ".png", ".webp", ".bmp", ".tif"}) {
            assertThat(CaptureMetadata.of(HandmadeFiles.encoded(IMAGE, extension))).as(extension).isEqualTo(NONE);
        }
        byte[] jpeg = HandmadeFiles.encoded(IMAGE, ".jpg");
        assertThat(CaptureMetadata.of(HandmadeFiles.withExif(jpeg, 6))).isEqualTo(NONE);
        assertThat(CaptureMetadata.of(new byte[0])).isEqualTo(NONE);
        assertThat(CaptureMetadata.of(ascii("no picture at all"))).isEqualTo(NONE);
    }

    @Test
    void takesNoDateThatIsNone() {
        for (String date : new String[] {
            "0000:00:00 00:00:00", "    :  :     :  :  ", "2019:02:30 10:11:12", "2019-05-04 10:11:12", "yesterday", ""
        }) {
            assertThat(CaptureMetadata.of(jpegWith(exif(ByteOrder.BIG_ENDIAN, "Cam", "X", date))).taken())
                    .as(date)
                    .isEmpty();
        }
    }

    @Test
    void namesTheMakeOnce() {
        assertThat(camera("NIKON", "NIKON D90")).contains("NIKON D90");
        assertThat(camera("Canon", "")).contains("Canon");
        assertThat(camera("", "X100")).contains("X100");
        assertThat(camera(" ", "")).isEmpty();
    }

    @Test
    void givesOneLineOfPrintableCharactersWhateverIsNoted() {
        assertThat(camera("\u001b[31mCam\r\n", "X\tY")).contains("[31mCam XY");
        assertThat(camera("m".repeat(10_000), "x")).hasValueSatisfying(name -> assertThat(name).hasSize(66));
    }

    /** A directory that points to itself, fields beyond the file, counts of billions, and every cut. */
    @Property(tries = 2000)
    void throwsNothingForHostileBytes(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] exif = exif(ByteOrder.BIG_ENDIAN, "Cam", "X", "2019:05:04 10:11:12");
        byte[][] files = {exif, jpegWith(exif), pngWith(exif), webpWith(exif)};
        byte[] file = files[random.nextInt(files.length)];
        for (int i = random.nextInt(6); i >= 0; i--) {
            // The block stands near the start of each file.
            file[random.nextInt(Math.min(file.length, 200))] =
                    random.nextBoolean() ? (byte) random.nextInt(256) : (byte) (random.nextBoolean() ? 0xFF : 0);
        }
        byte[] cut = Arrays.copyOf(file, random.nextInt(file.length + 1));
        assertThat(CaptureMetadata.of(random.nextBoolean() ? cut : file)).isNotNull();
    }

    private static Optional<String> camera(String make, String model) {
        return CaptureMetadata.of(jpegWith(exif(ByteOrder.LITTLE_ENDIAN, make, model, ""))).camera();
    }

    /** Make and model in the first directory, the date in the EXIF directory behind it, as cameras write them. */
    private static byte[] exif(ByteOrder order, String make, String model, String date) {
        byte[] makeText = ascii(make + "\0");
        byte[] modelText = ascii(model + "\0");
        byte[] dateText = ascii(date + "\0");
        int exifDirectory = 8 + 2 + 3 * 12 + 4;
        int texts = exifDirectory + 2 + 12 + 4;
        ByteBuffer block = ByteBuffer.allocate(texts + makeText.length + modelText.length + dateText.length)
                .order(order)
                .put(ascii(order == ByteOrder.BIG_ENDIAN ? "MM" : "II"))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 3);
        putText(block, 0x010F, makeText, texts);
        putText(block, 0x0110, modelText, texts + makeText.length);
        block.putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(exifDirectory).putInt(0);
        block.putShort((short) 1);
        putText(block, 0x9003, dateText, texts + makeText.length + modelText.length);
        return block.putInt(0).put(makeText).put(modelText).put(dateText).array();
    }

    private static void putText(ByteBuffer block, int tag, byte[] text, int place) {
        block.putShort((short) tag).putShort((short) 2).putInt(text.length);
        if (text.length <= 4) {
            block.put(Arrays.copyOf(text, 4));
        } else {
            block.putInt(place);
        }
    }

    private static byte[] jpegWith(byte[] exif) {
        byte[] jpeg = HandmadeFiles.encoded(IMAGE, ".jpg");
        return ByteBuffer.allocate(jpeg.length + exif.length + 10)
                .put(jpeg, 0, 2)
                .putShort((short) 0xFFE1)
                .putShort((short) (exif.length + 8))
                .put(ascii("Exif\0\0"))
                .put(exif)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    private static byte[] pngWith(byte[] exif) {
        byte[] png = HandmadeFiles.encoded(IMAGE, ".png");
        int header = 8 + 12 + 13;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(png, 0, header);
        out.writeBytes(HandmadeFiles.pngChunk("eXIf", exif));
        out.write(png, header, png.length - header);
        return out.toByteArray();
    }

    private static byte[] webpWith(byte[] exif) {
        byte[] webp = HandmadeFiles.encoded(IMAGE, ".webp");
        ByteBuffer file = ByteBuffer.allocate(webp.length + 8 + exif.length + exif.length % 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(webp)
                .put(ascii("EXIF"))
                .putInt(exif.length)
                .put(exif);
        return file.putInt(4, file.capacity() - 8).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
