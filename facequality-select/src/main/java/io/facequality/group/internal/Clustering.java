package io.facequality.group.internal;

import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.group.internal.search.Similarities;
import io.facequality.group.internal.search.SimilarityMatrix.OrdinalPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Makes clusters of close pairs, by ordinal, and cuts those that are too wide.
 *
 * @param linkage when close pairs make a cluster
 * @param threshold the smallest similarity of a close pair
 * @param widestAllowed the smallest similarity that two members of one cluster may have; empty for any
 */
public record Clustering(Linkage linkage, double threshold, OptionalDouble widestAllowed) {

    /** A cluster: its members in ascending order and its least similar pair, if it has one. */
    static final class Cluster {

        private final int[] members;
        private final Optional<OrdinalPair> widest;

        private Cluster(int[] members, Optional<OrdinalPair> widest) {
            this.members = members;
            this.widest = widest;
        }

        IntStream members() {
            return Arrays.stream(members);
        }

        Optional<OrdinalPair> widest() {
            return widest;
        }
    }

    /** Clusters in the order of their first members; together they hold every ordinal once. */
    public List<Cluster> clusters(Similarities similarities) {
        List<Cluster> clusters = new ArrayList<>();
        for (int[] members : linked(similarities)) {
            Cluster cluster = measured(similarities, members);
            if (isTooWide(cluster)) {
                new CompleteLink(similarities, widestAllowed.getAsDouble())
                        .clusters(members)
                        .forEach(part -> clusters.add(measured(similarities, part)));
            } else {
                clusters.add(cluster);
            }
        }
        clusters.sort(Comparator.comparingInt(cluster -> cluster.members[0]));
        return clusters;
    }

    private List<int[]> linked(Similarities similarities) {
        if (linkage instanceof Linkage.Density density) {
            return new DensityLink(similarities, threshold, density.minimumNeighbors()).clusters();
        }
        List<int[]> connected = connected(similarities);
        return linkage instanceof Linkage.Complete ? complete(similarities, connected) : connected;
    }

    private List<int[]> connected(Similarities similarities) {
        Partition partition = new Partition(similarities.size());
        similarities.pairs(threshold, (first, second, similarity) -> partition.join(first, second));
        return partition.parts();
    }

    /** A cluster whose members are all close is connected, so each connected part can be looked at by itself. */
    private List<int[]> complete(Similarities similarities, List<int[]> connected) {
        CompleteLink completeLink = new CompleteLink(similarities, threshold);
        List<int[]> clusters = new ArrayList<>();
        connected.forEach(part -> clusters.addAll(completeLink.clusters(part)));
        return clusters;
    }

    private static Cluster measured(Similarities similarities, int[] members) {
        return new Cluster(
                members, members.length < 2 ? Optional.empty() : Optional.of(similarities.widest(members)));
    }

    private boolean isTooWide(Cluster cluster) {
        return widestAllowed.isPresent()
                && cluster.widest.isPresent()
                && cluster.widest.get().similarity() < widestAllowed.getAsDouble();
    }
}
