package io.facequality.images.internal.detection;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Embedding;
import io.facequality.Image;
import io.facequality.images.FaceChoice;
import io.facequality.images.OnnxFaceDetector;
import io.facequality.images.SimilarityAligner;
import io.facequality.images.internal.OpenCv;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes the tables of {@code docs/detection.md}: what is found at which angle and size, how far the points are off, false
 * alarms, group pictures, and how well aligned faces verify.
 *
 * <p>Arguments: the folder of the pictures, the table of labels, a file of YuNet, an embedder of full size.
 */
public final class DetectionTable {

    private static final int PHOTOGRAPHS = 200;
    private static final int[] ANGLES = {0, 20, 35, 50, 90, 135, 180};
    private static final int[] SIZES = {14, 22, 30, 44};
    private static final double[] THRESHOLDS = {0.1, 0.2, 0.3, 0.5, 0.7, 0.9};
    private static final int[] VERIFIED_ANGLES = {0, 90, 180};
    private static final int QUARTER = 90;
    private static final double FALSE_MATCH_RATE = 0.001;

    /** A face that is found the wrong way up is not found. */
    private static final double LARGEST_ROLL_ERROR = 45;

    private final Path data;
    private final Path labels;
    private final DetectionNetwork reference;
    private final Workspace workspace = new Workspace();

    private DetectionTable(Path data, Path labels, DetectionNetwork reference) {
        this.data = data;
        this.labels = labels;
        this.reference = reference;
    }

    public static void main(String[] arguments) throws IOException {
        OpenCv.load();
        try (DetectionNetwork reference = DetectionNetwork.open(
                        file(EmbeddedModel.CROWD_DETECTOR), ModelOptions.defaults());
                OnnxEmbedder embedder = OnnxEmbedder.open(
                        ModelFile.of(Path.of(arguments[3])),
                        ModelContract.ediffiqa().withChannelOrder(ChannelOrder.BGR),
                        ModelOptions.defaults())) {
            DetectionTable table = new DetectionTable(Path.of(arguments[0]), Path.of(arguments[1]), reference);
            Map<String, OnnxFaceDetector> detectors = detectors(Path.of(arguments[2]));
            try {
                table.print(detectors, embedder);
            } finally {
                detectors.values().forEach(OnnxFaceDetector::close);
            }
        }
    }

    /** Every confidence is wanted, since the tables have several thresholds. */
    private static Map<String, OnnxFaceDetector> detectors(Path yuNet) throws IOException {
        Map<String, OnnxFaceDetector> detectors = new LinkedHashMap<>();
        detectors.put("default", builder(file(EmbeddedModel.DETECTOR))
                .crowdDetector(file(EmbeddedModel.CROWD_DETECTOR))
                .open());
        detectors.put("without crowd detector", builder(file(EmbeddedModel.DETECTOR)).open());
        detectors.put("YuNet", builder(ModelFile.of(yuNet)).open());
        return detectors;
    }

    private static OnnxFaceDetector.Builder builder(ModelFile detector) throws IOException {
        return OnnxFaceDetector.builder(detector, file(EmbeddedModel.LANDMARKS))
                .calibration(EmbeddedModel.DETECTOR.readCalibration().orElseThrow())
                .threshold(THRESHOLDS[0]);
    }

    private static ModelFile file(EmbeddedModel model) throws IOException {
        return ModelFile.of(model.modelName(), model.version(), model.read());
    }

    private void print(Map<String, OnnxFaceDetector> detectors, OnnxEmbedder embedder) {
        List<Portrait> portraits = portraits();
        System.out.println("Angles: " + portraits.size() + " photographs of people, turned on black");
        detectors.forEach((name, detector) -> printAngles(name, detector, portraits));
        System.out.println("\nSizes: the same, reduced until the face from brows to chin has so many pixels");
        detectors.forEach((name, detector) -> printSizes(name, detector, portraits));
        System.out.println("\nThresholds: pictures without faces in which something is found, and faces found of those labeled");
        detectors.forEach(this::printThresholds);
        System.out.println("\nFaces of photographs that are missed at the default threshold");
        printMissed(detectors.values().iterator().next());
        System.out.println("\nVerification: FNMR at FMR 0.1 % of all pairs of the portraits");
        detectors.forEach((name, detector) -> printVerification(name, detector, embedder));
    }

    /** A photograph of a person, and where YuNet puts the points when it is upright. */
    private record Portrait(Image image, Landmarks landmarks) {}

    private List<Portrait> portraits() {
        List<LabeledPicture> all = LabeledPicture.of(data, LabeledPicture.PEOPLE, labels);
        return IntStream.range(0, PHOTOGRAPHS)
                .mapToObj(i -> all.get((int) ((long) i * all.size() / PHOTOGRAPHS)))
                .map(this::portrait)
                .toList();
    }

    private Portrait portrait(LabeledPicture picture) {
        Image image = picture.image();
        Landmarks points = reference.propose(PictureView.whole(image), 0.3, workspace).stream()
                .filter(found -> picture.isFace(new Finding(found.landmarks(), 1, 1, 1)))
                .max(Comparator.comparingDouble(Proposal::score))
                .orElseThrow(() -> new IllegalStateException("no reference in " + picture.name()))
                .landmarks();
        return new Portrait(image, points);
    }

    private static void printAngles(String name, OnnxFaceDetector detector, List<Portrait> portraits) {
        for (int angle : ANGLES) {
            List<Double> distances = new ArrayList<>();
            List<Double> rolls = new ArrayList<>();
            for (Portrait portrait : portraits) {
                Landmarks expected = turned(portrait, angle);
                found(detector, turned(portrait.image(), angle), expected).ifPresent(face -> {
                    distances.add(distance(face.landmarks(), expected));
                    rolls.add(Math.abs(rollError(face, expected)));
                });
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %4d degrees  found %5.1f %%  points %4.1f %% (%4.1f)  roll %4.1f degrees (%4.1f)%n",
                    name, angle, 100.0 * distances.size() / portraits.size(),
                    100 * quantile(distances, 0.5), 100 * quantile(distances, 0.95),
                    quantile(rolls, 0.5), quantile(rolls, 0.95));
        }
    }

    private static void printSizes(String name, OnnxFaceDetector detector, List<Portrait> portraits) {
        for (int size : SIZES) {
            long found = portraits.stream()
                    .filter(portrait -> {
                        double scale = size / FaceSquare.faceSize(portrait.landmarks());
                        Image image = portrait.image();
                        Image small = PictureView.reduced(
                                        image, (int) Math.round(scale * Math.max(image.width(), image.height())))
                                .image();
                        return found(detector, small, scaled(portrait.landmarks(), scale)).isPresent();
                    })
                    .count();
            System.out.printf(
                    Locale.ROOT, "%-24s %4d pixels  found %5.1f %%%n", name, size, 100.0 * found / portraits.size());
        }
    }

    private static Optional<DetectedFace> found(OnnxFaceDetector detector, Image image, Landmarks expected) {
        Point middle = FaceSquare.middle(expected);
        return detector.detect(image).stream()
                .filter(face -> face.confidence() >= OnnxFaceDetector.DEFAULT_THRESHOLD)
                .filter(face -> FaceSquare.middle(face.landmarks()).distanceTo(middle)
                        < 0.5 * FaceSquare.faceSize(expected))
                .filter(face -> Math.abs(rollError(face, expected)) < LARGEST_ROLL_ERROR)
                .findFirst();
    }

    private static double rollError(DetectedFace face, Landmarks expected) {
        DetectedFace other = new DetectedFace(face.box(), expected, 1);
        return Math.IEEEremainder(face.roll() - other.roll(), 360);
    }

    private static double distance(Landmarks one, Landmarks other) {
        return IntStream.range(0, 5)
                        .mapToDouble(i -> one.points().get(i).distanceTo(other.points().get(i)))
                        .average()
                        .orElseThrow()
                / other.eyeDistance();
    }

    private static double quantile(List<Double> values, double share) {
        return values.isEmpty()
                ? Double.NaN
                : values.stream().sorted().skip((long) (share * (values.size() - 1))).findFirst().orElseThrow();
    }

    private static Image turned(Image image, int degrees) {
        if (degrees % QUARTER == 0) {
            // Exactly, since sampling between pixels would blur what is verified.
            return PictureView.whole(image).turned(degrees / QUARTER).image();
        }
        BufferedImage turned = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = turned.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.rotate(Math.toRadians(degrees), image.width() / 2.0, image.height() / 2.0);
        graphics.drawImage(image.toBufferedImage(), 0, 0, null);
        graphics.dispose();
        return Image.of(turned);
    }

    private static Landmarks turned(Portrait portrait, double degrees) {
        double x = (portrait.image().width() - 1) / 2.0;
        double y = (portrait.image().height() - 1) / 2.0;
        double cosine = Math.cos(Math.toRadians(degrees));
        double sine = Math.sin(Math.toRadians(degrees));
        return landmarks(portrait.landmarks().points().stream()
                .map(point -> new Point(
                        x + cosine * (point.x() - x) - sine * (point.y() - y),
                        y + sine * (point.x() - x) + cosine * (point.y() - y)))
                .toList());
    }

    private static Landmarks scaled(Landmarks landmarks, double scale) {
        return landmarks(landmarks.points().stream()
                .map(point -> new Point(point.x() * scale, point.y() * scale))
                .toList());
    }

    private static Landmarks landmarks(List<Point> points) {
        return new Landmarks(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4));
    }

    private void printThresholds(String name, OnnxFaceDetector detector) {
        Map<LabeledPicture, List<DetectedFace>> none = detected(detector, LabeledPicture.NO_FACES);
        Map<LabeledPicture, List<DetectedFace>> photographs = detected(detector, LabeledPicture.PHOTOGRAPHS);
        Map<LabeledPicture, List<DetectedFace>> crowds = detected(detector, LabeledPicture.CROWDS);
        for (double threshold : THRESHOLDS) {
            long alarms = none.values().stream()
                    .filter(faces -> faces.stream().anyMatch(face -> face.confidence() >= threshold))
                    .count();
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %.1f  without faces %2d of %d  photographs %s  crowds %s%n",
                    name, threshold, alarms, none.size(), counts(photographs, threshold), counts(crowds, threshold));
        }
    }

    private Map<LabeledPicture, List<DetectedFace>> detected(OnnxFaceDetector detector, String folder) {
        Map<LabeledPicture, List<DetectedFace>> all = new LinkedHashMap<>();
        LabeledPicture.of(data, folder, labels)
                .forEach(picture -> all.put(picture, detector.detect(picture.image())));
        return all;
    }

    private static String counts(Map<LabeledPicture, List<DetectedFace>> pictures, double threshold) {
        long faces = pictures.keySet().stream().mapToLong(picture -> picture.faces().size()).sum();
        long missed = pictures.entrySet().stream()
                .mapToLong(entry -> missed(entry.getKey(), entry.getValue(), threshold).size())
                .sum();
        long wrong = pictures.entrySet().stream()
                .mapToLong(entry -> findings(entry.getValue(), threshold).stream()
                        .filter(entry.getKey()::isWrong)
                        .count())
                .sum();
        return String.format(Locale.ROOT, "%3d of %3d, %d wrong", faces - missed, faces, wrong);
    }

    private static List<Finding> findings(List<DetectedFace> faces, double threshold) {
        return faces.stream()
                .filter(face -> face.confidence() >= threshold)
                .map(face -> new Finding(face.landmarks(), 1, 1, 1))
                .toList();
    }

    private static List<LabeledPicture.Label> missed(
            LabeledPicture picture, List<DetectedFace> faces, double threshold) {
        List<Finding> findings = findings(faces, threshold);
        return picture.faces().stream()
                .filter(label -> findings.stream().noneMatch(label::isAt))
                .toList();
    }

    private void printMissed(OnnxFaceDetector detector) {
        detected(detector, LabeledPicture.PHOTOGRAPHS).forEach((picture, faces) ->
                missed(picture, faces, OnnxFaceDetector.DEFAULT_THRESHOLD).forEach(label ->
                        System.out.printf(
                                Locale.ROOT, "%s: %.0f pixels at (%.0f, %.0f)%n", picture.name(), label.size(),
                                label.center().x(), label.center().y())));
    }

    private void printVerification(String name, OnnxFaceDetector detector, OnnxEmbedder embedder) {
        for (int angle : VERIFIED_ANGLES) {
            List<String> people = new ArrayList<>();
            List<AlignedFace> aligned = new ArrayList<>();
            for (LabeledPicture picture : LabeledPicture.of(data, LabeledPicture.PEOPLE, labels)) {
                Image image = turned(picture.image(), angle);
                FaceChoice.MAIN.choose(image, detector.detect(image)).forEach(face -> {
                    people.add(String.valueOf(picture.file().getParent()));
                    aligned.add(new SimilarityAligner().align(image, face));
                });
            }
            System.out.printf(
                    Locale.ROOT, "%-24s %4d degrees  %d faces  FNMR %.2f %%%n", name, angle, aligned.size(),
                    100 * falseNonMatchRate(people, embedder.embed(aligned)));
        }
    }

    private static double falseNonMatchRate(List<String> people, List<Embedding> embeddings) {
        List<Double> genuine = new ArrayList<>();
        List<Double> impostor = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            for (int j = i + 1; j < people.size(); j++) {
                (people.get(i).equals(people.get(j)) ? genuine : impostor)
                        .add(embeddings.get(i).cosine(embeddings.get(j)));
            }
        }
        double threshold = quantile(impostor, 1 - FALSE_MATCH_RATE);
        return genuine.stream().filter(similarity -> similarity <= threshold).count() / (double) genuine.size();
    }
}
