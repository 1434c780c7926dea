package io.facequality;

/** Chooses which faces of a group to keep. */
@FunctionalInterface
public interface DuplicateSelector {

    /**
     * Chooses. Safe to call from several threads at once; the same group and setting give the same selection.
     *
     * @param group one person's or one cluster's faces
     * @param keep how many to keep
     * @return what is kept and dropped, each face with its reason
     */
    Selection select(FaceGroup group, Keep keep);
}
