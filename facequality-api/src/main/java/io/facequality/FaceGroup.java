package io.facequality;

import java.util.List;
import java.util.Objects;

/**
 * Faces to choose among: one person's, or one cluster's. Selectors speak of them by their ordinal in this list.
 *
 * @param name the group's name; for a folder its path
 * @param faces at least one face, in a fixed order; all embeddings of one dimension
 */
public record FaceGroup(String name, List<FaceRecord> faces) {

    /** Copies the list and checks that it is not empty and of one embedder. */
    public FaceGroup {
        Objects.requireNonNull(name, "name");
        faces = List.copyOf(faces);
        if (faces.isEmpty()) {
            throw InvalidInputException.ofValue("FaceGroup", "at least one face in the group " + name, "none");
        }
        int dimension = faces.get(0).embedding().dimension();
        for (FaceRecord face : faces) {
            if (face.embedding().dimension() != dimension) {
                throw InvalidInputException.ofValue(
                        "FaceGroup",
                        "embeddings of one dimension in the group " + name,
                        dimension + " and " + face.embedding().dimension() + " at " + face.id());
            }
        }
    }

    /**
     * The number of faces.
     *
     * @return at least 1
     */
    public int size() {
        return faces.size();
    }
}
