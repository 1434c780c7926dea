package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Image;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.images.OpenCvImageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Of a camera's raw file the largest whole JPEG is read, whatever the format around it. */
class RawPictureTest {

    private static final int DNG_VERSION = 50706;
    private static final int ORIENTATION = 274;

    private final OpenCvImageDecoder decoder = OpenCvImageDecoder.create();

    private static byte[] jpeg(int width, int height) {
        return HandmadeFiles.encoded(Pictures.synthetic(width, height, 1), ".jpg");
    }

    private static HandmadeTiff dng() {
        return HandmadeTiff.gray(16, 16, new byte[256]).with(DNG_VERSION, HandmadeTiff.BYTE, 1, 4, 0, 0);
    }

    private static byte[] joined(byte[]... parts) {
        byte[] all = new byte[0];
        for (byte[] part : parts) {
            all = HandmadeFiles.joined(all, part);
        }
        return all;
    }

    private static byte[] start(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void takesTheLargestJpeg() {
        byte[] large = jpeg(120, 80);
        Image expected = decoder.decode("jpeg", large).orElseThrow();
        for (byte[] before : new byte[][] {
            dng().bytes(), start("FUJIFILMCCD-RAW 0201FF389501"), start("\0\0\0\u0018ftypcrx \0\0\0\1crx isom")
        }) {
            byte[] raw = joined(before, jpeg(16, 16), new byte[1000], large, jpeg(40, 30), new byte[77]);
            Image image = decoder.decode("raw", raw).orElseThrow();
            assertThat(image.pixels()).isEqualTo(expected.pixels());
            ImageHeader header = ImageHeader.read("raw", raw).orElseThrow();
            assertThat(header.width()).isEqualTo(120);
            assertThat(header.fileBytes()).isEqualTo(raw.length);
            assertThat(RawPicture.is(raw)).isTrue();
            assertThat(PictureDamage.of(raw)).isEmpty();
        }
    }

    @Test
    void passesOverAJpegWhoseEndIsMissing() {
        byte[] large = jpeg(120, 80);
        byte[] raw = joined(dng().bytes(), jpeg(40, 30), Arrays.copyOf(large, large.length / 2));
        assertThat(decoder.decode("raw", raw).orElseThrow().width()).isEqualTo(40);
    }

    @Test
    void rejectsARawFileWithoutAJpeg() {
        assertThat(Pictures.rejection(decoder.decode("raw", dng().bytes())).cause()).isEqualTo(Cause.UNSUPPORTED);
        assertThat(RawPicture.in(dng().bytes())).isEmpty();
    }

    @Test
    void turnsTheJpegAsItSaysOrElseAsTheRawFileSays() {
        byte[] large = jpeg(120, 80);
        byte[] turned = joined(dng().with(ORIENTATION, HandmadeTiff.SHORT, 6).bytes(), large);
        assertThat(decoder.decode("raw", turned).orElseThrow().height()).isEqualTo(120);
        byte[] ownNote = joined(
                dng().with(ORIENTATION, HandmadeTiff.SHORT, 6).bytes(), HandmadeFiles.withExif(large, 1));
        assertThat(decoder.decode("raw", ownNote).orElseThrow().height()).isEqualTo(80);
    }

    @Test
    void takesAJpegThatHoldsAnotherForWhatItIs() {
        byte[] jpeg = HandmadeFiles.withExif(jpeg(40, 30), 1, jpeg(120, 80));
        assertThat(RawPicture.is(jpeg)).isFalse();
        assertThat(decoder.decode("jpeg", jpeg).orElseThrow().width()).isEqualTo(40);
    }
}
