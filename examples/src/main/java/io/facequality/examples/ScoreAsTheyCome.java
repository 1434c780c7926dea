package io.facequality.examples;

import io.facequality.Outcome;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.PictureFinder;
import io.facequality.pipeline.ScoredFace;
import java.nio.file.Path;
import java.util.List;

/** Scores the pictures below a folder, and gets each result as it comes. */
public final class ScoreAsTheyCome {

    private ScoreAsTheyCome() {}

    /**
     * Prints one line per face.
     *
     * @param arguments the folder with the pictures
     */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try (FacePipeline faces = FacePipeline.builder().build()) {
            faces.score(PictureFinder.below(folder, List.of()), picture -> {
                if (picture.faces() instanceof Outcome.Ok<List<ScoredFace>> ok) {
                    ok.value().forEach(face -> System.out.println(picture.source() + " " + face.quality().value()));
                } else if (picture.faces() instanceof Outcome.Rejected<List<ScoredFace>> no) {
                    System.err.println(no.rejection().message());
                }
            });
        }
    }
}
