package io.facequality.group;

import io.facequality.FaceGroup.WidestPair;
import io.facequality.InvalidInputException;


/**
 * When close pairs make a group. The names are those of cluster analysis; "close" means at least as similar as the
 * grouper's threshold.
 */
public sealed interface Linkage {

    /**
     * Every two faces of a group are close: complete-link agglomeration, stopped at the threshold. The two clusters
     * whose least similar pair is most similar are joined, again and again, while that pair is close. No chain can join
     * strangers. A set of more than 4,096 faces that hang together but are not all close is first cut in two along a
     * far pair, again and again, so that memory stays bounded; every two faces of a group are close then too.
     */
    record Complete() implements Linkage {}

    /**
     * Faces that a chain of close pairs connects: single link. Finds gradual change, as in a clip, as one group; a few
     * unlucky pairs may join strangers, so look at the {@linkplain WidestPair widest pair} or limit the diameter.
     */
    record Connected() implements Linkage {}

    /**
     * Dense regions: DBSCAN (Ester, Kriegel, Sander, Xu, 1996). A face is a core if enough faces are close to it; cores
     * that are close to each other are in one group; a face that is close to a core but none itself joins its most
     * similar core's group, of equally similar ones the first in the order of ids; every other face is alone. A single
     * bridge between two groups joins them only if it is dense.
     *
     * @param minimumNeighbors how many faces, the face itself among them, must be close to a core; at least 1; with 1
     *     or 2 the groups are the connected ones
     */
    record Density(int minimumNeighbors) implements Linkage {

        /** Checks the number. */
        public Density {
            if (minimumNeighbors < 1) {
                throw InvalidInputException.ofValue("Linkage", "at least 1 neighbour", minimumNeighbors);
            }
        }
    }
}
