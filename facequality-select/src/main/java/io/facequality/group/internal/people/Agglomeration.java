package io.facequality.group.internal.people;

import io.facequality.internal.Interrupts;
import java.util.Arrays;

/**
 * Joins the two clusters that most likely are one person's, again and again, while that is likelier than a threshold.
 * Only clusters with a pair of candidates are compared; their evidence is computed from all of their faces. One thread.
 */
final class Agglomeration {

    private static final int NONE = -1;

    private final Clusters clusters;
    private final ClusterConstraints constraints;
    private final int[][] neighbors;
    private final int[] best;
    private final WinnerTree scores;
    private final int[] seen;
    private int look;

    /**
     * Prepares it.
     *
     * @param candidates each face's candidates
     * @param takesPart whether a face's cluster is to grow
     */
    Agglomeration(Clusters clusters, ClusterConstraints constraints, int[][] candidates, boolean[] takesPart) {
        this.clusters = clusters;
        this.constraints = constraints;
        this.neighbors = new int[candidates.length][];
        this.best = new int[neighbors.length];
        this.scores = new WinnerTree(neighbors.length);
        this.seen = new int[neighbors.length];
        for (int ordinal = 0; ordinal < neighbors.length; ordinal++) {
            neighbors[ordinal] = takesPart[ordinal]
                    ? Arrays.stream(candidates[ordinal]).filter(other -> takesPart[other]).toArray()
                    : new int[0];
            best[ordinal] = NONE;
        }
    }

    /** Is told of each join. */
    @FunctionalInterface
    interface Listener {
        void joined(int into, int from, double logRatio);
    }

    void run(double threshold, Listener listener) {
        gatherJoined();
        for (int ordinal = 0; ordinal < neighbors.length; ordinal++) {
            if (clusters.root(ordinal) == ordinal) {
                look(ordinal);
            }
        }
        for (int one = scores.winner(); scores.get(one) > threshold; one = scores.winner()) {
            Interrupts.check();
            int other = best[one];
            double score = scores.get(one);
            int into = neighbors[one].length >= neighbors[other].length ? one : other;
            int from = into == one ? other : one;
            join(into, from);
            listener.joined(into, from, score);
        }
    }

    /** Clusters that were joined before have the candidates of all their faces. */
    private void gatherJoined() {
        for (int ordinal = 0; ordinal < neighbors.length; ordinal++) {
            int root = clusters.root(ordinal);
            if (root != ordinal && neighbors[ordinal].length > 0) {
                neighbors[root] = joined(neighbors[root], neighbors[ordinal]);
                neighbors[ordinal] = new int[0];
            }
        }
    }

    private void join(int into, int from) {
        clusters.join(into, from);
        constraints.join(into, from);
        int[] near = roots(into, joined(neighbors[into], neighbors[from]));
        neighbors[into] = near.clone();
        neighbors[from] = new int[0];
        best[from] = NONE;
        scores.set(from, Double.NEGATIVE_INFINITY);
        look(into);
        // Those that may not join any more are told too.
        for (int other : near) {
            lookAgain(other, into, from);
        }
    }

    /** The clusters of some faces, each once, without one's own. */
    private int[] roots(int own, int[] faces) {
        int[] roots = new int[faces.length];
        int count = 0;
        look++;
        seen[own] = look;
        for (int face : faces) {
            int root = clusters.root(face);
            if (seen[root] != look) {
                seen[root] = look;
                roots[count++] = root;
            }
        }
        return Arrays.copyOf(roots, count);
    }

    private static int[] joined(int[] some, int[] more) {
        int[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    /** Finds a cluster's best neighbor; forgets those that it may never join. */
    private void look(int cluster) {
        int[] allowed = roots(cluster, neighbors[cluster]);
        int count = 0;
        int nearest = NONE;
        double score = Double.NEGATIVE_INFINITY;
        for (int root : allowed) {
            if (constraints.mayJoin(cluster, root)) {
                allowed[count++] = root;
                double ratio = clusters.logRatio(cluster, root);
                if (ratio > score || ratio == score && root < nearest) {
                    score = ratio;
                    nearest = root;
                }
            }
        }
        neighbors[cluster] = Arrays.copyOf(allowed, count);
        best[cluster] = nearest;
        scores.set(cluster, score);
    }

    /** After two clusters became one, a neighbor's best may be gone, or be the new one. */
    private void lookAgain(int cluster, int into, int from) {
        if (best[cluster] == into || best[cluster] == from) {
            look(cluster);
            return;
        }
        if (!constraints.mayJoin(into, cluster)) {
            return;
        }
        double ratio = clusters.logRatio(into, cluster);
        if (ratio > scores.get(cluster) || ratio == scores.get(cluster) && into < best[cluster]) {
            best[cluster] = into;
            scores.set(cluster, ratio);
        }
    }
}
