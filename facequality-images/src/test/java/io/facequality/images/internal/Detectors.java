package io.facequality.images.internal;

import io.facequality.DetectedFace;
import io.facequality.Image;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelFile;
import io.facequality.testing.SharedData;
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
        EmbeddedModel model = EmbeddedModel.LANDMARKS;
        try {
            return ModelFile.of(model.modelName(), model.version(), model.read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path yuNet() {
        return SharedData.path("models", "face_detection_yunet_2023mar.onnx");
    }

    /** Every fourth of 429 unaligned portraits; the person stands in the middle. */
    public static List<Image> portraits() {
        try (Stream<Path> files = Files.walk(SharedData.path("data", "people-photos"))) {
            List<Path> photos = files.filter(Files::isRegularFile).sorted().toList();
            return IntStream.range(0, photos.size())
                    .filter(i -> i % 4 == 0)
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
