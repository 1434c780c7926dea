package io.facequality.distill.training;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import java.util.function.UnaryOperator;

/** What a student learns its features from. Safe to call from several threads at once. */
@FunctionalInterface
interface Teacher {

    /**
     * What a teacher says of a face.
     *
     * @param embedding what the student's features are to be
     * @param map a feature map, channel by channel; empty if the teacher shows none
     */
    record Seen(Embedding embedding, float[] map) {}

    Seen see(AlignedFace face);

    /** The same teacher, with shorter embeddings. */
    default Teacher shortened(UnaryOperator<Embedding> shortening) {
        return face -> {
            Seen seen = see(face);
            return new Seen(shortening.apply(seen.embedding()), seen.map());
        };
    }
}
