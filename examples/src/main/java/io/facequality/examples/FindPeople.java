package io.facequality.examples;

import io.facequality.Keep;
import io.facequality.images.FaceChoice;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.Grouping;
import io.facequality.plan.SelectionPlan;
import java.nio.file.Path;

/** Chooses the best faces of each person in pictures that nobody sorted. */
public final class FindPeople {

    private FindPeople() {}

    /**
     * Finds the people, and chooses among each one's faces.
     *
     * @param root a folder of pictures, in any order
     * @return the plan; its groups are the people
     */
    public static SelectionPlan select(Path root) {
        try (FacePipeline pipeline = FacePipeline.builder().faces(FaceChoice.ALL).build()) {
            FaceFolder folder = pipeline.read(root);
            return pipeline.select(folder, Grouping.people(), Keep.best(3));
        }
    }
}
