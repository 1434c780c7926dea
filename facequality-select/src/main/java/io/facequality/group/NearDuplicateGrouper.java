package io.facequality.group;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.InvalidInputException;
import java.util.List;

/**
 * A grouper that shows how wide its groups are. Every face is in exactly one group, each alone if it belongs to no
 * other; groups come in the order of their first faces, faces in the order of their ids; the order in which faces are
 * given and the number of threads change nothing. Immutable and safe for several threads.
 */
@FunctionalInterface
public interface NearDuplicateGrouper extends DuplicateGrouper {

    /**
     * Groups faces.
     *
     * @param faces the faces, each once; none is allowed
     * @return groups that share no face; together they hold every face
     * @throws InvalidInputException if a face comes twice or embeddings differ in dimension
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; it stays so
     */
    List<DuplicateGroup> findDuplicates(List<FaceRecord> faces);

    /**
     * Groups faces, without their widest pairs.
     *
     * @param faces the faces, each once; none is allowed
     * @return the groups of {@link #findDuplicates}
     */
    @Override
    default List<FaceGroup> group(List<FaceRecord> faces) {
        return findDuplicates(faces).stream().map(DuplicateGroup::faces).toList();
    }
}
