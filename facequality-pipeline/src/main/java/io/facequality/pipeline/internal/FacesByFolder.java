package io.facequality.pipeline.internal;

import io.facequality.FaceRecord;
import io.facequality.ImageSource;
import io.facequality.pipeline.FaceWork.Explained;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What came of reading pictures.
 *
 * @param faces the faces of each folder, by its name
 * @param rejected what could not be used
 */
public record FacesByFolder(Map<String, List<FaceRecord>> faces, List<RejectedPicture> rejected) {

    private static final int PICTURES_AT_ONCE = 8;

    public static FacesByFolder none() {
        return new FacesByFolder(Map.of(), List.of());
    }

    /**
     * Reads pictures, scores and embeds their faces.
     *
     * @param folder gives the folder of a picture by the picture's identifier
     */
    public static FacesByFolder read(
            PictureFlow flow, ModelSet models, List<ImageSource> pictures, UnaryOperator<String> folder) {
        Map<String, List<FaceRecord>> faces = new TreeMap<>();
        List<RejectedPicture> rejected = new ArrayList<>();
        FaceStep<Explained<FaceRecord>> step =
                FaceStep.explained(FaceStep.recording(models.scorer().get(), models.embedder().get()));
        flow.run(pictures, step, PICTURES_AT_ONCE, picture -> picture.faces()
                .accept(
                        some -> faces.computeIfAbsent(folder.apply(picture.source()), name -> new ArrayList<>())
                                .addAll(some.stream().map(face -> face.value().value()).toList()),
                        no -> rejected.add(new RejectedPicture(picture.source(), no.cause(), no.message()))));
        return new FacesByFolder(faces, rejected);
    }
}
