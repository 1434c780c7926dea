package io.facequality.plan.internal;

import io.facequality.pipeline.internal.PictureIdentity;
import io.facequality.plan.PlannedGroup;
import java.util.Optional;

/** The file that holds a group's representative vector, beside its copied pictures. */
public final class RepresentativeFile {

    /** Its name, in every folder. */
    public static final String NAME = "best_encoding.npy";

    private RepresentativeFile() {}

    /**
     * Where a group's vector lies.
     *
     * @return a path below the folder that the pictures go to; empty for a group of near-duplicates from anywhere, which
     *     has no folder for its vector to lie in, and for one that a person changed, whose vector nobody computed
     */
    public static Optional<String> pathOf(PlannedGroup group) {
        if (!isFolder(group) || group.isChangedByPerson()) {
            return Optional.empty();
        }
        boolean isRoot = group.name().equals(PictureIdentity.folder(NAME));
        return Optional.of(isRoot ? NAME : group.name() + "/" + NAME);
    }

    private static boolean isFolder(PlannedGroup group) {
        return group.faces().stream().allMatch(face -> PictureIdentity.folder(face.picture()).equals(group.name()));
    }
}
