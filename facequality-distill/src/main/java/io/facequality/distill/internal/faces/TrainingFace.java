package io.facequality.distill.internal.faces;

import io.facequality.Embedding;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A face to learn from.
 *
 * @param path the image, below the data's folder
 * @param teacher the teacher's embedding of the image as it is
 * @param center the center of the person's faces
 * @param recognized q of the image as it is, where the teacher recognizes it; NaN if it has none
 * @param second what another embedder says of it, if there is one
 */
public record TrainingFace(
        String path, Embedding teacher, Embedding center, double recognized, Optional<Recognition> second) {

    /**
     * How well another embedder recognizes the image.
     *
     * @param embedding its embedding of the image as it is
     * @param label q by this embedder; NaN if the image has none
     */
    record Recognition(Embedding embedding, double label) {}

    /** The same with other embeddings of the teacher. */
    TrainingFace map(UnaryOperator<Embedding> change) {
        return new TrainingFace(path, change.apply(teacher), change.apply(center), recognized, second);
    }

    boolean hasLabel() {
        return !Double.isNaN(recognized);
    }

    /** q of the image as it is: the mean of what the embedders say; NaN if it has none. */
    double label() {
        return second.map(other -> (recognized + other.label) / 2).orElse(recognized);
    }

    /**
     * q of a variant of the image: lower by as much as each embedder no longer recognizes it.
     *
     * @param byTeacher the teacher's embedding of the variant
     * @param byOther the other embedder's; asked for if there is one
     */
    double labelOfVariant(Embedding byTeacher, Supplier<Embedding> byOther) {
        double first = recognized * similarity(byTeacher, teacher);
        return second.map(other -> (first + other.label * similarity(byOther.get(), other.embedding)) / 2)
                .orElse(first);
    }

    private static double similarity(Embedding variant, Embedding image) {
        return Math.max(0, variant.cosine(image));
    }
}
