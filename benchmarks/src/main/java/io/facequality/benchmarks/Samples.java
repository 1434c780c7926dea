package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImageSource;
import io.facequality.images.OnnxFaceDetector;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.Resizing;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelFile;
import io.facequality.pipeline.PictureSearch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** What the benchmarks work on: a sample photograph from the class path, and models. */
public final class Samples {

    private static final String PHOTOGRAPH = "/org/openimaj/image/data/sinaface.jpg";

    private Samples() {}

    public static byte[] photographBytes() {
        try (InputStream stream = Samples.class.getResourceAsStream(PHOTOGRAPH)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Image photograph() {
        return decoded(ImageSource.of("photograph", photographBytes()));
    }

    public static Image decoded(ImageSource picture) {
        return OpenCvImageDecoder.builder().build().decode(picture).orElseThrow();
    }

    public static AlignedFace face() {
        return AlignedFace.of(Resizing.PILLOW.resize(photograph(), AlignedFace.SIZE, AlignedFace.SIZE));
    }

    /** As many aligned crops of a folder, spread evenly over its pictures in their order. */
    public static List<AlignedFace> spread(Path folder, int count) {
        List<ImageSource> pictures = PictureSearch.usual().below(folder).pictures();
        ImageDecoder decoder = OpenCvImageDecoder.builder().build();
        return IntStream.range(0, count)
                .mapToObj(i -> pictures.get((int) ((long) i * pictures.size() / count)))
                .map(picture -> decoder.decode(picture).orElseThrow())
                .map(image -> AlignedFace.of(Resizing.PILLOW.resize(image, AlignedFace.SIZE, AlignedFace.SIZE)))
                .toList();
    }

    /** A model file by its path, or the embedded model where the path is empty. */
    public static ModelFile model(String path) {
        return path.isEmpty() ? embedded(EmbeddedModel.QUALITY_AND_EMBEDDING) : ModelFile.of(Path.of(path));
    }

    public static ModelFile embedded(EmbeddedModel model) {
        try {
            return ModelFile.of(model.modelName(), model.version(), model.read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The default detector. */
    public static OnnxFaceDetector detector() {
        try {
            return OnnxFaceDetector.builder(embedded(EmbeddedModel.DETECTOR), embedded(EmbeddedModel.LANDMARKS))
                    .crowdDetector(embedded(EmbeddedModel.CROWD_DETECTOR))
                    .calibration(EmbeddedModel.DETECTOR.readCalibration().orElseThrow())
                    .open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
