package io.facequality.distill.training;

import io.facequality.AlignedFace;
import io.facequality.ImageDecoder;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.Problem;
import io.facequality.StorageException;
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

    /**
     * Reads one crop that could be read before.
     *
     * @throws StorageException if it cannot be read any more
     */
    AlignedFace require(String path) {
        Outcome<AlignedFace> crop = read(path);
        if (crop instanceof Outcome.Ok<AlignedFace> ok) {
            return ok.value();
        }
        throw new StorageException(new Problem(
                "cannot read a training face any more", path, "the file that was there when the training began",
                ((Outcome.Rejected<AlignedFace>) crop).rejection().message(), "Put it back and start again; it goes on."));
    }
}
