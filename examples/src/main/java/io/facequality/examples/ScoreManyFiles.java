package io.facequality.examples;

import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.PictureSearch;
import java.nio.file.Path;

/** Scores all pictures below a folder, however many, and shows how far it has come. */
public final class ScoreManyFiles {

    private ScoreManyFiles() {}

    /**
     * Prints one line per face.
     *
     * @param arguments the folder with the pictures
     */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try (FacePipeline faces = FacePipeline.builder()
                .listener(progress -> System.err.print("\r" + progress.done() + " of " + progress.total()))
                .build()) {
            faces.score(PictureSearch.usual().below(folder).pictures(), picture -> picture.faces().accept(
                    found -> found.forEach(face -> System.out.println(face.id().source() + " " + face.value().value())),
                    rejection -> System.err.println(rejection.message())));
        }
    }
}
