package io.facequality.distill.internal.faces;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import java.util.List;
import java.util.function.UnaryOperator;

/** A model that a student learns from. Safe to call from several threads at once. */
@FunctionalInterface
public interface Teacher {

    /**
     * What a student is to give for a face.
     *
     * @param embedding what the student's features are to be
     * @param maps feature maps, each channel by channel; none if the teacher shows none
     */
    record Target(Embedding embedding, List<float[]> maps) {}

    Target target(AlignedFace face);

    /** The same teacher, with shorter embeddings. */
    default Teacher shortened(UnaryOperator<Embedding> shortening) {
        return face -> {
            Target target = target(face);
            return new Target(shortening.apply(target.embedding()), target.maps());
        };
    }
}
