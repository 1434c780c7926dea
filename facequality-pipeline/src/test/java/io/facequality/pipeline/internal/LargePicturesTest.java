package io.facequality.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImagePyramid.Level;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.Resizing;
import io.facequality.images.SimilarityAligner;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.FaceWork;
import io.facequality.testing.LargeJpeg;
import io.facequality.testing.SharedData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Photographs of 250 x 250 pixels, and the same with many more. */
class LargePicturesTest {

    /** The long side of 200 megapixels, in strips of 16 rows. */
    private static final int PIXELS_OF_200_MILLION = 14_144;

    private static final int PIXELS_OF_9_MILLION = 3_008;

    @TempDir
    private Path folder;

    /** Asked for by each test, so that all are skipped where it is not. */
    private static Path file() {
        return SharedData.path("data", "people-photos", "Ari_Fleischer", "Ari_Fleischer_0001.jpg");
    }

    private static BufferedImage photograph() throws IOException {
        return ImageIO.read(file().toFile());
    }

    private static byte[] enlarged(int side) throws IOException {
        return LargeJpeg.enlarged(photograph(), side, side);
    }

    private static FaceRecord face(FacePipeline pipeline, ImageSource picture) {
        AtomicReference<FaceRecord> main = new AtomicReference<>();
        pipeline.process(
                List.of(picture), FaceWork.recorded(),
                result -> main.set(result.faces().orElseThrow().get(0).value()));
        return main.get();
    }

    /** Remembers how much the pictures were reduced. */
    private static final class Remembering implements ImageDecoder {

        private final ImageDecoder decoder = OpenCvImageDecoder.create();
        private final List<Integer> reductions = new ArrayList<>();

        @Override
        public Outcome<Image> decode(ImageSource source) {
            reductions.add(1);
            return decoder.decode(source);
        }

        @Override
        public int largestReduction() {
            return decoder.largestReduction();
        }

        @Override
        public Outcome<Level> decode(ImageSource source, int reduction) {
            reductions.add(reduction);
            return decoder.decode(source, reduction);
        }
    }

    @Tag("slow")
    @Test
    void readsTwoHundredMegapixelsAtAnEighth() throws IOException {
        Remembering decoder = new Remembering();
        ImageSource large = ImageSource.of("large", enlarged(PIXELS_OF_200_MILLION));
        try (FacePipeline pipeline = FacePipeline.builder()
                .decoder(decoder)
                .limits(FacePipeline.Limits.usual().withMemory(100 << 20))
                .build()) {
            assertSameFace(
                    face(pipeline, large), face(pipeline, ImageSource.of(file())), PIXELS_OF_200_MILLION / 250.0);
        }
        assertThat(decoder.reductions).containsExactly(8, 1);
    }

    @Test
    void reportsFaceInPixelsOfWholePicture() throws IOException {
        byte[] jpeg = enlarged(PIXELS_OF_9_MILLION);
        double scale = PIXELS_OF_9_MILLION / 250.0;
        try (FacePipeline pipeline = FacePipeline.open()) {
            assertSameFace(
                    face(pipeline, ImageSource.of("large", jpeg)), face(pipeline, ImageSource.of(file())), scale);
        }
    }

    private static void assertSameFace(FaceRecord large, FaceRecord small, double scale) {
        DetectedFace inLarge = large.detection().orElseThrow();
        DetectedFace inSmall = small.detection().orElseThrow();
        double eyes = small.eyeDistance().orElseThrow();
        assertThat(large.eyeDistance().orElseThrow() / scale).isCloseTo(eyes, within(0.05 * eyes));
        assertThat(inLarge.landmarks().nose().x() / scale).isCloseTo(inSmall.landmarks().nose().x(), within(0.1 * eyes));
        assertThat(inLarge.box().center().y() / scale).isCloseTo(inSmall.box().center().y(), within(0.1 * eyes));
        assertThat(large.embedding().cosine(small.embedding())).isGreaterThan(0.97);
        assertThat(large.quality().value()).isCloseTo(small.quality().value(), within(0.05));
    }

    /** Beside a crop that was made from the whole picture after it was reduced by all its pixels. */
    @Tag("slow")
    @Test
    void givesSameScoreAndEmbeddingAtAnySize() throws IOException {
        List<Double> cosines = new ArrayList<>();
        List<Double> differences = new ArrayList<>();
        try (FacePipeline pipeline = FacePipeline.open();
                FacePipeline crops = FacePipeline.builder().crop(Crop.AS_IS).build()) {
            for (Path photograph : photographs()) {
                byte[] file = LargeJpeg.enlarged(
                        ImageIO.read(photograph.toFile()), PIXELS_OF_9_MILLION, PIXELS_OF_9_MILLION);
                Image whole = OpenCvImageDecoder.create().decode("whole", file).orElseThrow();
                FaceRecord large = face(pipeline, ImageSource.of("large", file));
                FaceRecord expected = face(crops, reducedCrop(whole, large.detection().orElseThrow()));
                for (FaceRecord found : List.of(
                        large,
                        face(pipeline, smaller(whole, 240)),
                        face(pipeline, smaller(whole, 480)),
                        face(pipeline, smaller(whole, 1080)))) {
                    cosines.add(expected.embedding().cosine(found.embedding()));
                    differences.add(Math.abs(expected.quality().value() - found.quality().value()));
                }
            }
        }
        assertThat(mean(cosines)).isGreaterThanOrEqualTo(0.995);
        assertThat(mean(differences)).isLessThanOrEqualTo(0.01);
    }

    private static List<Path> photographs() {
        return Stream.of("Abdullah_Gul", "Alvaro_Uribe", "Angelina_Jolie", "Ari_Fleischer", "Atal_Bihari_Vajpayee")
                .map(name -> SharedData.path("data", "people-photos", name, name + "_0001.jpg"))
                .toList();
    }

    private static ImageSource smaller(Image whole, int side) {
        return new ImageSource.Decoded("smaller", Resizing.PILLOW.resize(whole, side, side));
    }

    private static ImageSource reducedCrop(Image whole, DetectedFace face) {
        int side = PIXELS_OF_9_MILLION / 8;
        Level eighth = new Level(
                Resizing.PILLOW.resize(whole, side, side),
                new Box(-0.5, -0.5, whole.width(), whole.height()), whole.width(), whole.height());
        AlignedFace crop = new SimilarityAligner().align(eighth.image(), eighth.fromWhole(face));
        return new ImageSource.Decoded("crop", crop.image());
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElseThrow();
    }

    @Test
    void scoresPictureOfFolderAsPictureAlone() throws IOException {
        byte[] jpeg = enlarged(PIXELS_OF_9_MILLION);
        TestPictures.write(folder.resolve("person/large.jpg"), jpeg);
        try (FacePipeline pipeline = FacePipeline.open()) {
            FaceRecord ofFolder = pipeline.read(folder).faces().get(0);
            FaceRecord alone = face(pipeline, ImageSource.of("large", jpeg));
            assertThat(ofFolder.quality()).isEqualTo(alone.quality());
            assertThat(ofFolder.detection()).isEqualTo(alone.detection());
            assertThat(ofFolder.embedding()).isEqualTo(alone.embedding());
        }
    }

    @Test
    void notesSizeOfWholePictureAndItsHash() throws IOException {
        ImageSource large = ImageSource.of("large", enlarged(PIXELS_OF_9_MILLION));
        PictureNotes notes = new PictureNotes();
        FaceReader.Cutter any = (id, picture) -> Outcome.ok(List.of(new FaceReader.CutFace(
                Optional.empty(),
                AlignedFace.of(Resizing.PILLOW.resize(picture.whole(), AlignedFace.SIZE, AlignedFace.SIZE)),
                OptionalDouble.empty())));
        new FaceReader(OpenCvImageDecoder.create(), Integer.MAX_VALUE - 8, new ByteBudget(1 << 30), any)
                .showing(notes)
                .read(large, FaceReader.Identity.UNDIGESTED);
        PictureNotes.Note note = notes.of("large").orElseThrow();
        assertThat(note.pixels()).isEqualTo((long) PIXELS_OF_9_MILLION * PIXELS_OF_9_MILLION);
        Image whole = OpenCvImageDecoder.create().decode(large).orElseThrow();
        assertThat(note.hash().distance(PerceptualHash.of(whole))).isLessThanOrEqualTo(4);
    }
}
