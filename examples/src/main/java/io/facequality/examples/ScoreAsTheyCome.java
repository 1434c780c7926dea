package io.facequality.examples;

import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.PictureSearch;
import java.nio.file.Path;

/** Scores the pictures below a folder, and hears of each as it comes. */
public final class ScoreAsTheyCome {

    private ScoreAsTheyCome() {}

    /**
     * Prints a line a face.
     *
     * @param arguments the folder with the pictures
     */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try (FacePipeline faces = FacePipeline.builder().build()) {
            faces.score(PictureSearch.usual().below(folder).pictures(), picture -> picture.faces().accept(
                    found -> found.forEach(face -> System.out.println(face.id().source() + " " + face.value().value())),
                    rejection -> System.err.println(rejection.message())));
        }
    }
}
