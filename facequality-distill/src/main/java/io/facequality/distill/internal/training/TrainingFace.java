package io.facequality.distill.internal.training;

import io.facequality.Embedding;
import java.util.function.UnaryOperator;

/**
 * A face to learn from.
 *
 * @param path the image, below the data's folder
 * @param teacher the teacher's embedding of the image as it is
 * @param center the center of the person's faces
 * @param label q of the image as it is; NaN if it has none
 */
record TrainingFace(String path, Embedding teacher, Embedding center, double label) {

    /** The same with other embeddings. */
    TrainingFace map(UnaryOperator<Embedding> change) {
        return new TrainingFace(path, change.apply(teacher), change.apply(center), label);
    }
}
