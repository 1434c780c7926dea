package io.facequality.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImagePyramid.Level;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every {@link ImageDecoder}: whatever the bytes are, the answer is an image or a rejection. */
public abstract class ImageDecoderContract {

    private static final int DAMAGED_FILES = 200;

    /** For the class of your tests. */
    protected ImageDecoderContract() {}

    /**
     * The decoder.
     *
     * @return any instance
     */
    protected abstract ImageDecoder decoder();

    /**
     * The bytes of a picture file.
     *
     * @return a file of a few kilobytes that the decoder can decode, in a format of your choice
     */
    protected abstract byte[] encoded();

    @Test
    void decodesPictureToItsPixels() {
        assertThat(decoder().decode(ImageSource.of("picture", encoded()))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void givesEightThreadsSameImage() throws Exception {
        ImageDecoder decoder = decoder();
        ImageSource source = ImageSource.of("picture", encoded());
        Outcome<Image> alone = decoder.decode(source);
        assertThat(SeveralThreads.together(() -> decoder.decode(source))).containsOnly(alone);
    }

    @Test
    void reducesPictureByWhatIsAskedFor() {
        ImageSource source = ImageSource.of("picture", encoded());
        Image whole = decoder().decode(source).orElseThrow();
        for (int reduction = 1; reduction <= decoder().largestReduction(); reduction *= 2) {
            Level level = decoder().decode(source, reduction).orElseThrow();
            assertThat(level.reduction()).isEqualTo(reduction);
            assertThat(level.width()).isEqualTo(whole.width());
            assertThat(level.height()).isEqualTo(whole.height());
        }
    }

    @Test
    void refusesToReduceMoreThanItCan() {
        ImageSource source = ImageSource.of("picture", encoded());
        int tooMuch = 2 * decoder().largestReduction();
        assertThatThrownBy(() -> decoder().decode(source, tooMuch)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void passesOnPixelsThatAreDecodedAlready() {
        Image image = Image.filledBy(5, 3, rgb -> Arrays.fill(rgb, (byte) 7));
        assertThat(decoder().decode(new ImageSource.Decoded("pixels", image))).isEqualTo(Outcome.ok(image));
    }

    @Test
    void rejectsBytesThatAreNoPicture() {
        assertRejected(ImageSource.of("empty", new byte[0]));
        assertRejected(ImageSource.of("text", "no picture".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void rejectsPictureThatCannotBeRead() {
        assertRejected(ImageSource.encoded("unreadable", () -> {
            throw new IOException("the disk fails");
        }));
    }

    /** The seed is fixed, so that a failure shows itself again. */
    @Test
    void neverThrowsForDamagedBytes() {
        Random random = new Random(1);
        byte[] whole = encoded();
        for (int i = 0; i < DAMAGED_FILES; i++) {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            for (int change = random.nextInt(4); change > 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            ImageSource source = ImageSource.of("damaged-" + i, damaged);
            assertThat(decoder().decode(source)).as(source.id()).isNotNull();
            assertThat(decoder().decode(source, decoder().largestReduction())).as(source.id()).isNotNull();
        }
    }

    private void assertRejected(ImageSource source) {
        assertThat(decoder().decode(source)).as(source.id()).isInstanceOf(Outcome.Rejected.class);
    }
}
