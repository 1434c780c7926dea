package io.facequality.images.internal;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.Image;
import io.facequality.images.OnnxFaceDetector;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelFile;
import io.facequality.testing.SharedData;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Models and photographs for the tests of the detectors. */
public final class Detectors {

    private Detectors() {}

    public static ModelFile landmarks() {
        return file(EmbeddedModel.LANDMARKS);
    }

    public static ModelFile detector() {
        return file(EmbeddedModel.DETECTOR);
    }

    private static ModelFile file(EmbeddedModel model) {
        try {
            return ModelFile.of(model.modelName(), model.version(), model.read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The embedded detectors with their calibration. */
    public static OnnxFaceDetector.Builder embedded() {
        return of(detector()).crowdDetector(file(EmbeddedModel.CROWD_DETECTOR));
    }

    /** Another detector with the embedded landmark network and calibration. */
    public static OnnxFaceDetector.Builder of(ModelFile detector) {
        try {
            return OnnxFaceDetector.builder(detector, landmarks())
                    .calibration(EmbeddedModel.DETECTOR.readCalibration().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path model(String file) {
        return SharedData.path("models", file);
    }

    public static Path yuNet() {
        return model("face_detection_yunet_2023mar.onnx");
    }

    /** The picture turned clockwise around its middle, on black. */
    public static Image turned(Image image, double degrees) {
        BufferedImage turned =
                new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = turned.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.rotate(Math.toRadians(degrees), image.width() / 2.0, image.height() / 2.0);
        graphics.drawImage(image.toBufferedImage(), 0, 0, null);
        graphics.dispose();
        return Image.of(turned);
    }

    /** What a box holds of a picture. */
    public static Image cut(Image image, Box box) {
        int left = (int) Math.max(0, box.left());
        int top = (int) Math.max(0, box.top());
        int width = (int) Math.min(box.width(), image.width() - left);
        int height = (int) Math.min(box.height(), image.height() - top);
        return Image.of(image.toBufferedImage().getSubimage(left, top, width, height));
    }

    /** Every twelfth of 429 unaligned portraits; the person stands in the middle. */
    public static List<Image> portraits() {
        try (Stream<Path> files = Files.walk(SharedData.path("data", "people-photos"))) {
            List<Path> photos = files.filter(Files::isRegularFile).sorted().toList();
            return IntStream.range(0, photos.size())
                    .filter(i -> i % 12 == 0)
                    .mapToObj(i -> Pictures.photo(photos.get(i)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Image group() {
        return Pictures.photo(SharedData.path("data", "photos", "df_selfie-many-people.jpg"));
    }

    public static boolean holdsTheCenter(Image image, DetectedFace face) {
        double x = image.width() / 2.0 - face.box().left();
        double y = image.height() / 2.0 - face.box().top();
        return x > 0 && y > 0 && x < face.box().width() && y < face.box().height();
    }
}
