package io.facequality.group.internal;

import io.facequality.group.internal.search.Similarities;
import java.util.Arrays;
import java.util.List;

/** DBSCAN in two passes over the close pairs: the first counts neighbors, the second joins. */
final class DensityLink {

    private static final int NONE = -1;

    private final Similarities similarities;
    private final double threshold;
    private final int minimumNeighbors;

    DensityLink(Similarities similarities, double threshold, int minimumNeighbors) {
        this.similarities = similarities;
        this.threshold = threshold;
        this.minimumNeighbors = minimumNeighbors;
    }

    List<int[]> clusters() {
        int[] neighbors = new int[similarities.size()];
        Arrays.fill(neighbors, 1);
        similarities.pairs(threshold, (first, second, similarity) -> {
            neighbors[first]++;
            neighbors[second]++;
        });
        Partition partition = new Partition(similarities.size());
        int[] nearestCore = new int[similarities.size()];
        double[] nearness = new double[similarities.size()];
        Arrays.fill(nearestCore, NONE);
        similarities.pairs(threshold, (first, second, similarity) -> {
            boolean firstIsCore = neighbors[first] >= minimumNeighbors;
            boolean secondIsCore = neighbors[second] >= minimumNeighbors;
            if (firstIsCore && secondIsCore) {
                partition.join(first, second);
            } else if (firstIsCore || secondIsCore) {
                int core = firstIsCore ? first : second;
                int border = firstIsCore ? second : first;
                if (nearestCore[border] == NONE
                        || similarity > nearness[border]
                        || similarity == nearness[border] && core < nearestCore[border]) {
                    nearestCore[border] = core;
                    nearness[border] = similarity;
                }
            }
        });
        for (int ordinal = 0; ordinal < nearestCore.length; ordinal++) {
            if (nearestCore[ordinal] != NONE) {
                partition.join(ordinal, nearestCore[ordinal]);
            }
        }
        return partition.parts();
    }
}
