package io.facequality.images.internal.detection;

import io.facequality.images.internal.OpenCv;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Measures what the scores of the embedded detectors mean, and prints {@code detector.calibration.properties}: a
 * logistic regression on findings in labeled pictures. Comments say how it fits pictures that it was not made from.
 *
 * <p>Arguments: the folder of the pictures, the table of labels, the date.
 */
public final class DetectionCalibration {

    /** Of findings at a confidence of one half, so many are faces for each that is none. */
    private static final double ODDS_AT_HALF = 9;

    private static final int FEATURES = 4;
    private static final int STEPS = 50;

    /** Keeps weights small that the data say little about. */
    private static final double RIDGE = 0.5;

    private static final double[] BINS = {0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0001};

    private DetectionCalibration() {}

    /** What was found in a picture, and whether it is a face. */
    private record Sample(Finding finding, boolean face, int picture) {}

    public static void main(String[] arguments) throws IOException {
        OpenCv.load();
        List<LabeledPicture> pictures = LabeledPicture.FOLDERS.stream()
                .flatMap(folder ->
                        LabeledPicture.of(Path.of(arguments[0]), folder, Path.of(arguments[1])).stream())
                .toList();
        System.out.println("# What the scores mean: confidence = 1 / (1 + exp(-(intercept + score logit(s) + face logit(f) + size log(pixels)))).");
        System.out.println("# Made by benchmarks/run.sh detection-calibration on " + arguments[2] + " from "
                + pictures.size() + " pictures.");
        for (EmbeddedModel model : List.of(EmbeddedModel.DETECTOR, EmbeddedModel.CROWD_DETECTOR)) {
            calibrate(model, pictures);
        }
    }

    private static void calibrate(EmbeddedModel model, List<LabeledPicture> pictures) throws IOException {
        try (DetectionNetwork network = DetectionNetwork.open(file(model), ModelOptions.defaults());
                LandmarkNetwork landmarks =
                        LandmarkNetwork.open(file(EmbeddedModel.LANDMARKS), ModelOptions.defaults())) {
            List<Sample> samples = samples(network, landmarks, pictures);
            long faces = samples.stream().filter(Sample::face).count();
            System.out.println("# " + network.formatName() + ": " + faces + " faces, " + (samples.size() - faces)
                    + " findings that are none");
            printHeldOut(samples);
            System.out.print(fitted(samples).properties(network.formatName()));
        }
    }

    private static ModelFile file(EmbeddedModel model) throws IOException {
        return ModelFile.of(model.modelName(), model.version(), model.read());
    }

    private static List<Sample> samples(
            DetectionNetwork network, LandmarkNetwork landmarks, List<LabeledPicture> pictures) {
        FaceSearch search =
                new FaceSearch(new Searcher(network, Calibration.NONE), List.of(), landmarks, 640);
        Workspace workspace = new Workspace();
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            LabeledPicture picture = pictures.get(i);
            for (ScoredFinding found : search.find(picture.image(), 0.45, workspace).faces()) {
                if (picture.isFace(found.finding()) || picture.isWrong(found.finding())) {
                    samples.add(new Sample(found.finding(), picture.isFace(found.finding()), i));
                }
            }
        }
        return samples;
    }

    private static void printHeldOut(List<Sample> samples) {
        List<Sample> even = samples.stream().filter(sample -> sample.picture() % 2 == 0).toList();
        List<Sample> odd = samples.stream().filter(sample -> sample.picture() % 2 == 1).toList();
        Calibration ofEven = fitted(even);
        Calibration ofOdd = fitted(odd);
        System.out.println("# confidence    findings  faces  (each half of the pictures by the other half's calibration)");
        for (int bin = 0; bin + 1 < BINS.length; bin++) {
            double from = BINS[bin];
            double to = BINS[bin + 1];
            List<Sample> inside = Stream.concat(
                            even.stream().filter(sample -> isIn(ofOdd.confidence(sample.finding()), from, to)),
                            odd.stream().filter(sample -> isIn(ofEven.confidence(sample.finding()), from, to)))
                    .toList();
            long faces = inside.stream().filter(Sample::face).count();
            System.out.printf(
                    Locale.ROOT, "# %.2f to %.2f  %8d  %.3f%n", from, Math.min(1, to), inside.size(),
                    (double) faces / inside.size());
        }
    }

    private static boolean isIn(double value, double from, double to) {
        return value >= from && value < to;
    }

    /** Newton's method on the penalized likelihood. */
    private static Calibration fitted(List<Sample> samples) {
        double[] weights = new double[FEATURES];
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[FEATURES];
            double[][] curvature = new double[FEATURES][FEATURES];
            for (int i = 0; i < FEATURES; i++) {
                double penalty = i == 0 ? 0 : RIDGE;
                gradient[i] = -penalty * weights[i];
                curvature[i][i] = penalty;
            }
            for (Sample sample : samples) {
                add(sample, weights, gradient, curvature);
            }
            double[] change = solved(curvature, gradient);
            for (int i = 0; i < FEATURES; i++) {
                weights[i] += change[i];
            }
        }
        return new Calibration(weights[0] - Math.log(ODDS_AT_HALF), weights[1], weights[2], weights[3]);
    }

    private static void add(Sample sample, double[] weights, double[] gradient, double[][] curvature) {
        double[] features = Calibration.features(sample.finding());
        double[] x = {1, features[0], features[1], features[2]};
        double sum = 0;
        for (int i = 0; i < FEATURES; i++) {
            sum += weights[i] * x[i];
        }
        double probability = 1 / (1 + Math.exp(-sum));
        for (int i = 0; i < FEATURES; i++) {
            gradient[i] += ((sample.face() ? 1 : 0) - probability) * x[i];
            for (int j = 0; j < FEATURES; j++) {
                curvature[i][j] += probability * (1 - probability) * x[i] * x[j];
            }
        }
    }

    /** Gauss-Jordan elimination; the matrix is positive definite. */
    private static double[] solved(double[][] matrix, double[] right) {
        for (int pivot = 0; pivot < FEATURES; pivot++) {
            for (int row = 0; row < FEATURES; row++) {
                double factor = row == pivot ? 0 : matrix[row][pivot] / matrix[pivot][pivot];
                for (int column = 0; column < FEATURES; column++) {
                    matrix[row][column] -= factor * matrix[pivot][column];
                }
                right[row] -= factor * right[pivot];
            }
        }
        for (int i = 0; i < FEATURES; i++) {
            right[i] /= matrix[i][i];
        }
        return right;
    }
}
