package io.facequality.benchmarks.experiments;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.benchmarks.Samples;
import io.facequality.images.QualityReport.Component;
import io.facequality.images.Resizing;
import io.facequality.images.internal.BilinearWarp;
import io.facequality.images.internal.PictureEncoder;
import io.facequality.images.internal.SimilarityTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** What makes one component of a quality report fall; the same portrait and seed give the same pixels. */
enum QualityDegradation {
    SMALL(
            Component.INTER_EYE_DISTANCE, "a third of the pixels along each side",
            (portrait, seed) -> resized(portrait, 1 / 3.0)),
    DARK(Component.LUMINANCE_MEAN, "values times 0.5", (portrait, seed) -> mapped(portrait, value -> 0.5 * value)),
    FLAT(
            Component.LUMINANCE_VARIANCE, "a quarter of the contrast",
            (portrait, seed) -> mapped(portrait, value -> 140 + 0.25 * (value - 140))),
    SIDE_LIGHT(Component.ILLUMINATION_UNIFORMITY, "one side times 0.4", (portrait, seed) -> litFromSide(portrait, 0.4)),
    BLACK(Component.UNDER_EXPOSURE, "values times 0.15", (portrait, seed) -> mapped(portrait, value -> 0.15 * value)),
    WHITE(Component.OVER_EXPOSURE, "values times 2", (portrait, seed) -> mapped(portrait, value -> 2 * value)),
    FEW_SHADES(
            Component.DYNAMIC_RANGE, "four values a channel",
            (portrait, seed) -> mapped(portrait, value -> 85 * Math.round(value / 85))),
    BLUE(Component.NATURAL_COLOR, "red times 0.6, blue times 1.5", (portrait, seed) -> tinted(portrait, 0.4)),
    TILTED(
            Component.ROLL, "turned by 50 degrees in the plane",
            (portrait, seed) -> turned(portrait, Math.toRadians(50))),
    TURNED(
            Component.YAW, "points as of a head that is turned by 45 degrees; the pixels stay",
            (portrait, seed) -> turnedHead(portrait, 45)),
    CUT_LEFT(
            Component.CROP_LEFT, "cut 0.4 distances of the eyes beside an eye",
            (portrait, seed) -> cutLeft(portrait, 0.4)),
    CUT_RIGHT(
            Component.CROP_RIGHT, "cut 0.4 distances of the eyes beside an eye",
            (portrait, seed) -> cutRight(portrait, 0.4)),
    FAR(
            Component.HEAD_SIZE, "in a picture three times as wide and high",
            (portrait, seed) -> inWiderPicture(portrait, 3)),
    COMPANY(
            Component.SINGLE_FACE, "beside a face of the same size",
            (portrait, seed) -> new Portrait(portrait.picture(), portrait.face(), portrait.file(), 1)),
    BLUR(Component.SHARPNESS, "a Gaussian of 3 pixels of the aligned face", (portrait, seed) -> blurred(portrait, 3)),
    JPEG(Component.COMPRESSION, "libjpeg's quality 8", (portrait, seed) -> compressed(portrait, 8)),
    BUSY(
            Component.BACKGROUND_UNIFORMITY, "squares of random gray behind the head",
            (portrait, seed) -> inFrontOfSquares(portrait, new Random(seed)));

    private static final int CHANNELS = 3;

    private final Component own;
    private final String words;
    private final Worse worse;

    QualityDegradation(Component own, String words, Worse worse) {
        this.own = own;
        this.words = words;
        this.worse = worse;
    }

    /** The component that it is made for. */
    Component own() {
        return own;
    }

    String words() {
        return words;
    }

    Portrait of(Portrait portrait, long seed) {
        return worse.of(portrait, seed);
    }

    @FunctionalInterface
    private interface Worse {
        Portrait of(Portrait portrait, long seed);
    }

    /** Gives each value of a changed picture. */
    @FunctionalInterface
    private interface Change {
        double value(int x, int y, int channel, double old);
    }

    private static Portrait pixels(Portrait portrait, Change change) {
        Image old = portrait.picture();
        byte[] rgb = old.toRgb();
        for (int y = 0, at = 0; y < old.height(); y++) {
            for (int x = 0; x < old.width(); x++) {
                for (int channel = 0; channel < CHANNELS; channel++, at++) {
                    rgb[at] = rounded(change.value(x, y, channel, rgb[at] & 0xFF));
                }
            }
        }
        return portrait.in(Image.copyOf(old.width(), old.height(), rgb));
    }

    private static byte rounded(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }

    static Portrait mapped(Portrait portrait, DoubleUnaryOperator change) {
        return pixels(portrait, (x, y, channel, value) -> change.applyAsDouble(value));
    }

    /** A dim side, which goes over to the other beside the nose. */
    static Portrait litFromSide(Portrait portrait, double dimmed) {
        double middle = portrait.face().landmarks().nose().x();
        double ramp = 0.15 * portrait.face().landmarks().eyeDistance();
        return pixels(portrait, (x, y, channel, value) ->
                value * (dimmed + (1 - dimmed) / (1 + Math.exp((middle - x) / ramp))));
    }

    /** Less red, more blue. */
    static Portrait tinted(Portrait portrait, double amount) {
        double[] factors = {1 - amount, 1, 1 + 1.25 * amount};
        return pixels(portrait, (x, y, channel, value) -> factors[channel] * value);
    }

    static Portrait cutLeft(Portrait portrait, double besideEye) {
        double eye = Math.min(
                portrait.face().landmarks().rightEye().x(),
                portrait.face().landmarks().leftEye().x());
        int from = (int) Math.max(0, eye - besideEye * portrait.face().landmarks().eyeDistance());
        return cut(portrait, from, portrait.picture().width());
    }

    private static Portrait cutRight(Portrait portrait, double besideEye) {
        double eye = Math.max(
                portrait.face().landmarks().rightEye().x(),
                portrait.face().landmarks().leftEye().x());
        int to = (int) (eye + besideEye * portrait.face().landmarks().eyeDistance());
        return cut(portrait, 0, Math.min(portrait.picture().width(), to));
    }

    static Portrait resized(Portrait portrait, double scale) {
        Image old = portrait.picture();
        int width = (int) Math.round(scale * old.width());
        int height = (int) Math.round(scale * old.height());
        double across = (double) width / old.width();
        double down = (double) height / old.height();
        return portrait.moved(
                Resizing.PILLOW.resize(old, width, height),
                point -> new Point((point.x() + 0.5) * across - 0.5, (point.y() + 0.5) * down - 0.5),
                across);
    }

    private static Portrait turned(Portrait portrait, double angle) {
        Image old = portrait.picture();
        int side = (int) Math.ceil(Math.hypot(old.width(), old.height()));
        Point center = portrait.face().box().center();
        double cosine = Math.cos(angle);
        double sine = Math.sin(angle);
        double middle = (side - 1) / 2.0;
        SimilarityTransform turn = new SimilarityTransform(
                cosine,
                sine,
                middle - cosine * center.x() + sine * center.y(),
                middle - sine * center.x() - cosine * center.y());
        Image turned = Image.filledBy(side, side, rgb -> new BilinearWarp(old, turn.inverse())
                .square(side, (index, red, green, blue) -> {
                    rgb[CHANNELS * index] = rounded(red);
                    rgb[CHANNELS * index + 1] = rounded(green);
                    rgb[CHANNELS * index + 2] = rounded(blue);
                }));
        return portrait.moved(turned, turn::apply, 1);
    }

    /** A nose half an eye distance in front of the line from the eyes to the mouth. */
    static Portrait turnedHead(Portrait portrait, double degrees) {
        double shortened = Math.cos(Math.toRadians(degrees));
        List<Point> points = new ArrayList<>(portrait.face().landmarks().points());
        Point eyes = middle(points.get(0), points.get(1));
        double apart = portrait.face().landmarks().eyeDistance();
        for (int i = 0; i < points.size(); i++) {
            Point old = points.get(i);
            double aside = i == 2 ? 0.5 * apart * Math.sin(Math.toRadians(degrees)) : 0;
            points.set(i, new Point(eyes.x() + shortened * (old.x() - eyes.x()) + aside, old.y()));
        }
        DetectedFace face = portrait.face();
        return new Portrait(
                portrait.picture(),
                new DetectedFace(face.box(), Portrait.landmarks(points), face.confidence()),
                portrait.file(),
                portrait.otherArea());
    }

    private static Point middle(Point one, Point other) {
        return new Point((one.x() + other.x()) / 2, (one.y() + other.y()) / 2);
    }

    private static Portrait cut(Portrait portrait, int from, int to) {
        Image old = portrait.picture();
        byte[] rgb = old.toRgb();
        int width = to - from;
        Image part = Image.filledBy(width, old.height(), target -> {
            for (int y = 0; y < old.height(); y++) {
                System.arraycopy(
                        rgb, CHANNELS * (y * old.width() + from), target, CHANNELS * y * width, CHANNELS * width);
            }
        });
        return portrait.moved(part, point -> new Point(point.x() - from, point.y()), 1);
    }

    private static Portrait inWiderPicture(Portrait portrait, int times) {
        Image old = portrait.picture();
        byte[] rgb = old.toRgb();
        int width = times * old.width();
        int left = (width - old.width()) / 2;
        int top = (times * old.height() - old.height()) / 2;
        // The border repeats, so that there is nothing new to see.
        Image wider = Image.filledBy(width, times * old.height(), target -> {
            for (int y = 0, at = 0; y < times * old.height(); y++) {
                int oldY = Math.max(0, Math.min(old.height() - 1, y - top));
                for (int x = 0; x < width; x++) {
                    int from = CHANNELS * (oldY * old.width() + Math.max(0, Math.min(old.width() - 1, x - left)));
                    for (int channel = 0; channel < CHANNELS; channel++) {
                        target[at++] = rgb[from + channel];
                    }
                }
            }
        });
        return portrait.moved(wider, point -> new Point(point.x() + left, point.y() + top), 1);
    }

    static Portrait blurred(Portrait portrait, double sigmaOfAligned) {
        double apart = portrait.face().landmarks().eyeDistance();
        double sigma = sigmaOfAligned * apart / 35.2;
        Image old = portrait.picture();
        double[] values = new double[CHANNELS * old.width() * old.height()];
        byte[] rgb = old.toRgb();
        for (int i = 0; i < values.length; i++) {
            values[i] = rgb[i] & 0xFF;
        }
        double[] across = smoothed(values, sigma, CHANNELS, old.width());
        double[] both = smoothed(across, sigma, CHANNELS * old.width(), old.height());
        for (int i = 0; i < values.length; i++) {
            rgb[i] = rounded(both[i]);
        }
        return portrait.in(Image.copyOf(old.width(), old.height(), rgb));
    }

    /** A Gaussian along one axis, whose neighbors are {@code apart} numbers apart; the border repeats. */
    private static double[] smoothed(double[] values, double sigma, int apart, int length) {
        int radius = (int) Math.ceil(3 * sigma);
        double[] kernel = new double[2 * radius + 1];
        double sum = 0;
        for (int k = -radius; k <= radius; k++) {
            kernel[k + radius] = Math.exp(-k * k / (2 * sigma * sigma));
            sum += kernel[k + radius];
        }
        double[] smoothed = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int place = i / apart % length;
            double value = 0;
            for (int k = -radius; k <= radius; k++) {
                int neighbor = Math.max(0, Math.min(length - 1, place + k));
                value += kernel[k + radius] * values[i + (neighbor - place) * apart];
            }
            smoothed[i] = value / sum;
        }
        return smoothed;
    }

    static Portrait compressed(Portrait portrait, int quality) {
        byte[] jpeg = PictureEncoder.jpeg(portrait.picture(), quality);
        Image decoded = Samples.decoded(ImageSource.of("compressed", jpeg));
        return new Portrait(decoded, portrait.face(), jpeg, portrait.otherArea());
    }

    private static Portrait inFrontOfSquares(Portrait portrait, Random random) {
        double apart = portrait.face().landmarks().eyeDistance();
        Point nose = portrait.face().landmarks().nose();
        int side = (int) Math.max(2, 0.5 * apart);
        int across = portrait.picture().width() / side + 1;
        double[] grays = random.doubles((long) across * (portrait.picture().height() / side + 1), 20, 235).toArray();
        return pixels(portrait, (x, y, channel, value) -> {
            double right = (x - nose.x()) / (1.5 * apart);
            double down = (y - nose.y() + 0.5 * apart) / (1.9 * apart);
            boolean isBehind = right * right + down * down > 1 && y < nose.y() + 0.7 * apart;
            return isBehind ? grays[y / side * across + x / side] : value;
        });
    }
}
