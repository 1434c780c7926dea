package io.facequality;

import java.util.List;
import java.util.Map;

/**
 * Puts faces together that are to be chosen among. Those of this library give groups in the order of their first faces
 * and faces in the order of their ids, each group with its widest pair; the order in which faces are given and the number
 * of threads change nothing.
 */
@FunctionalInterface
public interface DuplicateGrouper {

    /**
     * Groups faces.
     *
     * @param faces the faces, each once; none is allowed
     * @return groups that share no face; together they hold every face, each alone if it belongs to no other
     * @throws FaceQualityException.InvalidInputException if a face comes twice or embeddings differ in dimension
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; it stays so
     */
    List<FaceGroup> group(List<FaceRecord> faces);

    /**
     * What plans call it.
     *
     * @return by default what a record's {@code toString} says, with its components; otherwise the name of the class
     */
    default String name() {
        return this instanceof Record ? toString() : ModelId.ofCode(this).name();
    }

    /**
     * Which settings have a part in its groups, for plans.
     *
     * @return the settings in the order in which plans show them; none by default
     */
    default Map<String, String> settings() {
        return Map.of();
    }
}
