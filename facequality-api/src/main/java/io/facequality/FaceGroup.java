package io.facequality;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Faces to choose among: one person's, or one cluster's. Selectors speak of them by their ordinal in this list.
 *
 * @param name the group's name; for a folder its path
 * @param faces at least one face, in a fixed order; all embeddings of one dimension
 * @param widest the two faces that are least alike; empty for a face that is alone, and where nobody looked for them
 */
public record FaceGroup(String name, List<FaceRecord> faces, Optional<WidestPair> widest) {

    /**
     * The two faces of a group that are least alike. Of equally unlike ones the first in the order of their ids.
     *
     * @param first one face
     * @param second the other, after the first in the order of ids
     * @param similarity how alike they are: for embeddings their cosine, from -1 to 1; for perceptual hashes the share of
     *     equal bits, from 0 to 1; 1 for equal files
     */
    public record WidestPair(FaceId first, FaceId second, double similarity) {

        /** Checks the order and the range. */
        public WidestPair {
            Objects.requireNonNull(first, "first");
            if (first.compareTo(second) >= 0) {
                throw InvalidInputException.ofValue("WidestPair", "two faces in order", first + " and " + second);
            }
            if (!(similarity >= -1 && similarity <= 1)) {
                throw InvalidInputException.ofValue("WidestPair", "a similarity from -1 to 1", similarity);
            }
        }

        /**
         * The group's diameter.
         *
         * @return {@code 1 - similarity}, from 0 to 2
         */
        public double diameter() {
            return 1 - similarity;
        }
    }

    /** Copies the list and checks that it is not empty, of one embedder, and that a pair is of two faces. */
    public FaceGroup {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(widest, "widest");
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
        if (widest.isPresent() && faces.size() < 2) {
            throw InvalidInputException.ofValue("FaceGroup", "a widest pair of several faces only", widest + " of one");
        }
    }

    /**
     * A group whose widest pair is not known.
     *
     * @param name the group's name; for a folder its path
     * @param faces at least one face, in a fixed order; all embeddings of one dimension
     */
    public FaceGroup(String name, List<FaceRecord> faces) {
        this(name, faces, Optional.empty());
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
