package io.facequality.examples;

import io.facequality.QualityScore;
import io.facequality.pipeline.FacePipeline;
import java.nio.file.Path;
import java.util.Optional;

/** Scores one picture. A server keeps the pipeline open, and gives it what it has: a file, bytes, or pixels. */
public final class ScoreOnePicture {

    private ScoreOnePicture() {}

    /**
     * Prints the score of the main face.
     *
     * @param arguments the picture
     */
    public static void main(String[] arguments) {
        try (FacePipeline faces = FacePipeline.open()) {
            Optional<QualityScore> score = faces.score(Path.of(arguments[0]));
            System.out.println(score.map(it -> "quality " + it.value()).orElse("no face"));
        }
    }
}
