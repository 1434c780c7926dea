package io.facequality.group.internal;

import io.facequality.group.internal.search.Similarities;
import io.facequality.group.internal.search.SimilarityMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Complete-link agglomeration of some members, stopped at a similarity, by the nearest-neighbor chain (Murtagh, 1983):
 * follow each cluster to its most similar one until two are each other's; join them. Since joining never makes a
 * cluster more similar to a third, this gives the same clusters as joining the most similar two of all, in O(m²) time;
 * and a pair of mutual neighbors that is too far apart stays apart for ever.
 */
public final class CompleteLink {

    /** The largest number of members whose matrix is held: 64 MiB. */
    public static final int MATRIX_LIMIT = 4096;

    private final Similarities similarities;
    private final double threshold;
    private final int matrixLimit;

    public CompleteLink(Similarities similarities, double threshold) {
        this(similarities, threshold, MATRIX_LIMIT);
    }

    public CompleteLink(Similarities similarities, double threshold, int matrixLimit) {
        this.similarities = similarities;
        this.threshold = threshold;
        this.matrixLimit = matrixLimit;
    }

    /** Clusters in which every pair is close, each in ascending order. */
    public List<int[]> clusters(int[] members) {
        if (members.length < 2) {
            return List.of(members);
        }
        if (members.length <= matrixLimit) {
            return agglomerated(members);
        }
        return similarities.widest(members).similarity() >= threshold ? List.of(members) : halved(members);
    }

    /** Cuts along a far pair: the member farthest from the first, and the one farthest from that. */
    private List<int[]> halved(int[] members) {
        double[] toOne = similaritiesTo(members, farthest(similaritiesTo(members, 0)));
        double[] toOther = similaritiesTo(members, farthest(toOne));
        boolean[] isNear = new boolean[members.length];
        for (int place = 0; place < members.length; place++) {
            isNear[place] = toOne[place] > toOther[place];
        }
        List<int[]> parts = List.of(chosen(members, isNear, true), chosen(members, isNear, false));
        if (parts.stream().anyMatch(part -> part.length == 0)) {
            // Rounding hides what is far. Any cut keeps the promise that the pairs of a cluster are close.
            int middle = members.length / 2;
            parts = List.of(
                    Arrays.copyOf(members, middle), Arrays.copyOfRange(members, middle, members.length));
        }
        List<int[]> clusters = new ArrayList<>();
        parts.forEach(part -> clusters.addAll(clusters(part)));
        return clusters;
    }

    private double[] similaritiesTo(int[] members, int place) {
        return Arrays.stream(members)
                .mapToDouble(member -> similarities.similarity(members[place], member))
                .toArray();
    }

    private static int farthest(double[] similarities) {
        int farthest = 0;
        for (int place = 1; place < similarities.length; place++) {
            if (similarities[place] < similarities[farthest]) {
                farthest = place;
            }
        }
        return farthest;
    }

    private static int[] chosen(int[] members, boolean[] isNear, boolean wanted) {
        return IntStream.range(0, members.length)
                .filter(place -> isNear[place] == wanted)
                .map(place -> members[place])
                .toArray();
    }

    private List<int[]> agglomerated(int[] members) {
        Partition partition = new Partition(members.length);
        new Chain(similarities.matrix(members), threshold).joinInto(partition);
        return partition.parts().stream()
                .map(part -> Arrays.stream(part).map(place -> members[place]).toArray())
                .toList();
    }

    /** The state of one agglomeration; a cluster goes by the place of one of its members, and lives in its row. */
    private static final class Chain {

        private static final int NONE = -1;

        private final SimilarityMatrix matrix;
        private final double threshold;
        private final boolean[] isOpen;
        private final int[] chain;
        private int length;

        Chain(SimilarityMatrix matrix, double threshold) {
            this.matrix = matrix;
            this.threshold = threshold;
            this.isOpen = new boolean[matrix.size()];
            this.chain = new int[matrix.size()];
            Arrays.fill(isOpen, true);
        }

        void joinInto(Partition partition) {
            for (int start = 0; start < matrix.size(); start++) {
                while (isOpen[start]) {
                    if (length == 0) {
                        chain[length++] = start;
                    }
                    extend(partition);
                }
            }
        }

        private void extend(Partition partition) {
            int last = chain[length - 1];
            int previous = length > 1 ? chain[length - 2] : NONE;
            int nearest = nearest(last, previous);
            if (nearest == NONE || matrix.get(last, nearest) < threshold) {
                isOpen[last] = false;
                length--;
            } else if (nearest == previous) {
                length -= 2;
                join(last, previous);
                partition.join(last, previous);
            } else {
                chain[length++] = nearest;
            }
        }

        /** The most similar open cluster; among equals the previous of the chain, so that it ends, then the first. */
        private int nearest(int cluster, int previous) {
            int nearest = previous;
            for (int other = 0; other < isOpen.length; other++) {
                if (isOpen[other]
                        && other != cluster
                        && (nearest == NONE || matrix.get(cluster, other) > matrix.get(cluster, nearest))) {
                    nearest = other;
                }
            }
            return nearest;
        }

        private void join(int from, int into) {
            isOpen[from] = false;
            for (int other = 0; other < isOpen.length; other++) {
                if (isOpen[other] && other != into) {
                    matrix.set(into, other, Math.min(matrix.get(into, other), matrix.get(from, other)));
                }
            }
        }
    }
}
