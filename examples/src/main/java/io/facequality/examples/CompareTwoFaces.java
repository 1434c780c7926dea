package io.facequality.examples;

import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.Similarity;
import java.nio.file.Path;

/** Compares two faces. */
public final class CompareTwoFaces {

    private CompareTwoFaces() {}

    /**
     * Prints whether two pictures show one person, and how often such an answer is wrong.
     *
     * @param arguments two pictures
     */
    public static void main(String[] arguments) {
        try (FacePipeline faces = FacePipeline.open()) {
            Similarity similarity = faces.compare(Path.of(arguments[0]), Path.of(arguments[1]));
            System.out.printf("%s, similarity %.3f%n", similarity.answer(), similarity.value());
            similarity.errorRate().ifPresent(rate -> System.out.printf("wrong in %.1f %% of such pairs%n", 100 * rate));
        }
    }
}
