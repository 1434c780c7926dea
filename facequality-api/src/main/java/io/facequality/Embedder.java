package io.facequality;

import java.util.List;

/** Embeds faces: maps each to a vector, so that faces of one person lie close together. */
@FunctionalInterface
public interface Embedder extends AutoCloseable {

    /**
     * Embeds faces. Safe to call from several threads at once; a face's embedding does not depend on the faces beside
     * it.
     *
     * @param faces any number of faces
     * @return one embedding for each, in their order, all of one dimension
     * @throws FaceQualityException.ModelException if the model fails
     * @throws FaceQualityException.ClosedException after {@link #close()}
     */
    List<Embedding> embed(List<AlignedFace> faces);

    /**
     * Embeds one face.
     *
     * @param face the face
     * @return its embedding
     */
    default Embedding embed(AlignedFace face) {
        return embed(List.of(face)).get(0);
    }

    /**
     * Which model embeds; it goes into every plan.
     *
     * @return the model's identity; by default the implementing class, without a digest
     */
    default ModelId model() {
        return ModelId.ofCode(this);
    }

    /** Releases what the embedder holds; idempotent, waits for calls in flight. A lambda holds nothing. */
    @Override
    default void close() {}
}
