package io.facequality.onnx.diffusion;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.onnx.internal.diffusion.Pictures;
import java.util.ArrayList;
import java.util.List;

/**
 * Embeds faces whose pixels are no bytes: noised ones, which leave the range of a picture, and restored ones. The
 * pictures are rows as a {@link Denoiser} takes them.
 */
public interface PictureEmbedder extends AutoCloseable {

    /**
     * Embeds pictures. Safe to call from several threads at once; an embedding does not depend on the pictures beside
     * it.
     *
     * @param pictures the pictures, of which the first {@code count} are read; not changed
     * @param count how many pictures
     * @return one embedding for each, in their order
     * @throws io.facequality.ModelException if the model fails
     * @throws io.facequality.ClosedException after {@link #close()}
     */
    List<Embedding> embed(float[] pictures, int count);

    /**
     * Which model embeds.
     *
     * @return the model's identity
     */
    ModelId model();

    /** Releases what the embedder holds; idempotent, waits for calls in flight. */
    @Override
    default void close() {}

    /**
     * Any embedder of faces. It takes bytes, so pixels are clipped to the range of a picture and rounded to 8 bits; the
     * score then differs a little from that of the same model on exact pixels, and must not be compared with it.
     *
     * @param embedder the embedder, which the result closes
     * @return the embedder for pictures
     */
    static PictureEmbedder inEightBits(Embedder embedder) {
        return new PictureEmbedder() {
            @Override
            public List<Embedding> embed(float[] pictures, int count) {
                List<AlignedFace> faces = new ArrayList<>(count);
                for (int row = 0; row < count; row++) {
                    int from = row * Pictures.FLOATS;
                    faces.add(AlignedFace.of(Image.filledBy(
                            AlignedFace.SIZE, AlignedFace.SIZE, rgb -> Pictures.toBytes(pictures, from, rgb))));
                }
                return embedder.embed(faces);
            }

            @Override
            public ModelId model() {
                ModelId model = embedder.model();
                return new ModelId(model.name() + " in 8 bits", model.version(), model.sha256());
            }

            @Override
            public void close() {
                embedder.close();
            }
        };
    }
}
