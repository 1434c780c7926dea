package io.facequality.distill.training;

import io.facequality.AlignedFace;
import io.facequality.ImageDecoder;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.opencv.OpenCvImageDecoder;
import io.facequality.opencv.Resizing;
import java.nio.file.Path;

/**
 * The aligned crops that are learnt from, read when they are needed. A crop of other size is resized as the published
 * code does. Safe to share between threads.
 */
final class FaceFiles {

    private final Path root;
    private final ImageDecoder decoder = OpenCvImageDecoder.create();

    FaceFiles(Path root) {
        this.root = root;
    }

    /** Reads one crop. */
    Outcome<AlignedFace> read(String path) {
        return decoder.decode(ImageSource.of(root.resolve(path)))
                .then(image -> Outcome.ok(AlignedFace.of(
                        Resizing.PILLOW.resize(image, AlignedFace.SIZE, AlignedFace.SIZE))));
    }
}
