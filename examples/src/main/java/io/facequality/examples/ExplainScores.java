package io.facequality.examples;

import io.facequality.ImageSource;
import io.facequality.QualityScore;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.FaceWork.Explained;
import io.facequality.pipeline.PictureSearch;
import java.nio.file.Path;
import java.util.List;

/** Says what is wrong with the faces of pictures. */
public final class ExplainScores {

    private ExplainScores() {}

    /**
     * Prints a line for each face that something is wrong with.
     *
     * @param arguments the folder with the pictures
     */
    public static void main(String[] arguments) {
        List<ImageSource> pictures =
                PictureSearch.usual().below(Path.of(arguments[0])).pictures();
        try (FacePipeline faces = FacePipeline.open()) {
            FaceWork<Explained<QualityScore>> work = FaceWork.explained(FaceWork.scored());
            faces.process(pictures, work, picture -> picture.faces().accept(
                    found -> found.forEach(face -> face.value()
                            .report()
                            .sentence()
                            .ifPresent(sentence -> System.out.println(picture.source() + ": " + sentence))),
                    rejection -> System.err.println(rejection.message())));
        }
    }
}
