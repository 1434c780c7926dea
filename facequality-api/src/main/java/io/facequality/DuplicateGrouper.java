package io.facequality;

import java.util.List;

/** Puts faces together that are to be chosen among. */
@FunctionalInterface
public interface DuplicateGrouper {

    /**
     * Groups faces.
     *
     * @param faces the faces
     * @return groups that share no face; together they hold every face, each alone if it belongs to no other
     */
    List<FaceGroup> group(List<FaceRecord> faces);
}
