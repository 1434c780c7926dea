package io.facequality.review.internal;

import io.facequality.group.DefaultThresholds;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.Grouping;

/** Finds people among faces from anywhere. */
final class People {

    private People() {}

    /** Every two faces of a person are at least as alike as the embedder's own threshold for one person says. */
    static Grouping grouping(FaceFolder folder) {
        return folder.faces().isEmpty()
                ? Grouping.faces()
                : Grouping.faces(DefaultThresholds.samePerson(folder.faces().get(0).embedder()).similarity());
    }
}
