package io.facequality.examples;

import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.ImageSource;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FaceWork;
import java.util.ArrayList;
import java.util.List;

/** Groups near-duplicates among pictures that lie in no folder, such as those of a database. */
public final class GroupInMemory {

    private GroupInMemory() {}

    /**
     * Groups the faces of pictures.
     *
     * @param pictures where the pictures come from
     * @return groups of near-duplicates; a face without any is alone in its group
     */
    public static List<FaceGroup> group(List<ImageSource> pictures) {
        List<FaceRecord> records = new ArrayList<>();
        try (FacePipeline faces = FacePipeline.open()) {
            faces.process(pictures, FaceWork.recorded(), picture -> picture.faces().accept(
                    found -> found.forEach(face -> records.add(face.value())),
                    rejection -> System.err.println(rejection.message())));
            return faces.group(records);
        }
    }
}
