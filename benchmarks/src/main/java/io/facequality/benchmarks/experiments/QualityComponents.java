package io.facequality.benchmarks.experiments;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.Face;
import io.facequality.FaceDetector;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import io.facequality.benchmarks.Samples;
import io.facequality.images.FaceChoice;
import io.facequality.images.QualityReport;
import io.facequality.images.QualityReport.Component;
import io.facequality.images.QualityReport.Value;
import io.facequality.images.internal.FacePixels;
import io.facequality.images.internal.quality.Ladders;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.FaceWork.Explained;
import io.facequality.pipeline.PictureSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the components of quality reports are worth. Arguments:
 *
 * <ul>
 *   <li>{@code ladder ALIGNED PHOTOGRAPHS}: how smooth sharp faces are that are blurred, and how much of the blocks of
 *       compressed photographs is seen: the numbers that the measurements are calibrated with
 *   <li>{@code matrix PHOTOGRAPHS COUNT}: by how much each component, and the score, falls when a picture is made worse in
 *       each way
 *   <li>{@code curves PHOTOGRAPHS COUNT}: the score beside a component, as a picture is made worse and worse
 *   <li>{@code sizes PHOTOGRAPHS COUNT}: how much the components of a photograph differ between four resolutions; only
 *       photographs count whose eyes are 45 pixels apart in the smallest, as many as an aligned face takes
 *   <li>{@code table PHOTOGRAPHS}: score and components of every face, as a table
 *   <li>{@code sentences PHOTOGRAPHS}: how many faces get a sentence, by their score
 * </ul>
 */
public final class QualityComponents {

    private static final double[] BLURS = {0, 0.4, 0.6, 0.8, 1.1, 1.4, 1.8, 2.2, 3.2, 4.5, 6.5, 9};
    private static final int[] QUALITIES = {98, 90, 75, 60, 50, 40, 30, 20, 15, 10, 5, 2};
    private static final double[] SCALES = {1, 0.75, 0.5, 0.35};
    private static final long SEED = 1;

    private QualityComponents() {}

    /**
     * Measures and prints.
     *
     * @param arguments as above
     */
    public static void main(String[] arguments) {
        switch (arguments[0]) {
            case "ladder" -> {
                blurLadder(Samples.spread(Path.of(arguments[1]), 600));
                blockLadder(portraits(Path.of(arguments[2]), 100));
            }
            // Points that are a template say nothing of a head's pose, so these heads are turned a little.
            case "matrix" -> matrix(portraits(Path.of(arguments[1]), Integer.parseInt(arguments[2])).stream()
                    .map(portrait -> QualityDegradation.turnedHead(portrait, 10))
                    .toList());
            case "curves" -> curves(portraits(Path.of(arguments[1]), Integer.parseInt(arguments[2])));
            case "sizes" -> sizes(portraits(Path.of(arguments[1]), Integer.parseInt(arguments[2])).stream()
                    // Nine tenths of the size: no grid of an earlier JPEG is left.
                    .map(portrait -> QualityDegradation.resized(portrait, 0.9))
                    .filter(portrait -> portrait.face().landmarks().eyeDistance() * SCALES[SCALES.length - 1] >= 45)
                    .toList());
            case "table" -> table(Path.of(arguments[1]));
            case "sentences" -> sentences(Path.of(arguments[1]));
            default -> throw new IllegalArgumentException("expected ladder, matrix, curves, sizes, sentences or table");
        }
    }

    /** Photographs with a face, spread evenly over a folder. */
    static List<Portrait> portraits(Path folder, int count) {
        List<ImageSource> pictures = PictureSearch.usual().below(folder).pictures();
        List<Portrait> portraits = new ArrayList<>();
        try (var detector = Samples.detector()) {
            for (int i = 0; i < count; i++) {
                ImageSource source = pictures.get((int) ((long) i * pictures.size() / count));
                portrait(source, detector).ifPresent(portraits::add);
            }
        }
        return portraits;
    }

    private static Optional<Portrait> portrait(ImageSource source, FaceDetector detector) {
        Image picture = Samples.decoded(source);
        List<DetectedFace> faces = FaceChoice.MAIN.choose(picture, detector.detect(picture));
        return faces.stream().findFirst().map(face -> Portrait.of(picture, face));
    }

    /** The sharpest quarter of the faces stands for sharp ones. */
    private static void blurLadder(List<AlignedFace> faces) {
        List<AlignedFace> sharp = faces.stream()
                .sorted(Comparator.comparingDouble(face -> Ladders.smoothness(face).orElse(9)))
                .limit(faces.size() / 4)
                .toList();
        double[] all = faces.stream().mapToDouble(face -> Ladders.smoothness(face).orElse(9)).sorted().toArray();
        System.out.printf(Locale.ROOT, "smoothness of all: %s%n", quantiles(all));
        for (double blur : BLURS) {
            double[] smoothness = sharp.stream()
                    .map(face -> blurred(face, blur))
                    .mapToDouble(face -> Ladders.smoothness(face).orElse(9))
                    .sorted()
                    .toArray();
            System.out.printf(Locale.ROOT, "blur %.1f: smoothness %s%n", blur, quantiles(smoothness));
        }
    }

    private static AlignedFace blurred(AlignedFace face, double sigma) {
        if (sigma == 0) {
            return face;
        }
        FacePixels pixels = FacePixels.of(face);
        pixels.blur(sigma);
        return pixels.toFace();
    }

    private static void blockLadder(List<Portrait> portraits) {
        // Seven tenths of the size: no earlier grid is left.
        List<Portrait> clean = portraits.stream()
                .map(portrait -> QualityDegradation.resized(portrait, 0.7))
                .toList();
        System.out.printf(
                Locale.ROOT, "never compressed: steps %s%n",
                quantiles(clean.stream().mapToDouble(QualityComponents::steps).sorted().toArray()));
        for (int quality : QUALITIES) {
            double[] steps = clean.stream()
                    .map(portrait -> QualityDegradation.compressed(portrait, quality))
                    .mapToDouble(QualityComponents::steps)
                    .sorted()
                    .toArray();
            System.out.printf(Locale.ROOT, "quality %d: steps %s%n", quality, quantiles(steps));
        }
    }

    private static double steps(Portrait portrait) {
        return Ladders.steps(portrait.picture(), portrait.face().box());
    }

    private static String quantiles(double[] sorted) {
        return String.format(
                Locale.ROOT, "5 %% %.3f, 25 %% %.3f, median %.3f, 75 %% %.3f, 95 %% %.3f",
                quantile(sorted, 0.05), quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75),
                quantile(sorted, 0.95));
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
    }

    private static void matrix(List<Portrait> portraits) {
        try (OnnxQualityScorer scorer = scorer()) {
            List<QualityReport> clean = portraits.stream().map(Portrait::report).toList();
            double[] scores = scores(scorer, portraits);
            System.out.printf(
                    Locale.ROOT, "%d photographs; mean score %.3f, standard deviation %.3f%n%n", portraits.size(),
                    mean(scores), deviation(scores));
            System.out.println("| | " + Arrays.stream(Component.values())
                    .map(component -> component.columnName().substring("approx_".length()).replace('_', ' '))
                    .collect(Collectors.joining(" | ")) + " | score |");
            System.out.println("|---|" + "---|".repeat(Component.values().length + 1));
            System.out.println("| unchanged | " + Arrays.stream(Component.values())
                    .map(component -> number(mean(clean, component)))
                    .collect(Collectors.joining(" | ")) + String.format(Locale.ROOT, " | %.3f |", mean(scores)));
            for (QualityDegradation degradation : QualityDegradation.values()) {
                List<Portrait> worse = portraits.stream().map(portrait -> degradation.of(portrait, SEED)).toList();
                List<QualityReport> reports = worse.stream().map(Portrait::report).toList();
                System.out.println("| " + degradation.words() + " | " + Arrays.stream(Component.values())
                        .map(component -> change(clean, reports, component, degradation.own() == component))
                        .collect(Collectors.joining(" | "))
                        + String.format(
                                Locale.ROOT, " | %+.3f |", mean(scores(scorer, worse)) - mean(scores)));
            }
        }
    }

    /** A picture that is made worse and worse. */
    private record Curve(Component component, double[] amounts, BiFunction<Portrait, Double, Portrait> change) {}

    private static List<Curve> curves() {
        return List.of(
                new Curve(
                        Component.INTER_EYE_DISTANCE, new double[] {0.8, 0.6, 0.45, 0.33, 0.25, 0.18},
                        QualityDegradation::resized),
                new Curve(
                        Component.LUMINANCE_MEAN, new double[] {0.7, 0.5, 0.35, 0.25, 0.15, 0.08},
                        (portrait, factor) -> QualityDegradation.mapped(portrait, value -> factor * value)),
                new Curve(
                        Component.UNDER_EXPOSURE, new double[] {0.7, 0.5, 0.35, 0.25, 0.15, 0.08},
                        (portrait, factor) -> QualityDegradation.mapped(portrait, value -> factor * value)),
                new Curve(
                        Component.OVER_EXPOSURE, new double[] {1.3, 1.6, 2, 2.7, 3.6, 5},
                        (portrait, factor) -> QualityDegradation.mapped(portrait, value -> factor * value)),
                new Curve(
                        Component.LUMINANCE_VARIANCE, new double[] {0.6, 0.4, 0.25, 0.15, 0.08},
                        (portrait, factor) ->
                                QualityDegradation.mapped(portrait, value -> 140 + factor * (value - 140))),
                new Curve(
                        Component.DYNAMIC_RANGE, new double[] {15, 7, 4, 3, 2, 1},
                        (portrait, steps) -> QualityDegradation.mapped(
                                portrait, value -> 255 / steps * Math.round(value * steps / 255))),
                new Curve(
                        Component.ILLUMINATION_UNIFORMITY, new double[] {0.7, 0.5, 0.3, 0.15, 0.05},
                        QualityDegradation::litFromSide),
                new Curve(
                        Component.NATURAL_COLOR, new double[] {0.2, 0.4, 0.6, 0.8, 1},
                        QualityDegradation::tinted),
                new Curve(
                        Component.SHARPNESS, new double[] {0.6, 0.8, 1.1, 1.4, 1.8, 2.2, 3.2, 4.5},
                        QualityDegradation::blurred),
                new Curve(
                        Component.COMPRESSION, new double[] {75, 50, 30, 20, 15, 10, 5, 2},
                        (portrait, quality) -> QualityDegradation.compressed(portrait, quality.intValue())),
                new Curve(
                        Component.CROP_LEFT, new double[] {1, 0.8, 0.6, 0.4, 0.2, 0},
                        QualityDegradation::cutLeft));
    }

    private static void curves(List<Portrait> portraits) {
        try (OnnxQualityScorer scorer = scorer()) {
            double start = mean(scores(scorer, portraits));
            for (Curve curve : curves()) {
                System.out.printf(
                        Locale.ROOT, "%s: %.0f%n", curve.component().columnName(),
                        mean(portraits.stream().map(Portrait::report).toList(), curve.component()));
                for (double amount : curve.amounts()) {
                    List<Portrait> worse =
                            portraits.stream().map(portrait -> curve.change().apply(portrait, amount)).toList();
                    System.out.printf(
                            Locale.ROOT, "    %6.2f: component %3.0f, score %+.3f%n", amount,
                            mean(worse.stream().map(Portrait::report).toList(), curve.component()),
                            mean(scores(scorer, worse)) - start);
                }
            }
        }
    }

    private static OnnxQualityScorer scorer() {
        return OnnxQualityScorer.open(
                Samples.embedded(EmbeddedModel.QUALITY_AND_EMBEDDING), ModelContract.ediffiqa(), ModelOptions.defaults());
    }

    private static double[] scores(QualityScorer scorer, List<Portrait> portraits) {
        return scorer.score(portraits.stream().map(Portrait::aligned).toList()).stream()
                .mapToDouble(QualityScore::value)
                .toArray();
    }

    private static String change(
            List<QualityReport> clean, List<QualityReport> worse, Component component, boolean isOwn) {
        double[] changes = IntStream.range(0, clean.size())
                .filter(i -> clean.get(i).value(component).isPresent() && worse.get(i).value(component).isPresent())
                .mapToDouble(i -> value(worse.get(i), component) - value(clean.get(i), component))
                .toArray();
        if (changes.length == 0) {
            return "";
        }
        String words = String.format(Locale.ROOT, "%+.0f", mean(changes));
        return isOwn ? "**" + words + "**" : words.equals("+0") || words.equals("-0") ? "0" : words;
    }

    private static double value(QualityReport report, Component component) {
        return report.value(component).map(Value::value).orElseThrow();
    }

    private static double mean(List<QualityReport> reports, Component component) {
        return mean(reports.stream()
                .flatMap(report -> report.value(component).stream())
                .mapToDouble(Value::value)
                .toArray());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(0));
    }

    /** As in files: each size is a JPEG of quality 92. */
    private static void sizes(List<Portrait> portraits) {
        System.out.printf(Locale.ROOT, "%d photographs%n%n", portraits.size());
        System.out.println("| | " + Arrays.stream(SCALES)
                .mapToObj(scale -> String.format(Locale.ROOT, "%.2f", scale))
                .collect(Collectors.joining(" | ")) + " | mean difference to 1 | largest |");
        System.out.println("|---|" + "---|".repeat(SCALES.length + 2));
        List<List<QualityReport>> reports = Arrays.stream(SCALES)
                .mapToObj(scale -> portraits.stream()
                        .map(portrait -> QualityDegradation.compressed(
                                        scale == 1 ? portrait : QualityDegradation.resized(portrait, scale), 92)
                                .report())
                        .toList())
                .toList();
        for (Component component : Component.values()) {
            double[] differences = IntStream.range(0, portraits.size())
                    .filter(i -> reports.stream().allMatch(size -> size.get(i).value(component).isPresent()))
                    .boxed()
                    .flatMap(i -> reports.stream().skip(1)
                            .map(size -> Math.abs(value(size.get(i), component) - value(reports.get(0).get(i), component))))
                    .mapToDouble(difference -> difference)
                    .toArray();
            System.out.println("| " + component.columnName() + " | " + reports.stream()
                    .map(size -> number(mean(size, component)))
                    .collect(Collectors.joining(" | "))
                    + String.format(
                            Locale.ROOT, " | %.1f | %.0f |", mean(differences),
                            Arrays.stream(differences).max().orElse(0)));
        }
    }

    private static List<Explained<QualityScore>> explained(Path folder) {
        List<Explained<QualityScore>> faces = new ArrayList<>();
        try (FacePipeline pipeline = FacePipeline.builder().threads(1).build()) {
            pipeline.process(
                    PictureSearch.usual().below(folder).pictures(), FaceWork.explained(FaceWork.scored()),
                    picture -> picture.faces().accept(
                            found -> found.stream().map(Face::value).forEach(faces::add), rejection -> {}));
        }
        return faces;
    }

    private static void sentences(Path folder) {
        List<Explained<QualityScore>> faces = explained(folder);
        faces.sort(Comparator.comparingDouble(QualityComponents::score).reversed());
        for (int tenth = 0; tenth < 10; tenth++) {
            List<Explained<QualityScore>> part =
                    faces.subList(tenth * faces.size() / 10, (tenth + 1) * faces.size() / 10);
            List<Explained<QualityScore>> named =
                    part.stream().filter(face -> face.report().sentence().isPresent()).toList();
            System.out.printf(
                    Locale.ROOT, "scores %.3f to %.3f: %.0f %% have a sentence%n", score(part.get(0)),
                    score(part.get(part.size() - 1)), 100.0 * named.size() / part.size());
            named.stream().limit(5).forEach(face -> System.out.printf(
                    Locale.ROOT, "    %.3f %s%n", score(face), face.report().sentence().orElseThrow()));
        }
    }

    private static double score(Explained<QualityScore> face) {
        return face.value().value();
    }

    private static void table(Path folder) {
        System.out.println("score," + Arrays.stream(Component.values())
                .map(Component::columnName)
                .collect(Collectors.joining(",")));
        explained(folder).forEach(face -> System.out.println(score(face) + "," + Arrays.stream(Component.values())
                .map(component -> face.report().value(component)
                        .map(value -> Integer.toString(value.value()))
                        .orElse(""))
                .collect(Collectors.joining(","))));
    }
}
