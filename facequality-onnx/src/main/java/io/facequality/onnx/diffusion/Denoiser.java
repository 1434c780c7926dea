package io.facequality.onnx.diffusion;

import io.facequality.ModelId;

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
}
