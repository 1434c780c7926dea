package io.facequality.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Image;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.internal.ImageHeader;
import io.facequality.images.internal.MorePictures;
import io.facequality.pipeline.PictureSearch;
import io.facequality.testing.Mutations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of formats that the built-in decoder does not read come through it all the same, by their content. */
class OtherPicturesTest {

    private static final OpenCvImageDecoder DECODER = OpenCvImageDecoder.create();

    @TempDir
    private Path folder;

    private static byte[] file(String name) {
        try (InputStream stream = OtherPicturesTest.class.getResourceAsStream("/pictures/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Image decoded(String name) {
        return DECODER.decode(name, file(name)).orElseThrow();
    }

    private static int level(Image image, int x, int y, int channel) {
        return image.pixels().get((y * image.width() + x) * 3 + channel) & 0xFF;
    }

    /** The mean difference of two pictures of one size. */
    private static double difference(Image one, Image other) {
        assertThat(other.width()).isEqualTo(one.width());
        assertThat(other.height()).isEqualTo(one.height());
        ByteBuffer some = one.pixels();
        ByteBuffer others = other.pixels();
        long sum = 0;
        for (int i = 0; i < some.limit(); i++) {
            sum += Math.abs((some.get(i) & 0xFF) - (others.get(i) & 0xFF));
        }
        return sum / (double) some.limit();
    }

    /** What the tiled pictures show. */
    private static Image tiles(Image source) {
        return Image.filledBy(120, 100, rgb -> {
            for (int y = 0; y < 100; y++) {
                for (int x = 0; x < 120; x++) {
                    for (int c = 0; c < 3; c++) {
                        rgb[(y * 120 + x) * 3 + c] = (byte) level(source, x, y < 64 ? y : y - 8, c);
                    }
                }
            }
        });
    }

    private static Image turnedLeft(Image image) {
        int width = image.height();
        return Image.filledBy(width, image.width(), rgb -> {
            for (int y = 0; y < image.width(); y++) {
                for (int x = 0; x < width; x++) {
                    for (int c = 0; c < 3; c++) {
                        rgb[(y * width + x) * 3 + c] = (byte) level(image, image.width() - 1 - y, x, c);
                    }
                }
            }
        });
    }

    @Test
    void decodesSinglePictures() {
        Image source = decoded("src.png");
        assertThat(difference(source, decoded("single.heic"))).isLessThan(6);
        assertThat(difference(source, decoded("ten.heic"))).isLessThan(6);
        assertThat(difference(source, decoded("pic.avif"))).isLessThan(6);
    }

    @Test
    void putsTilesTogether() {
        assertThat(difference(tiles(decoded("src.png")), decoded("tiled.heic"))).isLessThan(6);
    }

    @Test
    void turnsAsThePictureSays() {
        assertThat(difference(turnedLeft(tiles(decoded("src.png"))), decoded("tiled-turned.heic"))).isLessThan(6);
    }

    @Test
    void takesTheFirstPictureOfAGif() throws IOException {
        Path gif = folder.resolve("moving.gif");
        Clips.make("-f lavfi -i testsrc2=size=160x120:rate=5:duration=1 {}", gif);
        Path png = folder.resolve("first.png");
        Clips.make("-f lavfi -i testsrc2=size=160x120:rate=5:duration=1 -frames:v 1 {}", png);
        Image first = DECODER.decode("png", Files.readAllBytes(png)).orElseThrow();
        assertThat(difference(first, DECODER.decode("gif", Files.readAllBytes(gif)).orElseThrow())).isLessThan(12);
    }

    @Test
    void readsTheSizeWithoutDecoding() {
        ImageHeader header = ImageHeader.read("tiled", file("tiled.heic")).orElseThrow();
        assertThat(header.format()).isEqualTo(ImageHeader.Format.OTHER);
        assertThat(header.width()).isEqualTo(120);
        assertThat(header.height()).isEqualTo(100);
        assertThat(header.decodingBytes(1)).isGreaterThan(120 * 100 * 6L);
    }

    @Test
    void refusesAPictureAboveTheLimit() {
        OpenCvImageDecoder small = OpenCvImageDecoder.builder().maximumPixels(160 * 120 - 1).build();
        for (String name : new String[] {"single.heic", "pic.avif"}) {
            assertThat(cause(small.decode(name, file(name)))).isEqualTo(Cause.TOO_LARGE);
        }
    }

    private static Cause cause(Outcome<?> outcome) {
        return outcome.<Cause>match(
                value -> {
                    throw new AssertionError("not rejected");
                },
                rejection -> rejection.cause());
    }

    @Test
    void rejectsTruncatedPictures() {
        for (String name : new String[] {"single.heic", "tiled.heic", "pic.avif"}) {
            byte[] whole = file(name);
            for (int length : new int[] {32, 100, whole.length / 2, whole.length - 20}) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThat(DECODER.decode(name, part)).as("%s, %d bytes", name, length)
                        .isInstanceOf(Outcome.Rejected.class);
            }
        }
    }

    @Test
    void hostilePicturesGiveAPictureOrARejection() {
        long seed = 20;
        Random random = new Random(seed);
        for (String name : new String[] {"single.heic", "tiled-turned.heic", "ten.heic", "pic.avif"}) {
            for (int i = 0; i < 40; i++) {
                byte[] bytes = Mutations.of(file(name), random);
                Outcome<Image> outcome = DECODER.decode(name, bytes);
                assertThat(outcome).isNotNull();
            }
        }
    }

    @Test
    void findsThemByTheirContent() throws IOException {
        Files.write(folder.resolve("photo"), file("single.heic"));
        Files.write(folder.resolve("photo.avif"), file("pic.avif"));
        PictureSearch.Found found = PictureSearch.usual().below(folder);
        assertThat(found.pictures()).hasSize(2);
        assertThat(found.passedOver().unreadFormats()).isEmpty();
        assertThat(MorePictures.readerOf(file("single.heic"))).isPresent();
    }
}
