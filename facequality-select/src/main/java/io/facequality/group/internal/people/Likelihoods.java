package io.facequality.group.internal.people;

import io.facequality.group.internal.people.Clusters.Single;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How likely faces are whose, once the people are found: each person's share, where the rest is nobody's. */
final class Likelihoods {

    private final WeightedFaces faces;
    private final Clusters clusters;
    private final ClusterConstraints constraints;
    private final int[][] candidates;
    private final boolean[] isPerson;
    private final double threshold;

    /**
     * Prepares them.
     *
     * @param candidates each face's candidates
     * @param isPerson whether a root is that of a person
     * @param threshold the logarithm of how likely somebody must be to be as likely as nobody
     */
    Likelihoods(
            WeightedFaces faces,
            Clusters clusters,
            ClusterConstraints constraints,
            int[][] candidates,
            boolean[] isPerson,
            double threshold) {
        this.faces = faces;
        this.clusters = clusters;
        this.constraints = constraints;
        this.candidates = candidates;
        this.isPerson = isPerson;
        this.threshold = threshold;
    }

    /** A person by its root, and how likely it is. */
    record Likely(int root, double probability) {

        private static final Comparator<Likely> ORDER =
                Comparator.comparingDouble(Likely::probability).reversed().thenComparingInt(Likely::root);
    }

    /** Whose a face in no person's cluster may be, the likeliest first. */
    List<Likely> people(int root, List<Integer> members) {
        int[] people = near(members, root);
        Single face = clusters.single(faces, root);
        double[] shares = shares(ratios(people, face));
        return IntStream.range(0, people.length)
                .mapToObj(i -> new Likely(people[i], shares[i]))
                .sorted(Likely.ORDER)
                .toList();
    }

    /** How likely a face belongs to the person that it is a member of. */
    double ofMember(int root, int member) {
        int[] others = near(List.of(member), root);
        Single face = clusters.single(faces, member);
        double[] ratios = ratios(others, face);
        if (clusters.size(root) == 1) {
            return 1 - Arrays.stream(shares(ratios)).sum();
        }
        double[] withOwn = Arrays.copyOf(ratios, ratios.length + 1);
        withOwn[ratios.length] = clusters.logRatioOfMember(root, face);
        return shares(withOwn)[ratios.length];
    }

    /** Who else a person most likely is. */
    Optional<Likely> nearest(int root, List<Integer> members) {
        return Arrays.stream(near(members, root))
                .mapToObj(other -> new Likely(other, shares(clusters.logRatio(root, other))[0]))
                .min(Likely.ORDER);
    }

    /** Other people with a face that is a candidate of one of these. */
    private int[] near(List<Integer> members, int own) {
        return members.stream()
                .flatMapToInt(member -> Arrays.stream(candidates[member]))
                .map(clusters::root)
                .filter(root -> isPerson[root] && root != own)
                .distinct()
                .filter(root -> constraints.mayJoin(own, root))
                .sorted()
                .toArray();
    }

    private double[] ratios(int[] people, Single face) {
        return Arrays.stream(people).mapToDouble(root -> clusters.logRatio(root, face)).toArray();
    }

    /** Exponentials of what exceeds the threshold, divided by their sum and 1 for nobody. */
    private double[] shares(double... ratios) {
        double largest = Math.max(0, Arrays.stream(ratios).max().orElse(0) - threshold);
        double[] odds = Arrays.stream(ratios).map(ratio -> Math.exp(ratio - threshold - largest)).toArray();
        double all = Arrays.stream(odds).sum() + Math.exp(-largest);
        return Arrays.stream(odds).map(one -> Math.min(1, one / all)).toArray();
    }
}
