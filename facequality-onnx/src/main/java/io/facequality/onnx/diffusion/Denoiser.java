package io.facequality.onnx.diffusion;

import io.facequality.ModelId;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxDenoiser;

/**
 * Tells from noised pictures what they were without the noise: the network of a diffusion, trained to predict the clean
 * picture.
 *
 * <p>Pictures are rows of {@code 3 * 112 * 112} numbers: the red, the green and the blue plane, each row by row from
 * the top, a clean picture's numbers from -1 to 1.
 */
public interface Denoiser extends AutoCloseable {

    /**
     * Restores pictures. Safe to call from several threads at once; a row does not depend on the rows beside it.
     *
     * @param noisy the pictures, of which the first {@code count} are read; not changed
     * @param count how many pictures
     * @param time how noisy they are: the index in the noise schedule
     * @return the pictures as the network believes that they were, {@code count} rows in an array of the caller's own,
     *     not clipped
     * @throws io.facequality.ModelException if the model fails
     * @throws io.facequality.ClosedException after {@link #close()}
     */
    float[] denoise(float[] noisy, int count, int time);

    /**
     * Which model restores.
     *
     * @return the model's identity
     */
    ModelId model();

    /** Releases what the denoiser holds; idempotent, waits for calls in flight. */
    @Override
    default void close() {}

    /**
     * Restores with an ONNX model, mostly a UNet: two inputs, the pictures {@code [n,3,112,112]} float32 and the times
     * {@code [n]} int64, and one float32 output, the clean pictures, of the pictures' shape. The batch, the height and
     * the width may be open or fixed.
     *
     * @param file the model's file
     * @param options how it is run
     * @return the open denoiser, which the caller closes
     * @throws io.facequality.ModelException if the file is missing, damaged, or not such a model, or if this machine
     *     lacks the execution provider
     */
    static Denoiser open(ModelFile file, ModelOptions options) {
        return OnnxDenoiser.open(file, options);
    }
}
