package io.facequality.distill.internal.faces;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import java.util.function.UnaryOperator;

/** A model that a student learns from. Safe to call from several threads at once. */
@FunctionalInterface
public interface Teacher {

    /**
     * What a student is to give for a face.
     *
     * @param embedding what the student's features are to be
     * @param map a feature map, channel by channel; empty if the teacher shows none
     */
    record Target(Embedding embedding, float[] map) {}

    Target target(AlignedFace face);

    /** The same teacher, with shorter embeddings. */
    default Teacher shortened(UnaryOperator<Embedding> shortening) {
        return face -> {
            Target target = target(face);
            return new Target(shortening.apply(target.embedding()), target.map());
        };
    }
}
