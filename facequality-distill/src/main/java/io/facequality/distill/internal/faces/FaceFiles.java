package io.facequality.distill.internal.faces;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ImageDecoder;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.Resizing;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The aligned crops that are learned from, read when they are needed. A crop of other size is resized as the published
 * code does. Safe to share between threads.
 */
public final class FaceFiles {

    public static final int CHANNELS = 3;
    private static final int PIXELS = AlignedFace.SIZE * AlignedFace.SIZE;
    /** How many numbers a face is to a network. */
    public static final int FLOATS = CHANNELS * PIXELS;
    private static final float HALF_RANGE = 127.5f;

    private final Path root;
    private final ImageDecoder decoder = OpenCvImageDecoder.create();

    public FaceFiles(Path root) {
        this.root = root;
    }

    /** Reads one crop. */
    public Outcome<AlignedFace> read(String path) {
        return decoder.decode(ImageSource.of(root.resolve(path)))
                .then(image -> Outcome.ok(AlignedFace.of(
                        Resizing.PILLOW.resize(image, AlignedFace.SIZE, AlignedFace.SIZE))));
    }

    /**
     * Reads a crop that could be read before.
     *
     * @throws StorageException if it cannot be read any more
     */
    public AlignedFace readAgain(String path) {
        Outcome<AlignedFace> crop = read(path);
        if (crop instanceof Outcome.Ok<AlignedFace> ok) {
            return ok.value();
        }
        throw new StorageException(new Problem(
                "cannot read a training face any more", path, "the file that was there when the training began",
                ((Outcome.Rejected<AlignedFace>) crop).rejection().message(),
                "Put it back and start again; it goes on."));
    }

    /** Puts a face into an array pixel by pixel, from -1 to 1: PyTorch's convolutions are faster on these. */
    public static void pixels(AlignedFace face, float[] target, int from) {
        ByteBuffer pixels = face.pixels();
        for (int i = 0; i < FLOATS; i++) {
            target[from + i] = (Byte.toUnsignedInt(pixels.get(i)) - HALF_RANGE) / HALF_RANGE;
        }
    }

    /** Puts a face into an array as networks take it: red, green and blue plane, from -1 to 1. */
    static void planes(AlignedFace face, float[] target, int from) {
        ByteBuffer pixels = face.pixels();
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                int value = Byte.toUnsignedInt(pixels.get(pixel * CHANNELS + channel));
                target[from + channel * PIXELS + pixel] = (value - HALF_RANGE) / HALF_RANGE;
            }
        }
    }
}
