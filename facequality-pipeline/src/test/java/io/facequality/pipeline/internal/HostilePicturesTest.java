package io.facequality.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Image;
import io.facequality.Keep;
import io.facequality.Outcome.Rejection;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.plan.SelectionPlan;
import io.facequality.testing.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that cannot be used, among pictures that can: each is named with its cause, and the rest is finished. */
class HostilePicturesTest {

    @TempDir
    private Path folder;

    @Test
    void rejectsTruncatedJpegAndFinishesTheRest() {
        byte[] whole = TestPictures.jpeg(1);
        assertRejected("cut.jpg", Arrays.copyOf(whole, whole.length / 2), Rejection.Cause.TRUNCATED);
    }

    @Test
    void rejectsEmptyFileAndFinishesTheRest() {
        assertRejected("empty.jpg", new byte[0], Rejection.Cause.EMPTY);
    }

    @Test
    void rejectsTextFileNamedJpgAndFinishesTheRest() {
        byte[] text = "Dear diary, this is no picture.".getBytes(StandardCharsets.UTF_8);
        assertRejected("diary.jpg", text, Rejection.Cause.NOT_A_PICTURE);
    }

    @Test
    void refusesPngOfThirtyThousandSquaredBeforeItIsDecoded() throws IOException {
        assertRejected("bomb.png", hugePng(30_000, 30_000), Rejection.Cause.TOO_LARGE);
    }

    @Test
    void takesCamerasRawFileAndTheJpegBesideItAsOnePicture() throws IOException {
        for (String name : List.of("DSC_0001.JPG", "DSC_0001.NEF")) {
            byte[] bytes = Files.readAllBytes(SharedData.path("cases", "choice", "04-raw", name));
            TestPictures.write(folder.resolve("person").resolve(name), bytes);
        }
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            SelectionPlan plan = pipeline.select(folder, Keep.best(1));
            assertThat(plan.groups().get(0).faces()).singleElement().satisfies(face ->
                    assertThat(face.picture()).isEqualTo("person/DSC_0001.JPG"));
            assertThat(plan.rejected()).isEmpty();
        }
    }

    @Test
    void rejectsFileAboveTheByteLimitAndFinishesTheRest() {
        byte[] large = Arrays.copyOf(TestPictures.jpeg(1), 300_000);
        TestPictures.people(folder, 1, 3);
        TestPictures.write(folder.resolve("person-0/large.jpg"), large);
        assertRejectedOnly("person-0/large.jpg", Rejection.Cause.TOO_LARGE,
                TestPictures.pipeline().limits(FacePipeline.Limits.usual().withFileBytes(200_000)));
    }

    @Test
    void rejectsPictureThatDoesNotFitIntoMemoryAndFinishesTheRest() {
        TestPictures.people(folder, 1, 4);
        FacePipeline.Builder builder = TestPictures.pipeline().decoder(source -> {
            if (source.id().endsWith("picture-3.png")) {
                throw new OutOfMemoryError("Java heap space");
            }
            return OpenCvImageDecoder.create().decode(source);
        });
        assertRejectedOnly("person-0/picture-3.png", Rejection.Cause.TOO_LARGE, builder);
    }

    @Test
    void rejectsPictureWithoutFaceWhenFacesAreLookedFor() {
        TestPictures.write(folder.resolve("person/noise.png"), TestPictures.png(1));
        try (FacePipeline pipeline = FacePipeline.builder().build()) {
            SelectionPlan plan = pipeline.select(folder, Keep.best(1));
            assertThat(plan.groups()).isEmpty();
            assertThat(plan.rejected()).singleElement().satisfies(rejected -> {
                assertThat(rejected.cause()).isEqualTo(Rejection.Cause.NO_FACE);
                assertThat(rejected.message()).contains("person/noise.png").contains("112 x 112");
            });
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void readsEachPictureOnceWhereLinkLeadsBack() throws IOException {
        TestPictures.people(folder, 1, 3);
        Files.createSymbolicLink(folder.resolve("person-0/up"), folder);
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            FaceFolder faces = pipeline.read(folder);
            assertThat(faces.faces()).hasSize(3);
            assertThat(faces.rejected()).isEmpty();
            assertThat(faces.passedOver().links()).isEqualTo(1);
        }
    }

    @Test
    void finishesPicturesOfAllSizesWithinSmallMemoryBudget() {
        for (int i = 1; i <= 12; i++) {
            int side = 40 * i;
            Image image = Image.filledBy(side, side, rgb -> Arrays.fill(rgb, (byte) side));
            TestPictures.write(folder.resolve("person/" + i + ".bmp"), bmp(image));
        }
        try (FacePipeline pipeline =
                TestPictures.pipeline().limits(FacePipeline.Limits.usual().withMemory(1)).threads(4).build()) {
            assertThat(pipeline.select(folder, Keep.best(1)).groups().get(0).faces()).hasSize(12);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void handlesNamesOfAnyScriptAndShapeThroughout() {
        List<String> names = List.of(
                "-rf/-x.png", "a b/it's \"quoted\".png", "line\nbreak/tab\tin.png", "Анна/я.png", "山田/顔.png");
        names.forEach(name -> TestPictures.write(folder.resolve("in").resolve(name), TestPictures.png(name.hashCode())));
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            SelectionPlan plan = pipeline.select(folder.resolve("in"), Keep.best(1));
            plan.writeTo(folder.resolve("plan"));
            SelectionPlan.read(folder.resolve("plan/plan.json")).copyTo(folder.resolve("out"));
        }
        assertThat(names).allSatisfy(name -> assertThat(folder.resolve("out").resolve(name)).exists());
    }

    private void assertRejected(String name, byte[] bytes, Rejection.Cause cause) {
        TestPictures.people(folder, 1, 3);
        TestPictures.write(folder.resolve("person-0").resolve(name), bytes);
        assertRejectedOnly("person-0/" + name, cause, TestPictures.pipeline());
    }

    private void assertRejectedOnly(String picture, Rejection.Cause cause, FacePipeline.Builder builder) {
        try (FacePipeline pipeline = builder.build()) {
            SelectionPlan plan = pipeline.select(folder, Keep.best(2));
            assertThat(plan.groups().get(0).faces()).hasSize(3);
            assertThat(plan.rejected()).singleElement().satisfies(rejected -> {
                assertThat(rejected.picture()).isEqualTo(picture);
                assertThat(rejected.cause()).isEqualTo(cause);
                assertThat(rejected.message()).contains(new File(picture).getName()).contains("expected").contains("found");
            });
        }
    }

    /** A PNG whose header claims a size and whose data is short: what a decoder would allocate is not there. */
    private static byte[] hugePng(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        byte[] header = ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0}).array();
        png.write(chunk("IHDR", header));
        png.write(chunk("IDAT", new byte[leastDataOf(width, height)]));
        png.write(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    /** Deflate makes at most 1,032 bytes of one; a file with less is refused for that alone. */
    private static int leastDataOf(int width, int height) {
        return (int) (height * (1 + 3L * width) / 1032) + 1;
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] typed = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
        CRC32 crc = new CRC32();
        crc.update(typed);
        return ByteBuffer.allocate(8 + typed.length)
                .putInt(data.length)
                .put(typed)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] bmp(Image image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image.toBufferedImage(), "bmp", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
