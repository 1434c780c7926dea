package io.facequality.benchmarks.experiments;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Embedding;
import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.ImagePyramid;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.benchmarks.EnlargedPhotograph;
import io.facequality.benchmarks.Samples;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.Resizing;
import io.facequality.images.SimilarityAligner;
import io.facequality.images.internal.SimilarityTransform;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxScoringEmbedder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.PictureSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Shows whether score and embedding depend on a picture's size. Each photograph whose main face fills it is enlarged to 12
 * megapixels, with the noise of a camera's sensor, and reduced to smaller sizes, each a JPEG. The default pipeline reads
 * all of them. Everything is compared with the mean of areas of the 12 megapixels: each pixel of that crop is the mean of
 * 256 places in it.
 *
 * <p>Arguments: how many photographs at most, and the folders.
 */
public final class PictureSizes {

    private static final double WHOLE_PIXELS = 12e6;
    private static final int[] SHORT_SIDES = {240, 480, 720, 1080};
    private static final double SMALLEST_EYE_DISTANCE = 0.15;
    private static final int SAMPLES = 16;

    private final OpenCvImageDecoder decoder = OpenCvImageDecoder.create();
    private final SimilarityAligner aligner = new SimilarityAligner();
    private final FacePipeline pipeline;
    private final OnnxScoringEmbedder model;
    private final Map<String, Differences> rows = new LinkedHashMap<>();

    private PictureSizes(FacePipeline pipeline, OnnxScoringEmbedder model) {
        this.pipeline = pipeline;
        this.model = model;
    }

    /**
     * Prints the table.
     *
     * @param arguments the count and the folders
     */
    public static void main(String[] arguments) {
        List<ImageSource> pictures = Arrays.stream(arguments)
                .skip(1)
                .flatMap(folder -> PictureSearch.usual().below(Path.of(folder)).pictures().stream())
                .toList();
        try (FacePipeline pipeline = FacePipeline.open();
                OnnxScoringEmbedder model = OnnxScoringEmbedder.open(
                        Samples.embedded(EmbeddedModel.QUALITY_AND_EMBEDDING), ModelContract.ediffiqa(),
                        ModelOptions.defaults())) {
            new PictureSizes(pipeline, model).run(pictures, Integer.parseInt(arguments[0]));
        }
    }

    private void run(List<ImageSource> pictures, int count) {
        List<ImageSource> filled = pictures.stream().filter(this::isFilled).toList();
        int used = Math.min(count, filled.size());
        IntStream.range(0, used).forEach(i -> compare(filled.get(i * filled.size() / used), i));
        System.out.println(used + " photographs; cosine and difference of the score from the mean of areas of 12 megapixels");
        System.out.println("picture, points                     faces  eyes px  cosine mean     min  score mean     max");
        rows.forEach((name, differences) -> System.out.println(differences.row(name)));
    }

    private boolean isFilled(ImageSource picture) {
        Outcome<Image> image = decoder.decode(picture);
        return read(picture)
                .filter(face -> eyes(face) > SMALLEST_EYE_DISTANCE * shortSide(image.orElseThrow()))
                .isPresent();
    }

    private static int shortSide(Image image) {
        return Math.min(image.width(), image.height());
    }

    private static double eyes(FaceRecord face) {
        return face.eyeDistance().orElseThrow();
    }

    private Optional<FaceRecord> read(ImageSource picture) {
        AtomicReference<Optional<FaceRecord>> main = new AtomicReference<>(Optional.empty());
        pipeline.process(List.of(picture), FaceWork.recorded(), result -> result.faces()
                .accept(faces -> main.set(Optional.of(faces.get(0).value())), rejection -> {}));
        return main.get();
    }

    private void compare(ImageSource picture, long seed) {
        byte[] file = enlarged(decoder.decode(picture).orElseThrow(), seed);
        Image whole = decoder.decode(picture.id(), file).orElseThrow();
        Optional<FaceRecord> found = read(ImageSource.of("whole", file));
        row("12 megapixels, its own").count();
        if (found.isEmpty()) {
            return;
        }
        DetectedFace face = found.get().detection().orElseThrow();
        ScoredEmbedding expected = scored(meanOfAreas(whole, face, SAMPLES));
        row("12 megapixels, its own").add(eyes(found.get()), expected, found.get());
        row("12 megapixels, one bilinear warp").count();
        row("12 megapixels, one bilinear warp").add(eyes(found.get()), expected, scored(meanOfAreas(whole, face, 1)));
        for (int side : SHORT_SIDES) {
            compare(whole, side, face, expected);
        }
    }

    private static byte[] enlarged(Image image, long seed) {
        double scale = Math.sqrt(WHOLE_PIXELS / ((double) image.width() * image.height()));
        return EnlargedPhotograph.jpeg(
                image, (int) Math.round(scale * image.width()), (int) Math.round(scale * image.height()), seed);
    }

    private void compare(Image whole, int side, DetectedFace face, ScoredEmbedding expected) {
        double scale = (double) side / shortSide(whole);
        Image smaller = Resizing.PILLOW.resize(
                whole, (int) Math.round(scale * whole.width()), (int) Math.round(scale * whole.height()));
        ImageSource picture = ImageSource.of("smaller", EnlargedPhotograph.jpeg(smaller));
        Differences own = row(side + "p, its own");
        own.count();
        read(picture).ifPresent(found -> own.add(eyes(found), expected, found));
        Image decoded = decoder.decode(picture).orElseThrow();
        ImagePyramid.Level inWhole = new ImagePyramid.Level(
                decoded, new Box(-0.5, -0.5, whole.width(), whole.height()), whole.width(), whole.height());
        AlignedFace aligned = aligner.align(decoded, inWhole.fromWhole(face));
        row(side + "p, those of 12 megapixels").count();
        row(side + "p, those of 12 megapixels").add(aligned.eyeDistance().orElseThrow(), expected, scored(aligned));
    }

    private Differences row(String name) {
        return rows.computeIfAbsent(name, unused -> new Differences());
    }

    private ScoredEmbedding scored(AlignedFace face) {
        return model.scoreAndEmbed(List.of(face)).get(0);
    }

    /** With one sample, that is the bilinear warp, which lets most pixels out. */
    private static AlignedFace meanOfAreas(Image image, DetectedFace face, int samples) {
        SimilarityTransform toImage = SimilarityTransform.between(
                        SimilarityAligner.template(), face.landmarks().points())
                .orElseThrow();
        byte[] pixels = image.toRgb();
        Image crop = Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, rgb -> {
            double[] sums = new double[3];
            for (int i = 0; i < AlignedFace.SIZE * AlignedFace.SIZE; i++) {
                Arrays.fill(sums, 0);
                for (int k = 0; k < samples * samples; k++) {
                    add(image, pixels, toImage.apply(new Point(
                            i % AlignedFace.SIZE + (k % samples + 0.5) / samples - 0.5,
                            i / AlignedFace.SIZE + (k / samples + 0.5) / samples - 0.5)), sums);
                }
                for (int channel = 0; channel < sums.length; channel++) {
                    rgb[3 * i + channel] = (byte) Math.round(sums[channel] / (samples * samples));
                }
            }
        });
        return AlignedFace.of(crop, face.landmarks().eyeDistance());
    }

    private static void add(Image image, byte[] pixels, Point place, double[] sums) {
        int left = (int) Math.floor(place.x());
        int top = (int) Math.floor(place.y());
        double right = place.x() - left;
        double below = place.y() - top;
        add(image, pixels, left, top, (1 - right) * (1 - below), sums);
        add(image, pixels, left + 1, top, right * (1 - below), sums);
        add(image, pixels, left, top + 1, (1 - right) * below, sums);
        add(image, pixels, left + 1, top + 1, right * below, sums);
    }

    private static void add(Image image, byte[] pixels, int x, int y, double weight, double[] sums) {
        if (x >= 0 && y >= 0 && x < image.width() && y < image.height()) {
            for (int channel = 0; channel < sums.length; channel++) {
                sums[channel] += weight * (pixels[3 * (y * image.width() + x) + channel] & 0xFF);
            }
        }
    }

    /** How far the faces of one size lie from those that are expected. */
    private static final class Differences {

        private final List<Double> eyes = new ArrayList<>();
        private final List<Double> cosines = new ArrayList<>();
        private final List<Double> scores = new ArrayList<>();
        private int pictures;

        void count() {
            pictures++;
        }

        void add(double eyeDistance, ScoredEmbedding expected, FaceRecord found) {
            add(eyeDistance, expected, found.quality().value(), found.embedding());
        }

        void add(double eyeDistance, ScoredEmbedding expected, ScoredEmbedding found) {
            add(eyeDistance, expected, found.quality().value(), found.embedding());
        }

        private void add(double eyeDistance, ScoredEmbedding expected, double score, Embedding embedding) {
            eyes.add(eyeDistance);
            cosines.add(expected.embedding().cosine(embedding));
            scores.add(Math.abs(expected.quality().value() - score));
        }

        String row(String name) {
            return String.format(
                    Locale.ROOT, "%-36s %2d/%2d  %7.0f  %11.4f  %6.4f  %10.4f  %6.4f",
                    name, eyes.size(), pictures, eyes.stream().sorted().toList().get(eyes.size() / 2),
                    mean(cosines), cosines.stream().min(Double::compare).orElseThrow(),
                    mean(scores), scores.stream().max(Double::compare).orElseThrow());
        }

        private static double mean(List<Double> values) {
            return values.stream().mapToDouble(value -> value).average().orElseThrow();
        }
    }
}
