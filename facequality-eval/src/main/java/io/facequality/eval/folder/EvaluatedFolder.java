package io.facequality.eval.folder;

import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.EvaluationFiles;
import io.facequality.eval.EvaluationResult;
import io.facequality.pipeline.PictureSearch.PassedOver;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import java.util.List;
import java.util.Objects;

/**
 * The evaluation of a folder.
 *
 * @param result the figures
 * @param faces the faces that were compared, with all scores and embeddings
 * @param rejected the pictures that could not be used
 * @param passedOver what the search for pictures did not look at; nothing if a file named the pairs
 * @param files where everything was written
 */
public record EvaluatedFolder(
        EvaluationResult result,
        EvaluatedFaces faces,
        List<RejectedPicture> rejected,
        PassedOver passedOver,
        EvaluationFiles files) {

    /** Copies the list and checks that nothing is missing. */
    public EvaluatedFolder {
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(faces, "faces");
        Objects.requireNonNull(passedOver, "passedOver");
        Objects.requireNonNull(files, "files");
        rejected = List.copyOf(rejected);
    }
}
